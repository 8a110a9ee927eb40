import { ActionableError } from '../errors';

/**
 * An address that keys may be sent to: https, also where the scheme is left out, or http on this
 * machine for tests.
 *
 * @param label the field's label in the credential
 * @throws ActionableError when it is not a valid address or not secure
 */
export function secureUrl(value: unknown, label: string, example: string): URL {
	const text = String(value ?? '').trim();
	// People copy a host without its scheme.
	const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || (address !== text && !url.hostname.includes('.'))) {
		throw new ActionableError(
			`'${label}' in the credential is ${text === '' ? 'empty' : 'not a valid address'}`,
			`It should look like ${example}.`,
		);
	}
	const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
	if (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:')) {
		throw new ActionableError(
			`'${label}' in the credential is not secure`,
			'It has to begin with https://, because the keys are sent to it.',
		);
	}
	return url;
}
