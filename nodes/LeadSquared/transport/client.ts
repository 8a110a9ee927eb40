import type { IDataObject } from 'n8n-workflow';
import type { DoubtfulRequest } from '../../shared/execution/doubt';
import { sendOrLookUp } from '../../shared/execution/doubt';
import type { Connection } from '../../shared/http/connect';
import { accountIn, connect } from '../../shared/http/connect';
import type { RequestKind } from '../../shared/http/classification';
import type { Http, RequestContext, ServiceProfile } from '../../shared/http/request';
import type { FilePart, TextPart } from '../../shared/http/multipart';
import type { RequestOptions } from '../../shared/parameters/requestOptions';
import type { Reply } from '../../shared/http/reply';
import { memoryOf } from './accountMemory';
import type { SentValues } from './exceptions';
import { sentValues } from './exceptions';
import { Execution } from './execution';
import type { Hosts } from './hosts';
import { hostsOf } from './hosts';
import { classifyResponse, readReply, reportsFailure } from './replies';

/** What is LeadSquared's own about requests. */
export const profile: ServiceProfile = {
	name: 'LeadSquared',
	credentialType: 'leadSquaredApi',
	classify: classifyResponse,
	reportsFailure,
	// LeadSquared counts calls in windows of 5 s (apidocs.leadsquared.com, "Rate Limits").
	windowMs: 5000,
	secrets: ['accessKey', 'secretKey'],
	accountKey: 'accessKey',
	addressOf: (credential) => hostsOf(credential).apiUrl,
};

/** What the user wants when nobody can tell whether a request was carried out. */
export interface DoubtSettings {
	whenUnknown: 'report' | 'repeat';
	/** The item's warnings, to which a repetition is added. */
	warnings: string[];
}

const repeatedBlindly =
	'A request was repeated although it is not known whether it was carried out before: look in LeadSquared whether something is there twice.';

/** Calls to one LeadSquared account, made for one execution or one list in the editor. */
export class LeadSquaredClient {
	private constructor(
		private readonly http: Http,
		private readonly hosts: Hosts,
		/** What the items share. */
		readonly execution: Execution,
		/** What to say above the output about calls that had to wait, if there is anything. */
		readonly heldBack: Connection['heldBack'],
		/** The item that the calls are made for. */
		readonly itemIndex = 0,
	) {}

	/** @throws ActionableError when the credential's addresses cannot be used */
	static async create(
		context: RequestContext,
		options?: RequestOptions,
		stop?: AbortSignal,
	): Promise<LeadSquaredClient> {
		const { credential, http, heldBack } = await connect(context, profile, options, stop);
		const account = memoryOf(accountIn(credential, profile).id);
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		const execution = new Execution(account, stop, signal);
		return new LeadSquaredClient(http, hostsOf(credential), execution, heldBack);
	}

	/** The same client for the calls of one item: what has begun is finished first. */
	forItem(itemIndex: number): LeadSquaredClient {
		const { http, hosts, execution, heldBack } = this;
		return new LeadSquaredClient(http.forItem(), hosts, execution, heldBack, itemIndex);
	}

	/** @throws ActionableError with LeadSquared's own message when it reports a failure */
	async get<T>(path: string, qs: IDataObject = {}): Promise<T> {
		const request = { method: 'GET' as const, url: this.urlOf(path), qs };
		return this.read<T>(await this.http.request(request, 'lookup'), sentValues(qs));
	}

	/** @throws ActionableError with LeadSquared's own message when it reports a failure */
	async post<T>(
		path: string,
		body: IDataObject | IDataObject[],
		qs: IDataObject = {},
		kind: RequestKind = 'change',
	): Promise<T> {
		const headers = { 'content-type': 'application/json' };
		const request = { method: 'POST' as const, url: this.urlOf(path), qs, body, headers };
		return this.read<T>(await this.http.request(request, kind), sentValues(qs, body));
	}

	/**
	 * Sends a form to the file host, again when its answer is lost: a file that was uploaded is part of no
	 * record yet.
	 *
	 * @returns the answer, and whether an earlier attempt may have been carried out, too
	 * @throws ActionableError as {@link post}
	 */
	async postForm<T>(parts: Array<TextPart | FilePart>): Promise<{ answer: T; isRepeat: boolean }> {
		const request = { method: 'POST' as const, url: this.hosts.fileUploadUrl };
		const reply = await this.http.upload(request, parts, 'idempotent');
		return {
			answer: readReply<T>(reply, sentValues(parts)),
			isRepeat: reply.isRepeat ?? false,
		};
	}

	/**
	 * Makes a request that must not be made twice: when its answer is lost, it is looked up.
	 *
	 * @throws ActionableError as {@link sendOrLookUp}
	 */
	async sendOnce<T>(
		request: DoubtfulRequest<T>,
		{ whenUnknown, warnings }: DoubtSettings,
	): Promise<T> {
		const { account, signal } = this.execution;
		return await sendOrLookUp(account.claims, request, {
			whenUnknown,
			signal,
			onBlindRepeat: () => warnings.push(repeatedBlindly),
		});
	}

	private read<T>(reply: Reply, sent: SentValues): T {
		const data = readReply<T>(reply, sent);
		// It comes from LeadSquared itself, and tells what its clock shows.
		this.execution.account.clock.note(reply.headers);
		return data;
	}

	private urlOf(path: string): string {
		return `${this.hosts.apiUrl}/v2/${path}`;
	}
}
