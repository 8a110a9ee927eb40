import type { IncomingMessage } from 'node:http';
import { MalformedForm, readForm } from '../common/multipart';
import { refuseKeys } from './access';
import { errorReply, forcedAnswer } from './answers';
import { apiError, CallError } from './errors';
import type { PhpArray, PhpFile } from './php';
import { phpView } from './php';
import type { State } from './state';
import type {
	Answer,
	FieldDefinition,
	FileOutcome,
	ObjectType,
	SharpSpringRecord,
	UploadCall,
} from './types';
import { uploadReply } from './uploadReply';
import { takesFiles } from './wire';

const OBJECT_TYPES = ['lead', 'account', 'opportunity'];

/** Answers a call of one of the two upload endpoints. */
export async function answerUpload(
	state: State,
	request: IncomingMessage,
	url: URL,
	place: Pick<UploadCall, 'endpoint' | 'version'>,
): Promise<Answer> {
	const { switches } = state;
	const form = await readForm(request, { keepBytes: switches.keepBytes }).catch(
		(error: unknown) => {
			if (error instanceof MalformedForm) return error;
			throw error;
		},
	);
	// PHP would guess what is meant, or see nothing at all. Neither would help to find a mistake.
	if (form instanceof MalformedForm) return { status: 400, type: 'text', body: form.message };

	const php = phpView(form, switches);
	const call: UploadCall = { ...form, ...place, php, outcomes: [], status: 0 };
	state.calls.push(call);
	const id = text(php.post, 'id');
	const refused =
		refuseKeys(state.keys, switches, request, url, { isUpload: true, id }) ??
		state.allowance.refuse(switches, id);
	const answer = refused ?? carryOut(state, call, id);
	call.status = answer.status;
	return answer;
}

function carryOut(state: State, call: UploadCall, id: string | undefined): Answer {
	const { switches } = state;
	const forced = switches.nextUploadAnswers.shift() ?? switches.uploadAnswer;
	if (forced && !switches.storeBeforeForced) return forcedAnswer(switches, forced, id);
	try {
		call.outcomes = call.endpoint === 'uploadFiles' ? putFiles(state, call) : putImage(state, call);
	} catch (error) {
		if (error instanceof CallError) return errorReply(switches, error.error, id);
		throw error;
	}
	if (forced) return forcedAnswer(switches, forced, id);
	return uploadReply(switches, call.outcomes, id);
}

// Guess: the codes of all these errors. The catalogue has none about files.
function putFiles(state: State, { php: { post, files } }: UploadCall): FileOutcome[] {
	requireForm(state, post, files);
	const type = requireText(post, 'objectType');
	if (!OBJECT_TYPES.includes(type)) throw new CallError(217, { objectType: OBJECT_TYPES });
	const objectType = type as ObjectType;
	const field = findField(state, objectType, requireText(post, 'fieldSystemName'));
	const received = fileList(files, 'files');
	if (received.length === 0) throw new CallError(206, { params: 'files' });

	const records = state.recordsOf(objectType);
	return received.map((file, index) => {
		// Guess: a program that looks for a name as PHP writes it does no more than this.
		const key = file.name.replace(/[ .]/g, '_');
		const recordId = text(post, key);
		const outcome = { fileName: file.name, key, recordId };
		if (!recordId) return { ...outcome, error: apiError(206, { params: file.name }) };
		const record = records.get(recordId);
		const isLast = index === received.length - 1;
		return put(state, outcome, record, field.systemName, file, isLast);
	});
}

function putImage(state: State, { php: { post, files } }: UploadCall): FileOutcome[] {
	requireForm(state, post, files);
	const recordId = requireText(post, 'productID');
	const file = files.get('productImage');
	if (!file || file instanceof Map) throw new CallError(206, { params: 'productImage' });
	const outcome = { fileName: file.name, key: 'productImage', recordId };
	return [put(state, outcome, state.products.get(recordId), 'productImage', file, true)];
}

function put(
	{ switches }: State,
	outcome: FileOutcome,
	record: SharpSpringRecord | undefined,
	field: string,
	file: PhpFile,
	isLast: boolean,
): FileOutcome {
	// Guess: what is said about a file that PHP found too large.
	if (file.error !== 0) return { ...outcome, error: apiError(999, { file: file.name }) };
	const refused = switches.refuse === 'all' || (switches.refuse === 'last' && isLast);
	if (refused) return { ...outcome, error: apiError(switches.refusedCode) };
	if (!record && switches.unknownRecord === 'success') return outcome;
	if (!record) return { ...outcome, error: apiError(404) };
	const stored = { fileName: file.name, bytes: file.size, sha256: file.sha256 };
	// Guess: a new file takes the place of the old one, as values of other fields do.
	record.files[field] = stored;
	record.history.push({
		...stored,
		field,
		mimeType: file.type,
		at: new Date().toISOString(),
		atMs: performance.now(),
	});
	return outcome;
}

function requireForm(state: State, post: PhpArray<string>, files: PhpArray<PhpFile>) {
	if (post.size === 0 && files.size === 0) throw new CallError(state.switches.emptyFormCode);
	if (text(post, 'id') === undefined) throw new CallError(102);
}

function requireText(post: PhpArray<string>, name: string): string {
	const value = text(post, name);
	if (!value) throw new CallError(206, { params: name });
	return value;
}

function findField(state: State, type: ObjectType, systemName: string): FieldDefinition {
	const field = state.fields.find(
		(each) => each.relationship === type && each.systemName === systemName && each.isActive === '1',
	);
	if (!field) throw new CallError(205, { params: 'fieldSystemName' });
	if (!takesFiles(field)) throw new CallError(217, { params: 'fieldSystemName' });
	return field;
}

/** Bare `files` counts as a list of one. */
function fileList(files: PhpArray<PhpFile>, name: string): PhpFile[] {
	const entry = files.get(name);
	if (!entry) return [];
	if (!(entry instanceof Map)) return [entry];
	return [...entry.values()].flatMap((each) => (each instanceof Map ? [] : [each]));
}

function text(post: PhpArray<string>, name: string): string | undefined {
	const value = post.get(name);
	return typeof value === 'string' ? value : undefined;
}
