import type { IHttpRequestOptions } from 'n8n-workflow';
import type { HttpSettings, Reply, RequestKind, Verdict } from '../../nodes/shared/http';
import { Http } from '../../nodes/shared/http';
import type { FilePart, TextPart } from '../../nodes/shared/multipart';
import { inNode } from './inNode';

/** What differs from {@link settings}. */
export interface Differences extends Partial<HttpSettings> {
	judge?: (reply: Reply) => Verdict;
}

const windowMs = 5000;

function judgeByStatus({ status }: Reply): Verdict {
	if (status === 429) return 'refused';
	return status >= 500 ? 'unavailable' : 'final';
}

function settings({ judge = judgeByStatus, ...rest }: Differences): HttpSettings {
	const profile = { name: 'Test CRM', credentialType: 'plainApi', judge, windowMs };
	return { profile, redact: (text) => text, ...rest };
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
		return await http.upload({ method: 'POST', url }, parts);
	});
}
