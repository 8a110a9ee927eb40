import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toConnectionFault } from '../../shared/connectionFaults';
import { UserError } from '../../shared/errors';
import { cleanMimeType } from '../../shared/fileNames';
import type { ByteStream } from '../../shared/inputFiles';

const defaultTimeoutMs = 300_000;

/**
 * Opens a stored file by its link. No keys are sent: the links are public or carry a signature.
 *
 * @throws UserError when the link does not lead to the file
 */
export async function download(
	context: IExecuteFunctions,
	url: string,
	fileName: string,
	timeoutMs = defaultTimeoutMs,
): Promise<{ stream: ByteStream; mimeType: string }> {
	const address = toAddress(url);
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw new UserError(`The link of the file "${fileName}" is no address`, `It is: ${url}`);
	}
	const request = context.helpers.httpRequest({
		method: 'GET',
		url: address.href,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: timeoutMs,
		abortSignal: context.getExecutionCancelSignal(),
	}) as Promise<{ body: ByteStream; headers: IDataObject; statusCode: number }>;
	const response = await request.catch((error: unknown) => {
		throw toConnectionFault(error, 'The file store of LeadSquared', address.href, false);
	});
	if (response.statusCode !== 200) {
		response.body.destroy();
		throw new UserError(
			`The file "${fileName}" could not be downloaded (HTTP ${response.statusCode})`,
			'The link may have expired, or the file may be gone.',
			{ httpCode: String(response.statusCode), fromService: true },
		);
	}
	return { stream: response.body, mimeType: cleanMimeType(response.headers['content-type']) };
}

/** Links come as they are named: with blanks, with `#`, with a `%` that encodes nothing. */
function toAddress(url: string): URL | undefined {
	const encoded = url.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/#/g, '%23');
	return URL.canParse(encoded) ? new URL(encoded) : undefined;
}
