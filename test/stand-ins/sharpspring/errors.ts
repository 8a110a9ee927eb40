import type { ApiError } from './types';

const MESSAGES: Record<number, string> = {
	101: 'Invalid request data format.',
	102: 'Header missing `request ID`.',
	103: 'Header missing `account ID`.',
	104: 'Header missing `Secret Key`.',
	105: 'User authentication failed.',
	106: 'Exceeded daily method call limit.',
	107: 'Exceeded per second method call limit.',
	201: 'Missing method signature.',
	202: 'Missing params array.',
	204: 'Invalid method signature.',
	205: 'Invalid parameters.',
	206: 'Missing parameters.',
	207: 'Missing objects array.',
	208: 'Object is malformed (expected array, got scalar).',
	209: 'Attempting to execute an excess amount of queries.',
	210: 'Got array, expected variable.',
	212: 'Object is not owned by the company.',
	217: 'Incorrect parameter value supplied.',
	301: 'Entry already exists.',
	302: 'No table rows affected.',
	404: 'A record with that ID does not exist.',
	999: 'Unknown error. Please contact Constant Contact Developer Support.',
};

/** An error of the service's catalogue. */
export function apiError(code: number, data: unknown = []): ApiError {
	return { code, message: MESSAGES[code] ?? MESSAGES[999], data };
}

/** Ends a call with an error about the call as a whole. */
export class CallError extends Error {
	override name = 'CallError';

	readonly error: ApiError;

	constructor(code: number, data: unknown = []) {
		const error = apiError(code, data);
		super(error.message);
		this.error = error;
	}
}
