import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Arrival, renderPage } from '../common/page';
import type { Interceptor, RecordedRequest } from '../common/server';
import { listen, recordRequest, sendHtml, sendJson } from '../common/server';
import { sendAnswer, toLogin } from './answers';
import { arrivalsOf, recordsWithFiles } from './arrivals';
import { answerMethod } from './methods';
import { State } from './state';
import type { Switches } from './switches';
import type { Answer } from './types';
import { answerUpload } from './uploads';

export { phpBaseName, phpKey, phpPlain } from './php';
export { accountId, leadId, opportunityId, productId, SEED_KEYS, SEED_PAGES } from './seed';
export { field, FIELD, record } from './seedFields';
export { defaultSwitches, type ForcedAnswer, type Switches, type UploadShape } from './switches';
export type * from './types';
export { FAILURE_VARIANTS, SUCCESS_VARIANTS, type Variant } from './variants';

/** Where to listen; any free port by default. */
export interface SharpSpringOptions {
	port?: number;
	host?: string;
	/** Changes to the switches at the start; `reset()` goes back to the defaults without them. */
	switches?: Partial<Switches>;
}

/** What tests seed and inspect: plain collections that live as long as the stand-in. */
type Inside = Pick<
	State,
	| 'keys'
	| 'switches'
	| 'requests'
	| 'calls'
	| 'leads'
	| 'accounts'
	| 'opportunities'
	| 'products'
	| 'fields'
	| 'userProfiles'
>;

/** A running stand-in. */
export interface SharpSpringStandIn extends Inside {
	/** Without `/pubapi`. */
	url: string;
	/** The web page; `received.json` beside it has the same for scripts. */
	pageUrl: string;
	/** Asked first. The request is in `requests` by then. */
	intercept?: Interceptor;
	/** Files that were stored, and where. */
	arrivals(): Arrival[];
	/** TCP connections. */
	connections(): { open: number; total: number };
	/** Back to the seeded records, the default switches, empty logs and no interceptor. */
	reset(): void;
	close(): Promise<void>;
}

const ROUTE = /^\/pubapi\/(v1|v1\.2)(?:\/|\/(uploadFiles|uploadProductImage))?$/;

/** Starts the stand-in. */
export async function startSharpSpring(
	options: SharpSpringOptions = {},
): Promise<SharpSpringStandIn> {
	const state = new State();
	Object.assign(state.switches, options.switches);
	const records = new WeakMap<IncomingMessage, RecordedRequest>();
	let intercept: Interceptor | undefined;

	const recordAndAsk: Interceptor = async (request, response, url) => {
		// The page renews itself all the time, which would drown everything else.
		if (isPage(request, url)) return false;
		const record = recordRequest(request, url);
		state.requests.push(record);
		records.set(request, record);
		return (await intercept?.(request, response, url)) ?? false;
	};
	const handle = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
		if (isPage(request, url)) return sendPage(state, response, url);
		const record = records.get(request) ?? recordRequest(request, url);
		const answer = await route(state, request, url, record);
		if (state.switches.delayMs > 0) await wait(state.switches.delayMs);
		sendAnswer(response, answer);
	};
	const listener = await listen(handle, {
		port: options.port,
		host: options.host,
		intercept: () => recordAndAsk,
	});

	return {
		url: listener.url,
		pageUrl: `${listener.url}/`,
		keys: state.keys,
		switches: state.switches,
		requests: state.requests,
		calls: state.calls,
		leads: state.leads,
		accounts: state.accounts,
		opportunities: state.opportunities,
		products: state.products,
		fields: state.fields,
		userProfiles: state.userProfiles,
		get intercept() {
			return intercept;
		},
		set intercept(interceptor) {
			intercept = interceptor;
		},
		arrivals: () => arrivalsOf(state),
		connections: listener.connections,
		reset: () => {
			state.reset();
			intercept = undefined;
		},
		close: listener.close,
	};
}

async function route(
	state: State,
	request: IncomingMessage,
	url: URL,
	record: RecordedRequest,
): Promise<Answer> {
	const match = ROUTE.exec(url.pathname);
	// Only POST is documented.
	if (!match || request.method !== 'POST') {
		request.resume();
		return toLogin();
	}
	const [, version, endpoint] = match;
	if (endpoint === 'uploadFiles' || endpoint === 'uploadProductImage') {
		return await answerUpload(state, request, url, { endpoint, version });
	}
	return await answerMethod(state, request, url, record);
}

function isPage(request: IncomingMessage, url: URL): boolean {
	return request.method === 'GET' && ['/', '/received.json'].includes(url.pathname);
}

function sendPage(state: State, response: ServerResponse, url: URL): void {
	const arrivals = arrivalsOf(state);
	if (url.pathname === '/received.json') return sendJson(response, 200, arrivals);
	const records = recordsWithFiles(state);
	sendHtml(response, 200, renderPage({ service: 'SharpSpring', arrivals, records }));
}
