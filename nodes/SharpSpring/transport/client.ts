import type { IDataObject } from 'n8n-workflow';
import type { Connection } from '../../shared/http/connect';
import { accountIn, connect } from '../../shared/http/connect';
import type { RequestKind } from '../../shared/http/classification';
import type { Reply } from '../../shared/http/reply';
import type { Http, RequestContext, ServiceProfile } from '../../shared/http/request';
import { RequestCache } from '../../shared/execution/requestCache';
import type { FilePart, TextPart } from '../../shared/http/multipart';
import { textPart } from '../../shared/http/multipart';
import type { RequestOptions } from '../../shared/parameters/requestOptions';
import type { AccountMemory } from './accountMemory';
import { memoryOf } from './accountMemory';
import { endpointOf, methodRequest } from './endpoint';
import { assertHeadersTaken, classifyResponse, readResult, reportsFailure } from './replies';

/** What is SharpSpring's own about requests. */
export const profile: ServiceProfile = {
	name: 'SharpSpring',
	credentialType: 'sharpSpringApi',
	classify: classifyResponse,
	reportsFailure,
	// SharpSpring counts calls per second (Constant Contact, "Open API: Overview").
	windowMs: 1000,
	secrets: ['accountID', 'secretKey'],
	accountKey: 'accountID',
	// Both versions of the API count for the same account.
	addressOf: (credential) => new URL(endpointOf(credential)).origin,
};

/** Of this process. */
let uploads = 0;

/** Calls to one SharpSpring account, made for one execution or one list in the editor. */
export class SharpSpringClient {
	private constructor(
		private readonly http: Http,
		/** The address of the account's API. */
		readonly endpoint: string,
		private readonly keysInHeaders: boolean,
		/** What to say above the output about calls that had to wait, if there is anything. */
		readonly heldBack: Connection['heldBack'],
		/** What earlier executions have found out, too. */
		readonly memory: AccountMemory,
		/** What several items need is asked for once. */
		readonly cache = new RequestCache(),
	) {}

	private readonly ofItems = new Map<number, SharpSpringClient>();

	/** @throws ActionableError when the credential's address cannot be used */
	static async create(
		context: RequestContext,
		options?: RequestOptions,
		stop?: AbortSignal,
	): Promise<SharpSpringClient> {
		const { credential, http, heldBack } = await connect(context, profile, options, stop);
		const keysInHeaders = credential.sendKeysIn === 'headers';
		const memory = memoryOf(accountIn(credential, profile).id);
		return new SharpSpringClient(http, endpointOf(credential), keysInHeaders, heldBack, memory);
	}

	/** The same client for the calls of one item: what has begun is finished first. */
	forItem(itemIndex: number): SharpSpringClient {
		const { http, ofItems } = this;
		const ofItem = ofItems.get(itemIndex) ?? this.withHttp(http.forItem());
		ofItems.set(itemIndex, ofItem);
		return ofItem;
	}

	/** The same client for calls that are made after the failure of another item, too. */
	withoutStop(): SharpSpringClient {
		return this.withHttp(this.http.withoutStop());
	}

	private withHttp(http: Http): SharpSpringClient {
		const { endpoint, keysInHeaders, heldBack, memory, cache } = this;
		return new SharpSpringClient(http, endpoint, keysInHeaders, heldBack, memory, cache);
	}

	/**
	 * Calls a method of the JSON API that changes nothing.
	 *
	 * @returns the reply's `result`
	 * @throws ActionableError with SharpSpring's own message when it reports a failure
	 */
	async read(method: string, params: IDataObject): Promise<IDataObject> {
		const request = methodRequest(this.endpoint, method, params);
		const reply = await this.http.request(request, 'lookup');
		if (this.keysInHeaders) assertHeadersTaken(reply);
		return readResult(reply);
	}

	/**
	 * Sends a form; its success is for the caller to read, because it depends on the files.
	 *
	 * @throws ActionableError when there was no answer, or when keys in headers were refused
	 */
	async postForm(
		path: string,
		parts: Array<TextPart | FilePart>,
		kind: RequestKind = 'change',
	): Promise<Reply> {
		const request = { method: 'POST' as const, url: `${this.endpoint}/${path}` };
		const requestId = `n8n-${Date.now().toString(36)}-${++uploads}`;
		const reply = await this.http.upload(request, [textPart('id', requestId), ...parts], kind);
		if (this.keysInHeaders) assertHeadersTaken(reply);
		return reply;
	}
}
