import type { IHttpRequestOptions } from 'n8n-workflow';
import type { RequestKind, ResponseClass } from '../../nodes/shared/http/classification';
import type { Reply } from '../../nodes/shared/http/reply';
import type { HttpSettings, ServiceProfile } from '../../nodes/shared/http/request';
import { Http } from '../../nodes/shared/http/request';
import type { FilePart, TextPart } from '../../nodes/shared/http/multipart';
import { inNode } from './inNode';

/** What differs from {@link settings}. */
export interface Differences extends Partial<HttpSettings> {
	classify?: (reply: Reply) => ResponseClass;
	/** Of an upload; a change unless told. */
	kind?: RequestKind;
}

const windowMs = 5000;
let accounts = 0;

function classifyByStatus({ status }: Reply): ResponseClass {
	if (status === 429) return 'refused';
	return status >= 500 ? 'unavailable' : 'final';
}

function settings({ classify = classifyByStatus, ...rest }: Differences): HttpSettings {
	const profile: ServiceProfile = {
		name: 'Test CRM',
		credentialType: 'plainApi',
		classify,
		windowMs,
		secrets: [],
		accountKey: 'key',
		addressOf: () => '',
	};
	const account = { id: `test ${++accounts}`, limit: { calls: 100_000, windowMs } };
	return { profile, redact: (text) => text, account, maxWaitMs: 900_000, ...rest };
}

/** One request of the code under test, in real n8n-core. */
export async function request(
	options: Partial<IHttpRequestOptions> & { url: string },
	kind: RequestKind = 'lookup',
	differences: Differences = {},
): Promise<Reply> {
	const { signal } = differences;
	return await inNode({ signal }, async (context) => {
		const http = new Http(context, {
			...settings(differences),
			signal: context.getExecutionCancelSignal(),
		});
		return await http.request({ method: 'GET', ...options }, kind);
	});
}

/** One upload of the code under test, in real n8n-core. */
export async function upload(
	url: string,
	parts: Array<TextPart | FilePart>,
	differences: Differences = {},
): Promise<Reply> {
	const { signal } = differences;
	return await inNode({ signal }, async (context) => {
		const http = new Http(context, {
			...settings(differences),
			signal: context.getExecutionCancelSignal(),
		});
		return await http.upload({ method: 'POST', url }, parts, differences.kind);
	});
}
