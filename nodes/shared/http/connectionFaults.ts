import { inDoubt, ActionableError } from '../errors';

interface Fault {
	codes: RegExp;
	/** Completes "<service> at <host> …". */
	says: string;
	advice: string;
	/** Whether the request may have reached the service. */
	mayHaveArrived: boolean;
	/** Whether a service may do this to a file that is too large, instead of saying so. */
	mayMeanTooLarge?: boolean;
}

const faults: Fault[] = [
	{
		codes: /ECONNREFUSED/,
		says: 'refused the connection',
		advice: 'Check the address in the credential.',
		mayHaveArrived: false,
	},
	{
		codes: /ENOTFOUND|EAI_AGAIN/,
		says: 'could not be found',
		advice: 'Check the address in the credential and the network of n8n.',
		mayHaveArrived: false,
	},
	{
		codes: /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
		says: 'could not be reached',
		advice: 'Check the network of n8n.',
		mayHaveArrived: false,
	},
	{
		codes: /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|EPROTO/,
		says: 'did not prove its identity (TLS certificate)',
		advice: 'Check the address in the credential, and the certificates that n8n trusts.',
		mayHaveArrived: false,
	},
	{
		codes: /restricted IP/i,
		says: "is blocked by this n8n's protection against requests to internal addresses",
		advice:
			'The request was blocked because the address is an internal one. Ask the administrator of n8n to allow it (N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES).',
		mayHaveArrived: false,
	},
	{
		codes: /ERR_CANCELED|AbortError|CanceledError/,
		// By the last word n8n knows a cancellation from a failure.
		says: 'was not waited for, because the execution was stopped (canceled)',
		advice: '',
		mayHaveArrived: true,
	},
	{
		codes: /ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT|timeout/i,
		says: 'did not answer in time',
		advice: "Try again later, or raise 'Timeout' in the options.",
		mayHaveArrived: true,
	},
	{
		codes: /ECONNRESET|EPIPE|ERR_BAD_RESPONSE|socket hang up|aborted|Parse Error|HPE_|ERR_STREAM/i,
		says: 'closed the connection before the answer was complete',
		advice: 'Try again later.',
		mayHaveArrived: true,
		mayMeanTooLarge: true,
	},
];

/**
 * Puts a failed connection into words. The original error is left behind on purpose: it holds the
 * request with its keys.
 */
export function toConnectionFault(
	error: unknown,
	service: string,
	url: string,
	changesSomething: boolean,
	sendsFile = false,
): ActionableError {
	const marks = collectMarks(error);
	const fault = faults.find(({ codes }) => codes.test(marks));
	const host = new URL(url).host;
	const isInDoubt = changesSomething && (fault?.mayHaveArrived ?? true);
	const says = fault?.says ?? 'could not be reached';
	const advice = [
		fault?.advice ?? 'Check the address in the credential.',
		sendsFile && fault?.mayMeanTooLarge ? 'A file that is too large can cause this, too.' : '',
		isInDoubt ? inDoubt(service) : '',
	];
	return new ActionableError(`${service} at ${host} ${says}`, advice.filter(Boolean).join(' '), {
		fromService: true,
		isInDoubt,
	});
}

/** Codes and messages of an error and its causes, as one text to search in. */
function collectMarks(error: unknown, depth = 0): string {
	if (typeof error !== 'object' || error === null || depth > 4) return '';
	const { code, name, message, description, messages, cause } = error as Record<string, unknown>;
	const own = [code, name, message, description, ...(Array.isArray(messages) ? messages : [])];
	return `${own.filter((part) => typeof part === 'string').join(' ')} ${collectMarks(cause, depth + 1)}`;
}
