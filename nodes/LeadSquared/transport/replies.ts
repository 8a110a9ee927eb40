import type { ActionableError } from '../../shared/errors';
import type { ResponseClass } from '../../shared/http/classification';
import { isStrayRefusal, isUnreadable } from '../../shared/http/classification';
import type { Reply } from '../../shared/http/reply';
import { replyFault } from '../../shared/http/replyFaults';
import type { SentValues } from './exceptions';
import { toRefusal } from './exceptions';

/** The standard envelope of a failure (apidocs.leadsquared.com, "Error Handling"). */
interface Envelope {
	Status?: unknown;
	status?: unknown;
	ExceptionType?: unknown;
	ExceptionMessage?: unknown;
	description?: unknown;
}

/** The whole documented wording: a file may exceed a limit, too. */
const tooManyCalls = /\bcalls exceeded the limit/i;

const keysAdvice =
	'Check the keys in the credential, and that they belong to the region chosen there.';

/** What an answer means for trying again: a 500 with an exception of LeadSquared's own is final. */
export function classifyResponse(reply: Reply): ResponseClass {
	const envelope = envelopeOf(reply);
	if (reply.status === 429 || wasTooMuch(envelope)) return 'refused';
	const isLost = reply.status >= 500 || isStrayRefusal(reply) || isUnreadable(reply);
	return isLost && !isOwnException(envelope) ? 'unavailable' : 'final';
}

/** Whether an answer reports that nothing was carried out, also with the status of a success. */
export function reportsFailure(reply: Reply): boolean {
	const envelope = envelopeOf(reply);
	return isFailure(envelope) || wasTooMuch(envelope);
}

/**
 * The data of an answer. LeadSquared reports application errors with HTTP 500, and some with 200.
 *
 * @param sent what was sent, so that an error can show the value which was refused
 * @throws ActionableError with LeadSquared's own message when it reports a failure
 */
export function readReply<T>(reply: Reply, sent: SentValues = {}): T {
	const envelope = envelopeOf(reply);
	const says = messageOf(envelope);
	if (wasTooMuch(envelope)) {
		throw replyFault({ ...reply, status: 429 }, 'LeadSquared', says) as ActionableError;
	}
	const fault = replyFault(reply, 'LeadSquared', says, keysAdvice);
	if (fault && !lacksRights(envelope)) throw fault;
	if (reply.status >= 500 && !isOwnException(envelope)) {
		throw replyFault({ ...reply, json: undefined }, 'LeadSquared', says) as ActionableError;
	}
	if (reply.status >= 400 || isFailure(envelope)) {
		const type = isException(envelope) ? String(envelope.ExceptionType) : '';
		throw toRefusal({ type, message: says, status: reply.status }, sent);
	}
	// A bare `null` says as little as an object without anything in it.
	return (reply.json ?? {}) as T;
}

function envelopeOf({ json }: Reply): Envelope {
	// The upload's answer has been seen wrapped in a list.
	const body: unknown = Array.isArray(json) && json.length === 1 ? json[0] : json;
	return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
}

/** Whether the call was refused because of too many, whatever the status; 2 is a partial success. */
function wasTooMuch(envelope: Envelope): boolean {
	return tooManyCalls.test(messageOf(envelope) ?? '') && String(envelope.Status) !== '2';
}

/** LeadSquared answers with 401 here, as it does to wrong keys. */
function lacksRights({ ExceptionType }: Envelope): boolean {
	return ExceptionType === 'MXUnAuthorizedAccessException';
}

function isException({ ExceptionType }: Envelope): boolean {
	return typeof ExceptionType === 'string' && ExceptionType !== '';
}

/**
 * Whether LeadSquared itself has decided ("Async API": what begins with `MX`); others, such as a
 * `SqlException` for a timeout, tell that it broke off somewhere, perhaps after the work was done.
 */
function isOwnException({ ExceptionType }: Envelope): boolean {
	return typeof ExceptionType === 'string' && /^MX/i.test(ExceptionType);
}

function isFailure({ Status, status, ...envelope }: Envelope): boolean {
	const stated = String(Status ?? status ?? '');
	// Capturing an opportunity answers with a number instead, which only that call can read.
	if (/^\d+$/.test(stated)) return false;
	return /^(error|fail)/i.test(stated) || isException(envelope);
}

function messageOf({ ExceptionMessage, description, ...envelope }: Envelope): string | undefined {
	const message = ExceptionMessage ?? (isFailure(envelope) ? description : undefined);
	return typeof message === 'string' && message !== '' ? message : undefined;
}
