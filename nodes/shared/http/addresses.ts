import { ActionableError } from '../errors';

/**
 * An address that keys may be sent to: https, or http on this machine for tests.
 *
 * @param label the field's label in the credential
 * @throws ActionableError when it is no address or not secure
 */
export function secureUrl(value: unknown, label: string, example: string): URL {
	const text = String(value ?? '').trim();
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url) {
		throw new ActionableError(
			`'${label}' in the credential is no address`,
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
