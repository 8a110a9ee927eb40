import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { LeadSquaredApi } from '../../../credentials/LeadSquaredApi.credentials';
import { probe } from '../../shared/credentialProbe';
import { hostsOf, regionName } from '../transport/hosts';
import { readReply } from '../transport/replies';

const anyOtherCall = 'LeadManagement.svc/LeadsMetaData.Get?schemaName=EmailAddress';

interface User {
	Id?: unknown;
	LSQCommonServiceURLs?: { api?: unknown };
}

/**
 * Asks who the keys belong to. That call works on every region's host, so the host that LeadSquared
 * names is compared with the chosen one (apidocs.leadsquared.com, "Authenticate a User").
 */
export async function leadSquaredApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as IDataObject;
	return await probe(this, {
		service: 'LeadSquared',
		secrets: [String(data.accessKey), String(data.secretKey)],
		check: async (send) => {
			const { apiUrl } = hostsOf(data);
			const get = async (path: string) => {
				const request = { method: 'GET' as const, url: `${apiUrl}/v2/${path}` };
				return await send(await new LeadSquaredApi().authenticate(credential.data ?? {}, request));
			};
			const user = readReply<User>(await get('Authentication.svc/UserByAccessKey.Get'));
			if (!user.Id && !user.LSQCommonServiceURLs) {
				return 'LeadSquared answered, but not with the owner of the keys. Check the address.';
			}
			const [right] = String(user.LSQCommonServiceURLs?.api ?? '')
				.replace(/^https?:\/\//, '')
				.split('/');
			if (!right || right === new URL(apiUrl).host) return undefined;
			// A custom address may be a proxy of the user's own: then other calls work there, too.
			const isProxy = data.region === 'custom' && (await get(anyOtherCall)).status !== 401;
			return isProxy
				? undefined
				: `These keys belong to another region: choose ${regionName(right)} as Region.`;
		},
	});
}
