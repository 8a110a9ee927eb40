import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MalformedForm, type ReceivedFile, readForm } from '../common/multipart';
import { sendJson } from '../common/server';
import { checkKeys, delay, type GivenKeys, keysOfRequest, type Pace } from './access';
import { sendPage, sendRefusal } from './apiHost';
import { badRequest, invalidInput, Refusal } from './errors';
import { sendForced, takeForced } from './forced';
import { decoded, type State } from './state';
import type { Upload } from './types';
import { checkFields, readFields, readFile } from './uploadChecks';

const S3_PREFIX = '/landingpagecontentv2';

/** Answers the file host: uploads, and links to stored files. */
export async function answerFiles(
	state: State,
	pace: Pace,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) {
	if (url.pathname === '/File/Upload') {
		if (request.method === 'POST') return await answerUpload(state, pace, request, response, url);
		request.resume();
		return sendPage(response, 405, 'Method Not Allowed');
	}
	return answerDownload(state, request, response, url);
}

async function answerUpload(
	state: State,
	pace: Pace,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) {
	try {
		const form = await readForm(request, { keepBytes: state.switches.keepFileBytes });
		const { AccessKey, SecretKey, ...fields } = readFields(form);
		const formKeys: GivenKeys = { accessKey: AccessKey, secretKey: SecretKey };
		const elsewhere = state.switches.uploadKeysAnywhere && AccessKey === undefined;
		checkKeys(state, elsewhere ? keysOfRequest(request, url.searchParams) : formKeys);
		if (state.switches.rateLimit?.countUploads) pace.check(state);
		const file = readFile(form);
		checkFields(state, fields);
		const forced = takeForced(state, url.pathname);
		await delay(state);
		if (forced) {
			if (state.switches.workBeforeForced) {
				state.uploadCount++;
				store(state, file, fields, form.order, state.switches.uploadReply === 'renameToHash');
			}
			return sendForced(response, forced);
		}
		replyToUpload(state, response, file, fields, form.order);
	} catch (error) {
		const refusal = error instanceof MalformedForm ? badRequest(error.message) : error;
		if (!(refusal instanceof Refusal)) throw error;
		await delay(state);
		sendRefusal(response, refusal);
	}
}

function replyToUpload(
	state: State,
	response: ServerResponse,
	file: ReceivedFile,
	fields: Record<string, string>,
	order: string[],
) {
	const { uploadReply } = state.switches;
	const count = ++state.uploadCount;
	const mode = typeof uploadReply === 'function' ? uploadReply(file, count) : uploadReply;
	const failure = 'The file could not be uploaded.';
	switch (mode) {
		case 'errorIn200':
			return sendJson(response, 200, {
				Status: 'Error',
				uploadedFile: null,
				relativeFilePath: null,
				s3FilePath: null,
				description: failure,
			});
		case 'exceptionIn200':
			return sendJson(response, 200, invalidInput(failure).envelope);
		case 'errorEnvelope500':
			return sendRefusal(response, invalidInput(failure));
		case 'htmlBadGateway':
			return sendPage(response, 502, 'Bad Gateway');
		case 'tooLarge413':
			return sendPage(response, 413, 'Request Entity Too Large');
		case 'emptyUploadedFile':
			return sendJson(response, 200, {
				Status: 'Success',
				uploadedFile: '',
				relativeFilePath: '',
				s3FilePath: '',
				description: null,
			});
		default: {
			const upload = store(state, file, fields, order, mode === 'renameToHash');
			const body = {
				[mode === 'lowerStatus' ? 'status' : 'Status']: 'Success',
				[mode === 'capitalUploadedFile' ? 'UploadedFile' : 'uploadedFile']: upload.name,
				relativeFilePath: upload.relativeFilePath,
				s3FilePath: upload.s3FilePath,
				description: null,
			};
			return sendJson(response, 200, mode === 'oneElementArray' ? [body] : body);
		}
	}
}

function store(
	state: State,
	file: ReceivedFile,
	fields: Record<string, string>,
	order: string[],
	renamed: boolean,
): Upload {
	const name = renamed ? hashName(file) : freeName(state, file.fileName);
	// Images were seen in a folder of their own; where files of field sets lie is a guess.
	const folder = fields.FileType === '1' ? 'images' : 'documents';
	// Documented: blanks are not percent-encoded. Nothing else is either, as far as anyone knows.
	const path = `/t/${state.organization.uniqueName}/content/common/${folder}/${name}`;
	const upload: Upload = {
		at: new Date().toISOString(),
		name,
		file,
		fields,
		order,
		path,
		relativeFilePath: `${state.urls.files}${path}`,
		s3FilePath: `${state.urls.files}${S3_PREFIX}${path}`,
	};
	state.uploads.push(upload);
	return upload;
}

const extension = (name: string) => /\.[^.]+$/.exec(name)?.[0] ?? '';

/** Depends on name and content, as two files must not meet under one name. */
function hashName({ fileName, sha256 }: ReceivedFile) {
	const hash = createHash('sha256').update(fileName).update(sha256).digest('hex');
	return `${hash.slice(0, 8)}${extension(fileName)}`;
}

function freeName(state: State, wanted: string) {
	if (state.switches.sameNameTwice === 'overwrite') return wanted;
	const end = extension(wanted);
	const start = wanted.slice(0, wanted.length - end.length);
	let name = wanted;
	for (let number = 1; state.uploadNamed(name); number++) name = `${start}_${number}${end}`;
	return name;
}

function answerDownload(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) {
	request.resume();
	const path = url.pathname.startsWith(`${S3_PREFIX}/`)
		? url.pathname.slice(S3_PREFIX.length)
		: url.pathname;
	const upload = state.uploads
		.filter((known) => known.path === decoded(path) || known.path === path)
		.at(-1);
	if (!upload) return sendPage(response, 404, 'Not Found');
	if (request.method !== 'GET') return sendPage(response, 405, 'Method Not Allowed');
	const isSet = upload.fields.FileType === '7';
	if (isSet && state.switches.signedFileUrls && url.searchParams.get('sig') !== 'valid') {
		return sendPage(response, 403, 'Forbidden');
	}
	const { content, mimeType } = upload.file;
	if (!content) return sendPage(response, 404, 'Not Found (its bytes were not kept)');
	response.writeHead(200, { 'Content-Type': mimeType, 'Content-Length': content.length });
	response.end(content);
}
