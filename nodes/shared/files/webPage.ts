import { ActionableError } from '../errors';
import { percentDecoded } from './disposition';
import { cleanMimeType, extensionOf } from './name';

const htmlTypes = ['text/html', 'application/xhtml+xml'];
const htmlExtensions = ['htm', 'html', 'shtml', 'xhtml'];

/** Whether a server says of its answer that it is a web page. */
export function isPage(contentType: unknown): boolean {
	return htmlTypes.includes(cleanMimeType(contentType));
}

/** Whether the name is one of a web page. */
export function isPageName(name: string): boolean {
	return htmlExtensions.includes(extensionOf(name));
}

/** What to say of a link that leads to a page in place of a file. */
export function aPage(
	failure: string,
	url: URL,
	advice: string,
	details?: ActionableError['details'],
): ActionableError {
	return new ActionableError(
		`${failure}: ${withoutSecrets(url)} answers with a web page, perhaps a login, in place of a file`,
		advice,
		details,
	);
}

/** A link without what may be secret in it: the query of a signed link, a password. */
export function withoutSecrets({ host, pathname }: URL): string {
	const path = percentDecoded(pathname) ?? pathname;
	const text = `${host}${path}`.replace(/[\p{Cc}\p{Cf}]/gu, '');
	return text.length > 120 ? `${text.slice(0, 60)}…${text.slice(-59)}` : text;
}
