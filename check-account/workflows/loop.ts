// The part of the workflows' Code node that carries the questions from step to step, and makes the page.
import type { AllSeen, Ask, Line, Seen, Step, Written } from '../shared';
import { contentOf, isObject, membersOf, nextStep, short, textOf, withoutSecrets } from '../shared';

/** What is known of one service. */
export interface Brain<Given> {
	service: string;
	steps: Array<Step<Given>>;
	lines: (given: Given, seen: AllSeen) => Line[];
	written: (given: Given, seen: AllSeen) => Written[];
	/** What must not be shown, besides e-mail addresses. No workflow gets to see a key. */
	secrets: (given: Given, seen: AllSeen) => string[];
}

/** Where the check is: the first item of each step carries it. */
export interface State {
	step: number;
	seen: AllSeen;
}

/** An item of n8n. */
export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, { data: string; mimeType: string; fileName: string }>;
}

/** A node of this package that was tried before the questions. */
export interface TriedNode {
	name: string;
	operation: string;
	/** What it gave; undefined when it was not tried. */
	json?: Record<string, unknown>;
	/** What it leaves: the kind of record, the member that tells its ID, and its name. */
	leaves: Array<{ what: string; member: string; name: string }>;
}

/** What came of a request: what n8n's HTTP Request gives as a full response, or as an error. */
export function seenIn(json: Record<string, unknown>): Seen {
	const { body, data = body, statusCode, headers, error } = json;
	if (statusCode !== undefined) {
		const named = Object.entries(membersOf(headers)).map(([name, value]) => [name, textOf(value)]);
		const limits = named.filter(([name]) => /rate|limit|quota|retry-after/i.test(name));
		return {
			status: Number(statusCode),
			body: jsonIn(data),
			contentType: textOf(membersOf(headers)['content-type']),
			limits: Object.fromEntries(limits) as Record<string, string>,
		};
	}
	const says = isObject(error) ? textOf(error.message) : textOf(error);
	return { fault: says || 'no answer' };
}

function jsonIn(data: unknown): unknown {
	if (typeof data !== 'string') return data;
	try {
		return JSON.parse(data) as unknown;
	} catch {
		return data.slice(0, 2_000);
	}
}

/** The items of the next step, or the one item that holds the page. */
export function advance<Given>(
	brain: Brain<Given>,
	given: Given,
	before: State,
	answers: Array<{ id: string; json: Record<string, unknown> }>,
	tried: () => TriedNode[],
): Item[] {
	const seen = { ...before.seen };
	for (const { id, json } of answers) seen[id] = seenIn(json);
	const next = nextStep(brain.steps, before.step, given, seen);
	if (!next) return [{ json: { kind: 'page', ...pageOf(brain, given, seen, tried()) } }];
	const state: State = { step: next.step, seen };
	return next.asks.map((ask, index) => toItem(ask, index === 0 ? { state } : {}));
}

function toItem(ask: Ask, more: Record<string, unknown>): Item {
	const { files = [], ...rest } = ask;
	const binary = Object.fromEntries(
		files.map((file, index) => [
			`file${index}`,
			{
				data: contentOf(file).toString('base64'),
				mimeType: file.mimeType ?? 'text/plain',
				fileName: file.name,
			},
		]),
	);
	const names = files.map(({ part, name }) => ({ part, name }));
	const raw = ask.kind === 'keysElsewhere' ? { raw: multipart(ask) } : {};
	const json = { ...rest, files: names, ...raw, ...more };
	return files.length > 0 ? { json, binary } : { json };
}

/**
 * A form as text. Our credential puts keys into every form that it knows as one, so that one whose keys
 * shall be in the headers has to be text.
 */
function multipart({ fields = {}, files = [] }: Ask): string {
	const texts = Object.entries(fields).map(([name, value]) => `name="${name}"\r\n\r\n${value}`);
	const sent = files.map(
		({ part, name, text }) =>
			`name="${part}"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${text}`,
	);
	const parts = [...texts, ...sent].map(
		(part) => `--${boundary}\r\nContent-Disposition: form-data; ${part}\r\n`,
	);
	return `${parts.join('')}--${boundary}--\r\n`;
}

const boundary = 'n8n-check-boundary';

