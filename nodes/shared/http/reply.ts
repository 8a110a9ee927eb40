import type { IDataObject } from 'n8n-workflow';
import type { RequestKind } from './classification';
import { parseLossless } from './losslessJson';
import type { Redact } from './redact';
import { redactJson } from './redact';

/** An answer, already cleaned of keys. */
export interface Reply {
	status: number;
	headers: IDataObject;
	text: string;
	/** The parsed body, or undefined when it is not JSON. */
	json?: unknown;
	/** What was asked for; a lookup unless told. */
	kind?: RequestKind;
}

/** A response as n8n hands it out. */
export interface FullResponse {
	statusCode: number;
	headers?: IDataObject;
	body: unknown;
}

/** The answer, cleaned of keys. */
export function toReply({ statusCode, headers, body }: FullResponse, redact: Redact): Reply {
	// Some hosts parse JSON although text was asked for.
	const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	return {
		status: statusCode,
		headers: redactJson({ ...headers }, redact),
		text: redact(text),
		// Cleaned after parsing, because JSON has many ways to write a text.
		json: redactJson(parseJson(text), redact),
	};
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return parseLossless(text);
	} catch {
		return undefined;
	}
}
