import type { IDataObject } from 'n8n-workflow';
import { connect } from '../../shared/connect';
import { UserError } from '../../shared/errors';
import type { Http, Reply, RequestContext, ServiceProfile } from '../../shared/http';
import { Lookups } from '../../shared/lookups';
import type { FilePart, TextPart } from '../../shared/multipart';
import { textPart } from '../../shared/multipart';
import type { RequestOptions } from '../../shared/requestFields';
import { endpointOf, methodRequest } from './endpoint';
import { judge, readResult } from './replies';

const profile: ServiceProfile = {
	name: 'SharpSpring',
	credentialType: 'sharpSpringApi',
	judge,
	// SharpSpring counts calls per second (Constant Contact, "Open API: Overview").
	windowMs: 1000,
};

const secrets = ['accountID', 'secretKey'];

/** Calls to one SharpSpring account, made for one execution or one list in the editor. */
export class SharpSpringClient {
	/** What several items need is asked for once. */
	readonly lookups = new Lookups();

	private uploads = 0;

	private constructor(
		private readonly http: Http,
		private readonly endpoint: string,
		private readonly keysInHeaders: boolean,
	) {}

	/** @throws UserError when the credential's address cannot be used */
	static async create(
		context: RequestContext,
		options?: RequestOptions,
	): Promise<SharpSpringClient> {
		const { credential, http } = await connect(context, profile, secrets, options);
		const keysInHeaders = credential.sendKeysIn === 'headers';
		return new SharpSpringClient(http, endpointOf(credential), keysInHeaders);
	}

	/**
	 * Calls a method of the JSON API that changes nothing.
	 *
	 * @returns the reply's `result`
	 * @throws UserError with SharpSpring's own message when it reports a failure
	 */
	async read(method: string, params: IDataObject): Promise<IDataObject> {
		const request = methodRequest(this.endpoint, method, params);
		return readResult(await this.http.request(request, 'lookup'));
	}

	/**
	 * Sends a form; its success is for the caller to read, because it depends on the files.
	 *
	 * @throws UserError when there was no answer, or when only the way of sending keys is wrong
	 */
	async postForm(path: string, parts: Array<TextPart | FilePart>): Promise<Reply> {
		const request = { method: 'POST' as const, url: `${this.endpoint}/${path}` };
		const requestId = `n8n-${Date.now().toString(36)}-${++this.uploads}`;
		const reply = await this.http.upload(request, [textPart('id', requestId), ...parts]);
		if (reply.status === 401 && this.keysInHeaders) throw headersRefused();
		return reply;
	}
}

/** Headers are documented for the JSON methods; nothing says that uploads take them, too. */
function headersRefused(): UserError {
	return new UserError(
		'SharpSpring did not accept the keys in the headers of an upload',
		"Choose 'Query String' under 'Send Keys In' in the credential.",
		{ httpCode: '401', fromService: true },
	);
}
