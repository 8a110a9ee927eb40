import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { LeadSquaredApi } from '../../../credentials/LeadSquaredApi.credentials';
import { probe } from '../../shared/http/credentialProbe';
import type { Hosts } from '../transport/hosts';
import { hostsOf, regionName } from '../transport/hosts';
import { profile } from '../transport/client';
import { readReply } from '../transport/replies';

const anyOtherCall = 'LeadManagement.svc/LeadsMetaData.Get?schemaName=EmailAddress';

/** Hosts that LeadSquared documents for uploads (apidocs.leadsquared.com, "Upload a File"). */
const documentedFileHosts = /^files(-(us11|in21|ir31))?\.leadsquared\.com$/;

interface User {
	Id?: unknown;
	LSQCommonServiceURLs?: { api?: unknown };
	MobileServiceURLs?: unknown;
}

/**
 * Asks who the keys belong to. That call works on every region's host, so the host that LeadSquared
 * names is compared with the chosen one (apidocs.leadsquared.com, "Authenticate a User"). So is the
 * upload host: where the credential's is only derived, another one is an error, and else a remark.
 */
export async function leadSquaredApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as IDataObject;
	let remark: string | undefined;
	const result = await probe(this, {
		profile,
		credential: data,
		check: async (send) => {
			const hosts = hostsOf(data);
			const get = async (path: string) => {
				const request = { method: 'GET' as const, url: `${hosts.apiUrl}/v2/${path}` };
				return await send(await new LeadSquaredApi().authenticate(credential.data ?? {}, request));
			};
			const user = readReply<User>(await get('Authentication.svc/UserByAccessKey.Get'));
			if (!user.Id && !user.LSQCommonServiceURLs) {
				return 'LeadSquared answered, but not with the owner of the keys. Check the address.';
			}
			const [right] = String(user.LSQCommonServiceURLs?.api ?? '')
				.replace(/^https?:\/\//, '')
				.split('/');
			const isElsewhere = right !== '' && right !== new URL(hosts.apiUrl).host;
			// A custom address may be a proxy of the user's own: then other calls work there, too.
			const isProxy =
				isElsewhere && data.region === 'custom' && (await get(anyOtherCall)).status !== 401;
			if (isElsewhere && !isProxy) {
				return `These keys belong to another region: choose ${regionName(right)} as Region.`;
			}
			const advice = uploadAdvice(hosts, uploadAddressOf(user));
			if (!isProxy && isDerived(data, hosts)) return advice;
			remark = advice && `Connection successful! ${advice}`;
			return undefined;
		},
	});
	// n8n's editor shows the message of a failure only; others that ask for the test get this one, too.
	return result.status === 'OK' && remark ? { ...result, message: remark } : result;
}

/** What to enter when LeadSquared names another host for uploads than the one that would be used. */
function uploadAdvice(
	{ apiUrl, fileUploadUrl }: Hosts,
	named: URL | undefined,
): string | undefined {
	const { host } = new URL(fileUploadUrl);
	if (!named || named.host === host) return undefined;
	return `LeadSquared names another upload address for this account than ${host}: choose Custom as Region, and enter ${apiUrl} as API URL and ${named.href} as File Upload URL.`;
}

/** Whether nobody but our own rule says that the upload host is the right one. */
function isDerived(credential: IDataObject, { fileUploadUrl }: Hosts): boolean {
	const isEntered = credential.region === 'custom' && Boolean(credential.fileUploadUrl);
	return !isEntered && !documentedFileHosts.test(new URL(fileUploadUrl).host);
}

/** The account's own upload address, where the answer tells one; a bare host is one as well. */
function uploadAddressOf({ MobileServiceURLs: urls }: User): URL | undefined {
	if (typeof urls !== 'object' || urls === null) return undefined;
	const told = Object.entries(urls).find(([key]) =>
		/^file_?upload_?url$/i.test(key),
	)?.[1] as unknown;
	if (typeof told !== 'string' || told.trim() === '') return undefined;
	const text = told.trim();
	const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(address)) return undefined;
	const url = new URL(address);
	if (url.pathname === '/') url.pathname = '/File/Upload';
	return url;
}
