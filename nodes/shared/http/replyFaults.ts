import type { Failure } from 'n8n-workflow';
import { ActionableError, sentences } from '../errors';
import { doubtAbout } from './classification';
import type { Reply } from './reply';
import { retryAfterMs } from './retry';

/**
 * The failure that an answer stands for by its status, or because it is no JSON; undefined when the
 * service itself has to say more.
 *
 * @param says the service's own message, if it gave one
 * @param keysAdvice what to check when the keys are refused
 */
export function replyFault(
	reply: Reply,
	service: string,
	says?: string,
	keysAdvice = 'Check the keys in the credential.',
): ActionableError | undefined {
	const { status, kind = 'lookup' } = reply;
	const quote = says ?? firstWords(reply);
	const fault = (message: string, advice = '', isInDoubt = false) =>
		new ActionableError(
			message,
			sentences(
				quote && `${service} says: ${quote}`,
				advice,
				isInDoubt && doubtAbout(kind, service),
			),
			{ httpCode: String(status), fromService: true, isInDoubt, failure: failureOf(reply) },
		);
	const isChange = kind !== 'lookup';

	if (status >= 300 && status < 400) {
		return fault(
			`${service} redirected the request instead of answering it`,
			'Check the address in the credential: redirects are not followed, because keys and files would go to another host.',
		);
	}
	if (status === 401) {
		return fault(`${service} did not accept the keys`, keysAdvice);
	}
	if (status === 403 && !isData(reply)) {
		return fault(
			`${service} refused the request (HTTP 403)`,
			'The user of the keys may lack the right to do this, or a firewall may keep n8n out.',
		);
	}
	if (status === 404 && says === undefined) {
		return fault(`${service} does not know this address`, 'Check the address in the credential.');
	}
	if (status === 413) {
		return fault(
			`The file is too large for ${service}`,
			"Send a smaller file. With 'Maximum File Size' in the options larger files are refused before they are sent.",
		);
	}
	if (status === 429) {
		return fault(
			`${service} received too many calls`,
			"Lower the number of calls in the options, or try again later. Other integrations may use the account's calls, too.",
		);
	}
	// Some gateways answer in JSON, too.
	const isOfGateway = status > 500 && says === undefined;
	if (isData(reply) && !isOfGateway) return undefined;
	if (status >= 500) {
		return fault(
			`${service} is not available at the moment (HTTP ${status})`,
			'Try again later.',
			isChange,
		);
	}
	if (status >= 400) return fault(`${service} refused the request (HTTP ${status})`);
	return fault(
		`${service} answered with something other than data`,
		'Check the address in the credential. A proxy or a login page may answer in its place.',
		isChange,
	);
}

/** Why it failed, for programs. */
function failureOf(reply: Reply): Failure | undefined {
	if (reply.status === 401) return { cause: 'credential-invalid' };
	if (reply.status === 429) return { cause: 'rate-limited', retryAfterMs: retryAfterMs(reply) };
	return reply.status >= 500 ? { cause: 'temporarily-unavailable' } : undefined;
}

function isData({ json }: Reply): boolean {
	return json !== undefined && typeof json === 'object';
}

/** The first words of a page or text, without markup. */
function firstWords({ text, json }: Reply): string {
	const plain = typeof json === 'string' ? json : text;
	const words = plain
		.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}
