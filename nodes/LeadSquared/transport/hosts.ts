import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { secureUrl } from '../../shared/http/addresses';

/** Where requests of one account go. */
export interface Hosts {
	/** Without a trailing slash, e.g. `https://api-in21.leadsquared.com`. */
	apiUrl: string;
	fileUploadUrl: string;
}

/**
 * Region codes and their names (apidocs.leadsquared.com, "Authenticate a User"). Documented for file
 * uploads are sg, us11, in21 and ir31; the file hosts of the others follow the same pattern (assumed),
 * and so does all of id51.
 */
const regions: Record<string, string> = {
	ca12: 'Canada',
	id51: 'Indonesia (Jakarta)',
	in21: 'India (Mumbai)',
	in22: 'India (Hyderabad)',
	ir31: 'Ireland',
	me61: 'Middle East',
	sg: 'Singapore',
	us11: 'United States',
};

const apiExample = 'https://api-in21.leadsquared.com';
const uploadExample = 'https://files-in21.leadsquared.com/File/Upload';

/**
 * The hosts that a credential stands for.
 *
 * @throws ActionableError when a custom address is missing or not secure
 */
export function hostsOf(credential: IDataObject): Hosts {
	if (credential.region !== 'custom') {
		const code = String(credential.region);
		if (!Object.hasOwn(regions, code))
			throw new ActionableError('The credential has no region', 'Choose one in it.');
		const suffix = code === 'sg' ? '' : `-${code}`;
		return {
			apiUrl: `https://api${suffix}.leadsquared.com`,
			fileUploadUrl: `https://files${suffix}.leadsquared.com/File/Upload`,
		};
	}
	const apiUrl = secureUrl(credential.apiUrl, 'API URL', apiExample);
	const fileUploadUrl = credential.fileUploadUrl
		? secureUrl(credential.fileUploadUrl, 'File Upload URL', uploadExample).href
		: `${apiUrl.protocol}//${apiUrl.host.replace(/^api/, 'files')}/File/Upload`;
	return { apiUrl: apiUrl.origin, fileUploadUrl };
}

/** The name of the region that an API host belongs to, or the host itself. */
export function regionName(host: string): string {
	const match = /^api(?:-(\w+))?\.leadsquared\.com$/.exec(host);
	const region = match && regions[match[1] ?? 'sg'];
	return region ? `${region} (${host})` : host;
}
