import type { SharpSpringStandIn } from './index';

/** A text part, or a file part when it has a file name. */
export type Part = [name: string, value: string, fileName?: string];

/** An answer as a test wants to look at it. */
export interface Seen {
	status: number;
	headers: Headers;
	text: string;
	/** `undefined` when the text is no JSON. */
	json: Body | undefined;
}

interface Body {
	result: Record<string, Array<Record<string, unknown>>>;
	error: unknown;
	id: unknown;
	hasMore?: boolean;
	callCount?: string;
}

/** The documented form of the keys. */
export function keysInQuery({ keys }: SharpSpringStandIn): string {
	return new URLSearchParams({ ...keys }).toString();
}

/** Sends anything; redirects are not followed. */
export async function send(url: string, init: RequestInit = {}): Promise<Seen> {
	const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
	const text = await response.text();
	let json: Body | undefined;
	try {
		json = JSON.parse(text) as Body;
	} catch {
		// Some answers are pages.
	}
	return { status: response.status, headers: response.headers, text, json };
}

/** Calls a JSON method. */
export async function callMethod(
	standIn: SharpSpringStandIn,
	method: string,
	params: unknown,
): Promise<Seen> {
	const body = JSON.stringify({ method, params, id: 'test-1' });
	return await send(`${standIn.url}/pubapi/v1/?${keysInQuery(standIn)}`, { body });
}

/** Sends a form that a maintainer could have typed: names go out as they are. */
export async function sendForm(
	standIn: SharpSpringStandIn,
	parts: Part[],
	to: { endpoint?: string; query?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Seen> {
	const { endpoint = 'uploadFiles', query = keysInQuery(standIn), headers } = to;
	const boundary = 'boundary-of-the-test';
	const quoted = (text: string) => text.replace(/[\\"]/g, '\\$&');
	const written = parts.map(([name, value, fileName]) => {
		const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
		const type = fileName === undefined ? '' : '\r\nContent-Type: application/pdf';
		const head = `Content-Disposition: form-data; name="${quoted(name)}"${file}${type}`;
		return `--${boundary}\r\n${head}\r\n\r\n${value}\r\n`;
	});
	return await send(`${standIn.url}/pubapi/v1.2/${endpoint}?${query}`, {
		headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...headers },
		body: Buffer.from(to.body ?? `${written.join('')}--${boundary}--\r\n`),
	});
}

/** The documented parts around the given files. */
export function uploadParts(
	files: Array<[fileName: string, recordId: string]>,
	{ type = 'lead', field = 'contract_65f0a1b2c3d4e', id = 'test-2' } = {},
): Part[] {
	return [
		['id', id],
		['objectType', type],
		['fieldSystemName', field],
		...files.flatMap(([fileName, recordId], index): Part[] => [
			[`files[${index}]`, `content of ${fileName}`, fileName],
			[fileName, recordId],
		]),
	];
}