/** The page: a table to read, and the same as text to be pasted into an issue. */
function pageOf<Given>(
	{ service, lines, written, secrets }: Brain<Given>,
	given: Given,
	seen: AllSeen,
	tried: TriedNode[],
): Record<string, unknown> {
	const hidden = secrets(given, seen);
	const clean = (text: string) => withoutSecrets(text, hidden);
	const rows = [...lines(given, seen), ...tried.map(lineOf)].map((line) => ({
		...line,
		answer: clean(line.answer),
		seen: clean(line.seen),
		advice: clean(line.advice),
	}));
	const all = [...tried.flatMap(leftBy), ...written(given, seen)];
	const isNew = ({ what, name }: Written, index: number) =>
		what !== 'file' || all.findIndex((one) => one.what === what && one.name === name) === index;
	const left = all.filter(isNew).map(({ what, name, where }) => ({
		what,
		name: clean(name),
		where: clean(where),
	}));
	return {
		service,
		lines: rows,
		written: left,
		title: `What holds for this ${service} account`,
		html: htmlOf(rows, left) + pasteOf(service, rows, left),
	};
}

const isError = (json: Record<string, unknown>) => 'error' in json;

/** Whether a node of this package did its work. */
function lineOf({ name, operation, json }: TriedNode): Line {
	const question = `Does "${operation}" work?`;
	const line = { id: `node-${name}`, question, advice: '' };
	if (!json) return { ...line, answer: 'not asked', seen: 'what it needs was not given' };
	if (isError(json)) {
		const says = [json.error, json.message].map(textOf).filter(Boolean).join(' ');
		return { ...line, answer: 'no', seen: short(says, 300) };
	}
	const confirmed = /"confirmed":(true|false|null)/.exec(JSON.stringify(json))?.[1];
	const words: Record<string, string> = {
		true: 'confirmed: the file was found again',
		false: 'not confirmed: the file was not found again',
		null: 'the account does not show whether the file arrived',
	};
	return { ...line, answer: 'yes', seen: confirmed ? words[confirmed] : '' };
}

/** What a node of this package left in the account. */
function leftBy({ operation, json, leaves }: TriedNode): Written[] {
	const text = JSON.stringify(json ?? {});
	return leaves.flatMap(({ what, member, name }) => {
		const id = new RegExp(`"${member}":"([^"]+)"`).exec(text)?.[1];
		if (!id) return [];
		const told = id === name ? '' : `, ID ${id}`;
		return [{ what, name, where: `by "${operation}"${told}` }];
	});
}

function escaped(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
	};
	return text.replace(/[&<>"]/g, (character) => entities[character]).replace(/\s+/g, ' ');
}

function htmlOf(lines: Line[], written: Written[]): string {
	const cells = (tag: string, texts: string[]) =>
		`<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;
	const head = cells('th', ['Question', 'Answer', 'What was seen', 'What to set']);
	const rows = lines.map(({ question, answer, seen, advice }) =>
		cells('td', [question, answer, seen, advice]),
	);
	const items = written.map(
		({ what, name, where }) => `<li>${escaped(`${what} ${name}, ${where}`)}</li>`,
	);
	const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '<p>Nothing was written.</p>';
	return (
		`<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>` +
		`<h3>To be deleted by hand</h3>${list}`
	);
}

/** The table as Markdown, in a box to copy it from. */
function pasteOf(service: string, lines: Line[], written: Written[]): string {
	const cell = (text: string) =>
		text.replace(/\s+/g, ' ').replace(/[\\|<>*_`[\]]/g, (character) => `\\${character}`);
	const row = (texts: string[]) => `| ${texts.map(cell).join(' | ')} |`;
	const text = [
		`What holds for this ${service} account`,
		'',
		row(['Question', 'Answer', 'What was seen', 'What to set']),
		'| --- | --- | --- | --- |',
		...lines.map(({ question, answer, seen, advice }) => row([question, answer, seen, advice])),
		'',
		...written.map(({ what, name, where }) => `- ${what} ${cell(name)}, ${cell(where)}`),
	];
	const body = text.map((line) => escaped(line)).join('<br>');
	return `<h3>To be pasted into an issue</h3><pre>${body}</pre>`;
}
