import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toConnectionFault } from '../../shared/connectionFaults';
import { UserError } from '../../shared/errors';
import { cleanMimeType } from '../../shared/fileNames';
import type { ByteStream } from '../../shared/inputFiles';

const timeoutMs = 300_000;

/**
 * Opens a stored file by its link. No keys are sent: the links are public or carry a signature.
 *
 * @throws UserError when the link does not lead to the file
 */
export async function download(
	context: IExecuteFunctions,
	url: string,
	fileName: string,
): Promise<{ stream: ByteStream; mimeType: string }> {
	const address = URL.canParse(url) ? new URL(url) : undefined;
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw new UserError(`The link of the file "${fileName}" is no address`, `It is: ${url}`);
	}
	const request = context.helpers.httpRequest({
		method: 'GET',
		// Links come with blanks that are not encoded; reading them as an address encodes them.
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
