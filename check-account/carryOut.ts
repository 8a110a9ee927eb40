import { setTimeout as wait } from 'node:timers/promises';
import type { AllSeen, Ask, Seen, Step } from './shared';
import { contentOf, isTooMany, nextStep } from './shared';

/** How requests of one service are made. */
export interface Service {
	/** Puts the keys where the service wants them for this request. */
	withKeys(ask: Ask, request: OutgoingRequest): void;
}

/** A request on its way out. */
export interface OutgoingRequest {
	url: URL;
	headers: Record<string, string>;
	form?: FormData;
}

/** How a check goes about it. */
export interface Manner {
	/** Waited between two calls. */
	pauseMs: number;
	timeoutMs: number;
	/** Told of every step. */
	onStep?: (asks: Ask[]) => void;
}

const fallBackPauseMs = 5_000;

/** Carries out all steps of a check. @returns what came of each request */
export async function carryOut<Given>(
	steps: Array<Step<Given>>,
	given: Given,
	service: Service,
	manner: Manner,
): Promise<AllSeen> {
	const seen: AllSeen = {};
	let next = nextStep(steps, -1, given, seen);
	while (next) {
		const { step, asks } = next;
		manner.onStep?.(asks);
		const isBurst = asks.every(({ kind }) => kind === 'burst');
		if (isBurst) {
			const answers = await Promise.all(
				asks.map(async (ask) => await request(ask, service, manner)),
			);
			asks.forEach(({ id }, index) => (seen[id] = answers[index]));
		} else {
			for (const ask of asks) {
				seen[ask.id] = await politely(ask, service, manner);
				await wait(manner.pauseMs);
			}
		}
		next = nextStep(steps, step, given, seen);
	}
	return seen;
}

/** One call; when there were too many, once more after a while. */
async function politely(ask: Ask, service: Service, manner: Manner): Promise<Seen> {
	const answer = await request(ask, service, manner);
	if (!isTooMany(answer) || manner.pauseMs === 0) return answer;
	await wait(fallBackPauseMs);
	return await request(ask, service, manner);
}

async function request(ask: Ask, service: Service, { timeoutMs }: Manner): Promise<Seen> {
	const begin = Date.now();
	try {
		const url = new URL(ask.url);
		const outgoing: OutgoingRequest = { url, headers: {}, form: formOf(ask) };
		if (ask.kind !== 'open') service.withKeys(ask, outgoing);
		if (ask.body !== undefined) outgoing.headers['content-type'] = 'application/json';
		const response = await fetch(outgoing.url, {
			method: ask.body === undefined && !outgoing.form ? 'GET' : 'POST',
			headers: outgoing.headers,
			body: outgoing.form ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body)),
			redirect: 'manual',
			signal: AbortSignal.timeout(timeoutMs),
		});
		const text = await response.text();
		return {
			status: response.status,
			body: readBody(text),
			contentType: response.headers.get('content-type') ?? '',
			limits: limitsIn(response.headers),
			ms: Date.now() - begin,
		};
	} catch (error) {
		return { fault: faultOf(error), ms: Date.now() - begin };
	}
}

function formOf({ fields, files }: Ask): FormData | undefined {
	if (!files) return undefined;
	const form = new FormData();
	for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value);
	for (const file of files) {
		const { part, name, mimeType = 'text/plain' } = file;
		form.append(part, new Blob([contentOf(file)], { type: mimeType }), name);
	}
	return form;
}

/** JSON, or the beginning of what came in its place. */
function readBody(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text.slice(0, 2_000);
	}
}

function limitsIn(headers: Headers): Record<string, string> {
	return Object.fromEntries(
		[...headers].filter(([name]) => /rate|limit|quota|retry-after/i.test(name)),
	);
}

/** Why there was no answer, in words. */
function faultOf(error: unknown): string {
	const { cause } = error as { cause?: { code?: string; message?: string } };
	const code = cause?.code ?? '';
	const words: Record<string, string> = {
		ECONNREFUSED: 'the host refuses connections',
		ENOTFOUND: 'there is no host of this name',
		EAI_AGAIN: 'the name of the host cannot be looked up',
		ECONNRESET: 'the connection was cut',
		CERT_HAS_EXPIRED: "the host's certificate has expired",
	};
	if ((error as Error).name === 'TimeoutError') return 'the host did not answer in time';
	return (
		words[code] ?? [code, cause?.message ?? (error as Error).message].filter(Boolean).join(': ')
	);
}
