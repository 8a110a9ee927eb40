import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { ActionableError } from '../errors';
import { download } from '../http/download';
import { readDownloadPrefix } from '../parameters/getFiles';
import { wantsRawResponse } from '../parameters/rawResponse';
import { readRequestOptions } from '../parameters/requestOptions';
import { storeFile } from './storeFile';
import { aPage, isPage, isPageName } from './webPage';

/** A file that a record shows, as the output tells of it. */
export interface ListedFile {
	/** Null where the record shows none, only an ID. */
	fileName: string | null;
	/** Absent where the record shows none. */
	fileUrl?: string;
	/** The field that the file is in, for messages. */
	label?: string;
}

/** What a record shows of its files. */
export interface ShownFiles<File extends ListedFile> {
	/** What is told of the record, e.g. `{ recordId, recordType }`. */
	record: IDataObject;
	files: File[];
	/** Those of them that may be none, so that they are only warned of where they have no link. */
	guessed?: File[];
	warnings: string[];
	/** The service's answers, for the raw output. */
	response: unknown;
}

/** Whose files they are, and what to think of those without a link. */
export interface FileSource {
	/** The service's name, for messages. */
	service: string;
	/** What to do about a file without a link; without it such a file is only warned of. */
	noLinkAdvice?: string;
}

/**
 * The item's output for a record's files: names and links and, on request, the files. Links may expire
 * within minutes (seen in a public client), so one that does not lead to its file is asked
 * for anew, once.
 *
 * @param show asks for the files; called again for new links
 * @throws ActionableError when a file that shall be downloaded is not to be had
 */
export async function outputFiles<File extends ListedFile>(
	context: IExecuteFunctions,
	itemIndex: number,
	{ service, noLinkAdvice }: FileSource,
	show: () => Promise<ShownFiles<File>>,
): Promise<INodeExecutionData[]> {
	const prefix = readDownloadPrefix(context, itemIndex);
	const wantsRaw = wantsRawResponse(context, itemIndex);
	const { record, files, response, ...shown } = await show();
	const warnings = [...shown.warnings];
	const raw = wantsRaw ? { response: response as IDataObject } : {};
	const output = (listed: object[]) => ({
		...record,
		warnings,
		files: listed as IDataObject[],
		...raw,
	});
	if (prefix === undefined) return [{ json: output(files) }];
	const binary: IBinaryKeyData = {};
	const listed: object[] = [];
	let renewed: File[] | undefined;
	for (const [index, file] of files.entries()) {
		const { fileUrl } = file;
		if (fileUrl === undefined) {
			const what = nameOf(file);
			const isCertain = !shown.guessed?.includes(file);
			if (noLinkAdvice !== undefined && isCertain) throw noLink(service, what, noLinkAdvice);
			warnings.push(`${service} gives no link for ${what}, so it was not downloaded.`);
			listed.push(file);
			continue;
		}
		const fetchFrom = async (url: string) => await fetchFile(context, service, file, url);
		const binaryField = `${prefix}${index}`;
		binary[binaryField] = await fetchFrom(fileUrl).catch(async (error: unknown) => {
			if (!isExpired(error)) throw error;
			renewed ??= (await show()).files;
			const again = renewed[index];
			const isNew = again?.fileName === file.fileName && again.fileUrl !== fileUrl;
			if (!isNew || again.fileUrl === undefined) throw error;
			return await fetchFrom(again.fileUrl);
		});
		listed.push({ ...file, binaryField });
	}
	return [{ json: output(listed), binary }];
}

function nameOf({ fileName, label }: ListedFile): string {
	const place = label === undefined ? '' : ` in "${label}"`;
	return fileName === null ? `the file${place}` : `the file "${fileName}"${place}`;
}

function noLink(service: string, what: string, advice: string): ActionableError {
	return new ActionableError(`${service} gives no link for ${what}`, advice, {
		fromService: true,
	});
}

/** A signed link answers so when its time is over. */
function isExpired(error: unknown): boolean {
	return (
		error instanceof ActionableError &&
		['400', '401', '403', '404', '410'].includes(error.details.httpCode ?? '')
	);
}

/**
 * Fetches a file into n8n's storage. No keys are sent: the links are public or carry a signature, and
 * nobody but the record says where they lead.
 */
async function fetchFile(
	context: IExecuteFunctions,
	service: string,
	file: ListedFile,
	link: string,
): Promise<IBinaryData> {
	const what = nameOf({ fileName: file.fileName });
	const address = toAddress(link);
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw new ActionableError(`The link of ${what} is not a valid address`, `It is: ${link}`);
	}
	const failure = `${what[0].toUpperCase()}${what.slice(1)} could not be downloaded`;
	const request = {
		url: address.href,
		failure,
		server: `the file store of ${service}`,
		fromService: true,
		timeoutMs: readRequestOptions(context).timeoutMs,
	};
	const name = file.fileName ?? '';
	return await download(context, request, async (body, answer) => {
		const contentType = answer.headers['content-type'];
		if (isPage(contentType) && !isPageName(name)) {
			throw aPage(
				failure,
				answer.url,
				`Open the link in a private window of a browser: it may need a login to ${service}, which n8n does not have.`,
				{ fromService: true },
			);
		}
		return await storeFile(context, body, { name, contentType });
	});
}

/** Links come as they are named: with spaces, with `#`, with a `%` that encodes nothing. */
function toAddress(url: string): URL | undefined {
	const encoded = url.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/#/g, '%23');
	return URL.canParse(encoded) ? new URL(encoded) : undefined;
}
