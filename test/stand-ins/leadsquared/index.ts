import type { IncomingMessage } from 'node:http';
import { type Arrival, renderPage } from '../common/page';
import type { Interceptor, RecordedRequest } from '../common/server';
import { listen, recordRequest, sendHtml, sendJson } from '../common/server';
import { Pace } from './access';
import { answerApi } from './apiHost';
import { arrivalsOf, recordsWithFiles } from './arrivals';
import { answerFiles } from './fileHost';
import { State } from './state';
import type { LeadSquaredSwitches } from './switches';

export { activityId, leadId, noteId, opportunityId, SEED_KEYS, SEED_ORGANIZATION } from './seed';
export {
	defaultSwitches,
	type ForcedAnswer,
	type LeadSquaredSwitches,
	type UpdateForm,
	type UploadReply,
} from './switches';
export type * from './types';

/** Where to listen; any free ports by default. */
export interface LeadSquaredOptions {
	port?: number;
	filePort?: number;
	host?: string;
	/** Changes to the switches at the start; `reset()` goes back to the defaults without them. */
	switches?: Partial<LeadSquaredSwitches>;
}

/** What tests seed and inspect: plain collections that live as long as the stand-in. */
type Inside = Pick<
	State,
	| 'keys'
	| 'organization'
	| 'switches'
	| 'requests'
	| 'uploads'
	| 'leads'
	| 'activities'
	| 'opportunities'
	| 'notes'
	| 'leadFields'
	| 'activityTypes'
	| 'opportunityTypes'
	| 'refusedForRate'
	| 'uploadCount'
>;

/** A running stand-in. */
export interface LeadSquaredStandIn extends Inside {
	/** Without `/v2`. */
	apiUrl: string;
	/** With `/File/Upload`. */
	fileUploadUrl: string;
	/** The web page; `received.json` beside it has the same for scripts. */
	pageUrl: string;
	/** Asked first, on both hosts. The request is in `requests` by then. */
	intercept?: Interceptor;
	/** Files that arrived, and where they are attached. */
	arrivals(): Arrival[];
	/** TCP connections, of both hosts together. */
	connections(): { open: number; total: number };
	/** Back to the seeded records, the default switches, empty logs and no interceptor. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts both hosts. */
export async function startLeadSquared(
	options: LeadSquaredOptions = {},
): Promise<LeadSquaredStandIn> {
	const state = new State();
	const pace = new Pace();
	const records = new WeakMap<IncomingMessage, RecordedRequest>();
	let intercept: Interceptor | undefined;

	const recordAndAsk: Interceptor = async (request, response, url) => {
		// The page renews itself all the time, which would drown everything else.
		if (url.pathname === '/' || url.pathname === '/received.json') return false;
		if (!state.switches.tellDate) response.sendDate = false;
		else response.setHeader('Date', new Date(state.clock()).toUTCString());
		const record = recordRequest(request, url);
		state.requests.push(record);
		records.set(request, record);
		return (await intercept?.(request, response, url)) ?? false;
	};
	const { host } = options;
	const common = { host, intercept: () => recordAndAsk };

	const api = await listen(
		async (request, response, url) => {
			if (url.pathname === '/') {
				const arrivals = arrivalsOf(state);
				const content = { arrivals, records: recordsWithFiles(state) };
				return sendHtml(response, 200, renderPage({ service: 'LeadSquared', ...content }));
			}
			if (url.pathname === '/received.json') return sendJson(response, 200, arrivalsOf(state));
			return await answerApi(state, pace, request, response, url, records.get(request));
		},
		{ ...common, port: options.port },
	);
	const files = await listen(
		(request, response, url) => answerFiles(state, pace, request, response, url),
		{ ...common, port: options.filePort },
	).catch(async (error: unknown) => {
		// A half-open stand-in would keep the process alive.
		await api.close();
		throw error;
	});
	state.urls.api = api.url;
	state.urls.files = files.url;
	Object.assign(state.switches, options.switches);

	return {
		apiUrl: api.url,
		fileUploadUrl: `${files.url}/File/Upload`,
		pageUrl: `${api.url}/`,
		get intercept() {
			return intercept;
		},
		set intercept(value: Interceptor | undefined) {
			intercept = value;
		},
		arrivals: () => arrivalsOf(state),
		connections() {
			const [one, other] = [api.connections(), files.connections()];
			return { open: one.open + other.open, total: one.total + other.total };
		},
		reset() {
			intercept = undefined;
			pace.reset();
			state.reset();
		},
		async close() {
			await Promise.all([api.close(), files.close()]);
		},
		keys: state.keys,
		organization: state.organization,
		switches: state.switches,
		requests: state.requests,
		uploads: state.uploads,
		leads: state.leads,
		activities: state.activities,
		opportunities: state.opportunities,
		notes: state.notes,
		leadFields: state.leadFields,
		activityTypes: state.activityTypes,
		opportunityTypes: state.opportunityTypes,
		get refusedForRate() {
			return state.refusedForRate;
		},
		get uploadCount() {
			return state.uploadCount;
		},
	};
}
