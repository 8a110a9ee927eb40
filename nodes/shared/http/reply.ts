import type { IDataObject } from 'n8n-workflow';
import { parseLossless } from './losslessJson';
import type { Redact } from './redact';
import { redactJson } from './redact';
import type { RequestKind } from './requestKind';

/** An answer, already cleaned of keys. */
export interface Reply {
	status: number;
	headers: IDataObject;
	text: string;
	/** The parsed body, or undefined when it is not JSON. */
	json?: unknown;
	/** What was asked for; a lookup unless told. */
	kind?: RequestKind;
	/** Of the files that were sent. */
	fileNames?: string[];
	/** All of them together; absent where none was sent. */
	fileBytes?: number;
	/** Whether an earlier attempt of this request may have been carried out, too. */
	isRepeat?: boolean;
	/** Whether it came before all of the files was sent: then it cannot be about all of them. */
	isEarly?: boolean;
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
		json: redactJson(parseReply(text), redact),
	};
}

// No service nests its data like this, and what nests deeper ends the programs that walk through it.
const deepest = 200;

function parseReply(text: string): unknown {
	const json = parseJson(text);
	return isDeeper(json, deepest) ? undefined : json;
}

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1));
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return parseLossless(text);
	} catch {
		return undefined;
	}
}
