import type { IDataObject } from 'n8n-workflow';
import type { Connection } from '../../shared/http/connect';
import { connect } from '../../shared/http/connect';
import type { RequestKind } from '../../shared/http/classification';
import type { Http, RequestContext, ServiceProfile } from '../../shared/http/request';
import type { FilePart, TextPart } from '../../shared/http/multipart';
import type { RequestOptions } from '../../shared/parameters/requestOptions';
import { sentValues } from './exceptions';
import { Execution } from './execution';
import type { Hosts } from './hosts';
import { hostsOf } from './hosts';
import { classifyResponse, readReply } from './replies';

/** What is LeadSquared's own about requests. */
export const profile: ServiceProfile = {
	name: 'LeadSquared',
	credentialType: 'leadSquaredApi',
	classify: classifyResponse,
	// LeadSquared counts calls in windows of 5 s (apidocs.leadsquared.com, "Rate Limits").
	windowMs: 5000,
	secrets: ['accessKey', 'secretKey'],
	accountKey: 'accessKey',
	addressOf: (credential) => hostsOf(credential).apiUrl,
};

/** Calls to one LeadSquared account, made for one execution or one list in the editor. */
export class LeadSquaredClient {
	private constructor(
		private readonly http: Http,
		private readonly hosts: Hosts,
		/** What the items share. */
		readonly execution: Execution,
		/** What to say above the output about calls that had to wait, if there is anything. */
		readonly heldBack: Connection['heldBack'],
	) {}

	/** @throws ActionableError when the credential's addresses cannot be used */
	static async create(
		context: RequestContext,
		options?: RequestOptions,
		stop?: AbortSignal,
	): Promise<LeadSquaredClient> {
		const { credential, http, heldBack } = await connect(context, profile, options, stop);
		return new LeadSquaredClient(http, hostsOf(credential), new Execution(stop), heldBack);
	}

	/** The same client for the calls of one item: what has begun is finished first. */
	forItem(): LeadSquaredClient {
		const { http, hosts, execution, heldBack } = this;
		return new LeadSquaredClient(http.forItem(), hosts, execution, heldBack);
	}

	/** @throws ActionableError with LeadSquared's own message when it reports a failure */
	async get<T>(path: string, qs: IDataObject = {}): Promise<T> {
		const request = { method: 'GET' as const, url: this.urlOf(path), qs };
		return readReply<T>(await this.http.request(request, 'lookup'), sentValues(qs));
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
		return readReply<T>(await this.http.request(request, kind), sentValues(qs, body));
	}

	/**
	 * Sends a form to the file host, again when its answer is lost: a file that was uploaded is part of no
	 * record yet.
	 *
	 * @throws ActionableError as {@link post}
	 */
	async postForm<T>(parts: Array<TextPart | FilePart>): Promise<T> {
		const request = { method: 'POST' as const, url: this.hosts.fileUploadUrl };
		return readReply<T>(await this.http.upload(request, parts, 'idempotent'), sentValues(parts));
	}

	private urlOf(path: string): string {
		return `${this.hosts.apiUrl}/v2/${path}`;
	}
}
