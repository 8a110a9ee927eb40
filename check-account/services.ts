import type { Service } from './carryOut';

/** Keys of LeadSquared. */
export interface LeadSquaredKeys {
	accessKey: string;
	secretKey: string;
}

/** Keys of SharpSpring. */
export interface SharpSpringKeys {
	accountID: string;
	secretKey: string;
}

/** Headers on the API host, form fields on the upload host (apidocs.leadsquared.com). */
export function leadSquaredService({ accessKey, secretKey }: LeadSquaredKeys): Service {
	return {
		withKeys({ keys }, { headers, form }) {
			if (form && keys !== 'headers') {
				form.append('AccessKey', accessKey);
				form.append('SecretKey', secretKey);
				return;
			}
			headers['x-LSQ-AccessKey'] = accessKey;
			headers['x-LSQ-SecretKey'] = secretKey;
		},
	};
}

/** The query (Constant Contact article 54650), or headers (documented at second hand). */
export function sharpSpringService({ accountID, secretKey }: SharpSpringKeys): Service {
	return {
		withKeys({ keys }, { url, headers }) {
			if (keys === 'headers') {
				headers['X-Account-Id'] = accountID;
				headers.Authorization = `Bearer ${secretKey}`;
				return;
			}
			const account = keys === 'unknownAccount' ? 'n8n-check-unknown-account' : accountID;
			const secret = keys === 'wrongSecret' ? 'n8n-check-wrong-secret' : secretKey;
			url.searchParams.set('accountID', account);
			url.searchParams.set('secretKey', secret);
		},
	};
}
