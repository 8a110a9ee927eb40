import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { download as fetchFile } from '../../shared/http/download';
import type { ByteStream } from '../../shared/http/multipart';

/** A file to be fetched. */
export interface StoredFile {
	fileName: string;
	fileUrl: string;
	/** The user's own timeout (ms), for the beginning of the answer and for every pause in it. */
	timeoutMs?: number;
}

/** Takes the bytes of a file, and what the file store says of their type, while they come. */
type Store<T> = (stream: ByteStream, contentType: unknown) => Promise<T>;

/**
 * Hands a stored file to `store`. No keys are sent: the links are public or carry a signature.
 *
 * @returns what `store` returns
 * @throws ActionableError when the link does not lead to the file, or not to all of it
 */
export async function download<T>(
	context: IExecuteFunctions,
	{ fileName, fileUrl, timeoutMs }: StoredFile,
	store: Store<T>,
): Promise<T> {
	const address = toAddress(fileUrl);
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw new ActionableError(
			`The link of the file "${fileName}" is not a valid address`,
			`It is: ${fileUrl}`,
		);
	}
	const request = {
		url: address.href,
		failure: `The file "${fileName}" could not be downloaded`,
		server: 'the file store of LeadSquared',
		fromService: true,
		timeoutMs,
	};
	return await fetchFile(
		context,
		request,
		async (body, { headers }) => await store(body, headers['content-type']),
	);
}

/** Links come as they are named: with spaces, with `#`, with a `%` that encodes nothing. */
function toAddress(url: string): URL | undefined {
	const encoded = url.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/#/g, '%23');
	return URL.canParse(encoded) ? new URL(encoded) : undefined;
}
