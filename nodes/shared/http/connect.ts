import type { IDataObject } from 'n8n-workflow';
import type { RequestContext, ServiceProfile } from './request';
import { Http } from './request';
import { RateLimiter } from './pace';
import { createRedactor } from './redact';

/** How the user wants requests to be made. */
export interface ConnectOptions {
	callsPerWindow: number;
	timeoutMs?: number;
}

/**
 * Makes ready to send requests with the node's credential.
 *
 * @param secrets properties of the credential that must never be shown
 * @param options absent in the editor, where single calls are made
 * @param stop aborted when calls that still wait shall not be begun
 */
export async function connect(
	context: RequestContext,
	profile: ServiceProfile,
	secrets: string[],
	options?: ConnectOptions,
	stop?: AbortSignal,
): Promise<{ credential: IDataObject; http: Http }> {
	const credential = await context.getCredentials<IDataObject>(profile.credentialType);
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const { windowMs } = profile;
	const http = new Http(context, {
		profile,
		redact: createRedactor(secrets.map((name) => String(credential[name]))),
		limiter: options && new RateLimiter({ calls: options.callsPerWindow, windowMs }, signal),
		timeoutMs: options?.timeoutMs,
		signal,
		stop,
	});
	return { credential, http };
}
