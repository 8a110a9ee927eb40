import { ActionableError } from '../errors';
import type { RequestKind } from './classification';
import { doubtAbout } from './classification';

/** What is known about a failed connection. */
export interface RecognizedFault {
	/** Completes "<service> at <host> …". */
	says: string;
	advice: string;
	/** Whether the request may have reached the service. */
	mayHaveArrived: boolean;
	/** Whether a repeated request would certainly end the same way. */
	isLasting?: boolean;
	/** Whether a service may do this to a file that is too large, instead of saying so. */
	mayMeanTooLarge?: boolean;
}

interface Fault extends RecognizedFault {
	/** Codes, or else words, of the error and its causes. */
	codes: RegExp;
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
		advice:
			'Check the address in the credential. A proxy or a service with a certificate of its own needs NODE_EXTRA_CA_CERTS: the file with the certificates that n8n shall trust, too.',
		mayHaveArrived: false,
		isLasting: true,
	},
	{
		codes: /restricted IP/i,
		says: "is blocked by this n8n's protection against requests to internal addresses",
		advice:
			'The request was blocked because the address is an internal one. Ask the administrator of n8n to allow it (N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES).',
		mayHaveArrived: false,
		isLasting: true,
	},
	{
		codes: /ERR_CANCELED|AbortError|CanceledError/,
		// By the last word n8n knows a cancellation from a failure.
		says: 'was not waited for, because the execution was stopped (canceled)',
		advice: '',
		mayHaveArrived: true,
		isLasting: true,
	},
	{
		codes: /ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT|timeout|timed out/i,
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
	{
		codes: /^E[A-Z]+$|isAxiosError/m,
		says: 'could not be reached',
		advice: 'Check the address in the credential.',
		mayHaveArrived: true,
	},
];

/** A name that was looked up, or a connection that was begun, in vain: nothing was sent. */
const beforeTheRequest = /^(connect|getaddrinfo)$/m;

/** What a wrong program throws, in contrast to a network. */
const programmingErrors = /^(TypeError|RangeError|ReferenceError|SyntaxError)$/;

/**
 * What is known about a failed connection; undefined when the error is not one of a connection, but
 * for example of the program.
 */
export function recognizeFault(error: unknown): RecognizedFault | undefined {
	const chain = causesOf(error);
	const root = chain.at(-1);
	const isNetwork = chain.some(
		({ code, isAxiosError }) => isAxiosError || typeof code === 'string',
	);
	if (root && programmingErrors.test(String(root.name)) && !isNetwork) return undefined;
	const marks = chain.map(marksOf).join('\n');
	const fault = faults.find(({ codes }) => codes.test(marks));
	const neverLeft = chain.some(({ syscall }) => beforeTheRequest.test(String(syscall)));
	return fault && neverLeft ? { ...fault, mayHaveArrived: false } : fault;
}

/** A request that failed. */
export interface FailedRequest {
	/** The service's name in messages. */
	service: string;
	url: string;
	kind: RequestKind;
	sendsFile?: boolean;
}

/**
 * Puts a failed connection into words. The original error is left behind on purpose: it holds the
 * request with its keys.
 *
 * @returns what is not a fault of the connection as it is, out of n8n's wrapping
 */
export function toConnectionFault(
	error: unknown,
	{ service, url, kind, sendsFile }: FailedRequest,
): Error {
	const fault = recognizeFault(error);
	if (!fault) return unwrap(error);
	const { host } = new URL(url);
	const proxy = proxyOf(error, new URL(url));
	if (proxy && !fault.mayHaveArrived) {
		return new ActionableError(
			`The proxy of n8n at ${proxy} ${fault.says}`,
			`Check the proxy that n8n is set to use (HTTP_PROXY, HTTPS_PROXY): ${service} was not reached.`,
		);
	}
	const isInDoubt = kind !== 'lookup' && fault.mayHaveArrived;
	const advice = [
		fault.advice,
		sendsFile && fault.mayMeanTooLarge ? 'A file that is too large can cause this, too.' : '',
		isInDoubt ? doubtAbout(kind, service) : '',
	];
	return new ActionableError(
		`${service} at ${host} ${fault.says}`,
		advice.filter(Boolean).join(' '),
		{
			fromService: true,
			isInDoubt,
		},
	);
}

/** What was thrown, out of n8n's wrapping, which would hide it behind advice on services. */
function unwrap(error: unknown): Error {
	const root = causesOf(error).at(-1) as unknown as Error & { messages?: string[] };
	return root.name === 'NodeApiError' ? new Error(root.messages?.at(-1) ?? root.message) : root;
}

/** The host that could not be reached, when it is not the one of the request. */
function proxyOf(error: unknown, target: URL): string | undefined {
	const portOfTarget = target.port || (target.protocol === 'http:' ? '80' : '443');
	for (const { syscall, hostname, address, port } of causesOf(error)) {
		if (syscall === 'getaddrinfo' && typeof hostname === 'string') {
			return hostname === target.hostname ? undefined : hostname;
		}
		if (syscall === 'connect' && port !== undefined && String(port) !== portOfTarget) {
			return `${String(address)}:${String(port)}`;
		}
	}
	return undefined;
}

type Thrown = Record<string, unknown>;

/** The error and its causes, the outermost first. */
function causesOf(error: unknown): Thrown[] {
	const chain: Thrown[] = [];
	let next = error;
	while (typeof next === 'object' && next !== null && chain.length < 5) {
		chain.push(next as Thrown);
		next = (next as Thrown).cause;
	}
	return chain.length > 0 ? chain : [new Error(String(error)) as unknown as Thrown];
}

/** Codes and messages, a line for each. */
function marksOf({ code, name, message, description, messages, isAxiosError }: Thrown): string {
	const own = [code, name, message, description, ...(Array.isArray(messages) ? messages : [])];
	if (isAxiosError) own.push('isAxiosError');
	return own.filter((part) => typeof part === 'string').join('\n');
}
