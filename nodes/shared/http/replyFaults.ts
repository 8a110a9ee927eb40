import type { Failure } from 'n8n-workflow';
import { ActionableError, sentences } from '../errors';
import { doubtAbout, isStrayRefusal } from './classification';
import { firstWords } from './firstWords';
import type { Reply } from './reply';
import { retryAfterMs } from './retryAfter';

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
	const quote = says ?? firstWords(typeof reply.json === 'string' ? reply.json : reply.text);
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
			isChange,
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
	if (status === 407) {
		return fault(
			`The proxy between n8n and ${service} asks for a login (HTTP 407)`,
			'Check the proxy that n8n is set to use (HTTP_PROXY, HTTPS_PROXY): the request did not get through.',
		);
	}
	if (status === 413 && reply.fileNames === undefined) {
		return fault(
			`${service} refused the request as too large (HTTP 413)`,
			'The request holds no file. A proxy or firewall may answer in its place.',
			isChange,
		);
	}
	if (status === 413) {
		return fault(
			`${tooLarge(reply.fileNames)} for ${service}`,
			"Send a smaller file. With 'Maximum File Size' in the options larger files are refused before they are sent.",
			isChange && isStrayRefusal(reply),
		);
	}
	if (status === 429) {
		return fault(
			`${service} received too many calls`,
			`Lower the number of calls in the credential, or try again later. Other integrations may use the account's calls, too.${waitWanted(reply, service)}`,
		);
	}
	// Some gateways answer in JSON, too.
	const isOfGateway = status > 500 && says === undefined;
	if (isData(reply) && !isOfGateway) return undefined;
	if (status >= 500) {
		return fault(
			`${service} is not available at the moment (HTTP ${status})`,
			`Try again later.${waitWanted(reply, service)}`,
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

function tooLarge(fileNames: string[] = []): string {
	const names = fileNames.map((name) => `"${name}"`).join(', ');
	if (fileNames.length > 1) return `The files ${names} are together too large`;
	return names ? `The file ${names} is too large` : 'The file is too large';
}

/** What the service asks for, where it is more than a moment. */
function waitWanted(reply: Reply, service: string): string {
	const minutes = Math.round((retryAfterMs(reply) ?? 0) / 60_000);
	if (minutes < 1) return '';
	const wanted = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
	return ` ${service} asks to wait for ${wanted}.`;
}
