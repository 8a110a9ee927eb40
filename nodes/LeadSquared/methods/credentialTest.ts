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

interface User {
	LSQCommonServiceURLs?: { api?: unknown };
}

/**
 * Asks who the keys belong to. The call works on every region's host, so the host that LeadSquared
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
		request: async () => {
			const url = `${hostsOf(data).apiUrl}/v2/Authentication.svc/UserByAccessKey.Get`;
			return await new LeadSquaredApi().authenticate(credential.data ?? {}, { method: 'GET', url });
		},
		judge: (reply) => {
			const user = readReply<User>(reply);
			const named = String(user.LSQCommonServiceURLs?.api ?? '').replace(/^https?:\/\//, '');
			const [right] = named.split('/');
			const chosen = new URL(hostsOf(data).apiUrl).host;
			// A custom address may be a proxy of the user's own.
			if (!right || right === chosen || data.region === 'custom') return undefined;
			return `These keys belong to another region: choose ${regionName(right)} as Region.`;
		},
	});
}
