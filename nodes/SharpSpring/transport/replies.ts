import type { IDataObject } from 'n8n-workflow';
import { inDoubt, ActionableError, sentences } from '../../shared/errors';
import type { ResponseClass } from '../../shared/http/classification';
import { isStrayRefusal, isUnreadable } from '../../shared/http/classification';
import { firstWords } from '../../shared/http/firstWords';
import type { Reply } from '../../shared/http/reply';
import { replyFault } from '../../shared/http/replyFaults';
import type { ApiError } from './apiErrors';
import {
	adviceByCode,
	codesOfKeys,
	concernsTheCall,
	errorsIn,
	inWords,
	toUserError,
} from './apiErrors';

/** A reply that reports no failure of the call as a whole. */
export interface Answer {
	result: unknown;
	/** Failures of single objects, which come with HTTP 200. They hold only what failed, renumbered. */
	errors: ApiError[];
	/** What the call was for, to be named where it can be the cause of a failure. */
	field?: string;
}

const tooManyPerDay = '106';
const tooManyPerSecond = '107';

/** What an answer means for trying again. */
export function classifyResponse(reply: Reply): ResponseClass {
	const errors = errorsIn(errorMember(reply));
	// Whatever the status: waiting for a call helps tomorrow only.
	if (errors.some(({ code }) => code === tooManyPerDay)) return 'final';
	const isRefused = reportsFailure(reply) && errors.every(({ code }) => code === tooManyPerSecond);
	if (reply.status === 429 || isRefused) return 'refused';
	const isLost = reply.status >= 500 || isStrayRefusal(reply) || isUnreadable(reply);
	return isLost ? 'unavailable' : 'final';
}

/** Whether an answer reports that nothing was carried out, also with the status of a success. */
export function reportsFailure(reply: Reply): boolean {
	const error = errorMember(reply);
	return errorsIn(error).length > 0 && (concernsTheCall(error) || !hasResult(reply));
}

/**
 * The `result` of a method that reads.
 *
 * @throws ActionableError with SharpSpring's own message when it reports any failure
 */
export function readResult(reply: Reply): IDataObject {
	const { result, errors } = readAnswer(reply);
	if (errors.length > 0) throw toUserError(errors[0], reply.status);
	return result as IDataObject;
}

/** @throws ActionableError with SharpSpring's own message when the call as a whole failed */
export function readAnswer(reply: Reply, field?: string): Answer {
	const errors = errorsIn(errorMember(reply));
	const isOk = reply.status >= 200 && reply.status < 300;
	const callError = concernsTheCall(errorMember(reply)) || !isOk ? errors[0] : undefined;
	if (callError?.code === tooManyPerDay) throw toUserError(callError, reply.status);
	const says = isOfGateway(reply, callError) ? undefined : callError?.message;
	const fault = replyFault(reply, 'SharpSpring', says, adviceByCode['105']);
	if (fault) throw fault;
	if (callError) throw toUserError(callError, reply.status, field);
	if (!isOk || !isObject(reply.json)) {
		// No member of such an answer is to be trusted, not even one that says "success".
		throw replyFault({ ...reply, json: undefined }, 'SharpSpring') as ActionableError;
	}
	if (!hasResult(reply) && errors.length === 0) {
		const isInDoubt = reply.kind === 'change';
		const answered = `It answered: ${reply.text.slice(0, 200)}`;
		throw new ActionableError(
			'SharpSpring answered without a result',
			isInDoubt ? `${answered} ${inDoubt('SharpSpring')}` : answered,
			{ httpCode: String(reply.status), fromService: true, isInDoubt },
		);
	}
	return { result: reply.json.result, errors, field };
}

/**
 * Headers are documented at second hand, and for the JSON methods only: where keys in headers are refused,
 * or not seen, they may be right.
 *
 * @throws ActionableError when they are
 */
export function assertHeadersTaken(reply: Reply): void {
	const errors = errorsIn(errorMember(reply));
	const isAsAWhole = concernsTheCall(errorMember(reply)) || !hasResult(reply);
	const ofKeys = isAsAWhole ? errors.find(({ code }) => codesOfKeys.includes(code)) : undefined;
	if (reply.status !== 401 && !ofKeys) return;
	const error = ofKeys ?? errors.at(0);
	const page = typeof reply.json === 'string' ? reply.json : reply.text;
	const says = error ? inWords(error) : firstWords(page);
	const place = reply.fileNames ? ' in the headers of an upload' : '';
	throw new ActionableError(
		`SharpSpring did not accept the keys${place}`,
		sentences(
			says && `SharpSpring says: ${says}`,
			adviceByCode['105'],
			"If they are right, choose 'Query String' under 'Send Keys In' in the credential.",
		),
		{
			httpCode: String(reply.status),
			fromService: true,
			failure: { cause: 'credential-invalid' },
		},
	);
}

/** Whether an error is a gateway's: it has no code, or that of HTTP. */
function isOfGateway({ status }: Reply, error?: ApiError): boolean {
	return status > 500 && ['', String(status)].includes(error?.code ?? '');
}

function errorMember({ json }: Reply): unknown {
	return isObject(json) ? json.error : undefined;
}

function hasResult({ json }: Reply): boolean {
	return isObject(json) && json.result !== undefined && json.result !== null;
}

/** Whether a value is an object of JSON, and neither a list nor null. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
