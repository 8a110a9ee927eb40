import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { secureUrl } from '../../shared/http/addresses';

/**
 * The address of the API without a trailing slash, e.g. `https://api.sharpspring.com/pubapi/v1.2`.
 *
 * @throws ActionableError when the credential's address cannot be used
 */
export function endpointOf({ baseUrl, apiVersion }: IDataObject): string {
	const example = 'https://api.sharpspring.com';
	const url = secureUrl(baseUrl || example, 'Base URL', example);
	// Addresses are often copied with their path.
	const path = url.pathname.replace(/\/+$/, '').replace(/\/pubapi(\/v1(\.2)?)?$/, '');
	return `${url.origin}${path}/pubapi/${apiVersion === 'v1' ? 'v1' : 'v1.2'}`;
}

/** A call of the JSON API, without keys. */
export function methodRequest(
	endpoint: string,
	method: string,
	params: IDataObject,
): IHttpRequestOptions {
	return {
		method: 'POST',
		url: `${endpoint}/`,
		headers: { 'content-type': 'application/json' },
		body: { method, params, id: `n8n-${method}` },
	};
}
