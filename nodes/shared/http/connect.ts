import type { IDataObject } from 'n8n-workflow';
import type { Account } from './accounts';
import { accountOf, readCallLimit } from './accounts';
import type { RequestContext, ServiceProfile } from './request';
import { Http } from './request';
import { createRedactor } from './redact';
import type { Redact } from './redact';
import { heldBack } from './turn';

/** How the user wants requests to be made. */
export interface ConnectOptions {
	/** How long the calls of an item may wait for the account (ms). */
	maxWaitMs: number;
	timeoutMs?: number;
}

/** A person at the editor does not wait for long. */
const maxWaitAtEditorMs = 30_000;

/** What requests are made with. */
export interface Connection {
	credential: IDataObject;
	http: Http;
	/** What to say above the output about calls that had to wait, if there is anything. */
	heldBack: () => string | undefined;
}

/**
 * Makes ready to send requests with the node's credential.
 *
 * @param options absent in the editor, where a person waits
 * @param stop aborted when calls that still wait shall not be begun
 * @throws ActionableError when the credential's address cannot be used
 */
export async function connect(
	context: RequestContext,
	profile: ServiceProfile,
	options?: ConnectOptions,
	stop?: AbortSignal,
): Promise<Connection> {
	const credential = await context.getCredentials<IDataObject>(profile.credentialType);
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const account = accountIn(credential, profile);
	const held = { calls: 0, longestMs: 0 };
	const http = new Http(context, {
		profile,
		redact: redactorFor(credential, profile),
		account,
		maxWaitMs: options?.maxWaitMs ?? maxWaitAtEditorMs,
		isUrgent: options === undefined,
		timeoutMs: options?.timeoutMs,
		signal,
		stop,
		held,
	});
	return { credential, http, heldBack: () => heldBack(profile.name, account.limit, held) };
}

/** The account that a credential is for, with the limit that is set there. */
export function accountIn(
	credential: IDataObject,
	{ name: service, addressOf, accountKey, windowMs }: ServiceProfile,
): Account {
	const known = { service, address: addressOf(credential), key: credential[accountKey] };
	return accountOf(known, readCallLimit(credential.callsPerWindow, windowMs));
}

/** Takes the credential's keys out of texts. */
export function redactorFor(credential: IDataObject, { secrets }: ServiceProfile): Redact {
	return createRedactor(secrets.map((name) => String(credential[name])));
}
