import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { download } from '../http/download';
import { readText } from '../parameters/coercion';
import { readRequestOptions } from '../parameters/requestOptions';
import type { BinaryEntry } from './binaries';
import { fileNameIn, percentDecoded } from './disposition';
import { readLimits } from './guard';
import { extensionOf } from './name';
import { storeFile } from './storeFile';
import { aPage, isPage, isPageName, withoutSecrets } from './webPage';

const bytesPerMegabyte = 1024 * 1024;

/** A file that is behind a link. */
export interface Link {
	url: URL;
}

/**
 * The links in a value: one, several with spaces or line breaks between them, or a list.
 *
 * @returns what to say about it in place of a link that is not there
 * @throws ActionableError when one is not a web address
 */
export function selectLinks(value: unknown): Array<Link | ActionableError> {
	if (Array.isArray(value) && value.length > 0) return value.flatMap(selectLinks);
	const text = value === undefined || value === null || Array.isArray(value) ? '' : value;
	if (typeof text !== 'string') throw notALink(text);
	const links = text
		.replace(/\p{Cf}/gu, '')
		.split(/\s+|,(?=https?:\/\/)/i)
		.map((link) => link.replace(/^<(.*)>$|,$/g, '$1'))
		.filter((link) => link !== '');
	if (links.length === 0) {
		return [
			new ActionableError(
				"'Link' is empty",
				"Enter the address of the file. To let items without one pass, see 'When a File Is Missing' in the options.",
			),
		];
	}
	return links.map((link) => ({ url: toUrl(link) }));
}

function toUrl(link: string): URL {
	const url = URL.canParse(link) ? new URL(link) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') throw notALink(link);
	// What is behind the sign is the browser's matter, not the server's.
	url.hash = '';
	return url;
}

function notALink(value: unknown): ActionableError {
	return new ActionableError(
		`'Link' is not a web address: ${(JSON.stringify(value) ?? String(value)).slice(0, 60)}`,
		'It should look like https://example.com/contract.pdf. Several links are separated by spaces or line breaks.',
	);
}

/** What the user has said about the files, which a page in place of one would not fit. */
interface Expected {
	fileName?: unknown;
	mimeType?: unknown;
}

/**
 * Fetches a file into n8n's storage, from where it is sent like every other.
 *
 * @throws ActionableError when the link leads to no file, or to one that is too large
 */
export async function fetchLink(
	context: IExecuteFunctions,
	itemIndex: number,
	{ url }: Link,
): Promise<BinaryEntry> {
	const { maxFileSize } = readLimits(context, itemIndex);
	const expected = context.getNodeParameter('options', itemIndex, {}) as Expected;
	const failure = `The file at ${withoutSecrets(url)} could not be downloaded`;
	const request = {
		url: url.href,
		failure,
		server: 'the server',
		timeoutMs: readRequestOptions(context).timeoutMs,
		maxBytes: maxFileSize ? maxFileSize * bytesPerMegabyte : undefined,
	};
	const binary = await download(context, request, async (body, answer) => {
		const contentType = answer.headers['content-type'];
		const told = fileNameIn(answer.headers['content-disposition']);
		const name = told ?? nameInPath(url, answer.url);
		const names = [told, lastSegment(url), lastSegment(answer.url)];
		if (isUnexpectedPage(contentType, names, expected)) {
			throw aPage(failure, answer.url, pageAdvice);
		}
		const isIncomplete = told === undefined;
		return await storeFile(context, body, { name, contentType, isIncomplete });
	});
	return ['', binary];
}

/** The end of a path: where the file was in the end, or where it was asked for. */
function nameInPath(asked: URL, found: URL): string {
	const segments = [found, asked].map(lastSegment).filter((segment) => segment !== '');
	const withExtension = segments.find((segment) => extensionOf(segment) !== '');
	return withExtension ?? segments[0] ?? '';
}

function lastSegment({ pathname }: URL): string {
	const segment = pathname.split('/').filter(Boolean).pop() ?? '';
	return percentDecoded(segment) ?? segment;
}

/** Whether it is a page, such as a login, where nothing says that a page is wanted. */
function isUnexpectedPage(
	contentType: unknown,
	names: Array<string | undefined>,
	expected: Expected,
): boolean {
	if (!isPage(contentType)) return false;
	const wantedType = readText([expected.mimeType].flat().join(' '));
	if (wantedType !== undefined) return !/html/i.test(wantedType);
	const named = [readText([expected.fileName].flat()[0]), ...names];
	return !isPageName(named.find((name) => extensionOf(name ?? '') !== '') ?? '');
}

const pageAdvice =
	"Use a link that downloads the file in a private window of a browser. To send the page itself, set 'MIME Type' to text/html in the options.";

/** Whether it is a link, in contrast to a file of the item. */
export function isLink(file: Link | BinaryEntry | ActionableError): file is Link {
	return 'url' in file;
}
