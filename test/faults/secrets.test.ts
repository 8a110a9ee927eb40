import { ServerResponse } from 'node:http';
import { stringify } from 'flatted';
import { LoggerProxy } from 'n8n-workflow';
import { sendHtml, sendJson, sendText } from '../stand-ins/common/server';
import { onDisk } from '../support/binaries';
import { expectNoSecret } from '../support/secrets';
import { expectNothingLeft, run } from './leftovers';
import { watchLogs } from './logs';
import { answer } from './serverFaults';
import type { Changes, Subject } from '../support/subjects';
import { atStep, both, everyStep, sharpSpring, subjects, useSubjects } from '../support/subjects';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

useSubjects();
expectNothingLeft();
const logged = watchLogs();

// Nobody encodes these letters: wherever they show up, the key is there in some spelling.
const core = 'Zq7Kx93LmN0pRt5w';
const rest = '$+/=&?%"<>(!)*~ \'#@:;,\\';
const keyOf = (name: string) => `${name}-${core}${rest}${name}`;

beforeEach(() => {
	for (const { crm } of subjects) {
		const { keys } = crm as { keys: Record<string, string> };
		for (const name of Object.keys(keys)) keys[name] = keyOf(name);
	}
	logged();
});

type Echo = (response: ServerResponse, keys: string) => void;

const percent = (text: string) =>
	[...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const escaped = (text: string) =>
	text.replace(/[^A-Za-z0-9]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const entities = (text: string) => text.replace(/[^A-Za-z0-9]/g, (c) => `&#${c.charCodeAt(0)};`);
const page = (text: string) => `<html><body><h1>Wrong key</h1>${text}</body></html>`;
const says = (text: string) => ({
	Status: 'Error',
	ExceptionType: `MX ${text}`,
	ExceptionMessage: `Wrong key ${text}`,
	result: null,
	error: { code: 105, message: `Wrong key ${text}`, data: { key: text } },
	id: text,
});
const raw = (response: ServerResponse, status: number, json: string) => {
	response.writeHead(status, { 'content-type': 'application/json' }).end(json);
};
const head = (text: string) => encodeURIComponent(text);

/** Ways in which a service, or what stands before it, may repeat the keys. */
const echoes: Array<[string, Echo]> = [
	['JSON', (response, keys) => sendJson(response, 500, says(keys))],
	['JSON with 200', (response, keys) => sendJson(response, 200, says(keys))],
	['JSON with 401', (response, keys) => sendJson(response, 401, says(keys))],
	['names in JSON', (response, keys) => sendJson(response, 200, { [keys]: 1, result: null })],
	['JSON of another shape', (response, keys) => sendJson(response, 200, { echo: [[keys]] })],
	['a text in JSON', (response, keys) => sendJson(response, 200, keys)],
	[
		'JSON with escapes',
		(response, keys) => raw(response, 500, `{"ExceptionMessage":"${escaped(keys)}","error":"x"}`),
	],
	['broken JSON', (response, keys) => raw(response, 200, `{"url":"${escaped(keys)}",`)],
	['a page', (response, keys) => sendHtml(response, 500, page(keys))],
	['a page with 200', (response, keys) => sendHtml(response, 200, page(entities(keys)))],
	['a page with links', (response, keys) => sendHtml(response, 403, page(head(keys)))],
	['a text', (response, keys) => sendText(response, 401, `No account for ${keys}`)],
	['a text that is percent-encoded', (response, keys) => sendText(response, 404, percent(keys))],
	['a text that is so twice', (response, keys) => sendText(response, 502, head(head(keys)))],
	[
		'a redirect',
		(response, keys) =>
			sendText(response, 302, `Moved to ?k=${head(keys)}`, { location: `/?k=${head(keys)}` }),
	],
	[
		'headers',
		(response, keys) =>
			sendText(response, 429, 'no', {
				'retry-after': head(keys),
				'www-authenticate': `Basic realm="${head(keys)}"`,
				'x-key': head(keys),
				'set-cookie': `k=${head(keys)}`,
			}),
	],
	[
		'its status line',
		(response, keys) => {
			response.writeHead(500, `Wrong key ${head(keys)}`).end();
		},
	],
];

/** Searches in everything that n8n keeps, shows and logs, also as it is stored. */
function expectClean(...values: unknown[]): void {
	const logs = logged();
	const texts = values.map((value) => stringify(value));
	expectNoSecret([values, texts, logs], [core]);
}

async function runWith(subject: Subject, changes: Changes) {
	const file = await onDisk('content', { fileName: 'a.pdf' });
	const result = await run(subject, [subject.item(1, file)], changes);
	expectClean(result);
	return result;
}

describe.each(everyStep)('%s repeats the keys at the %s, in', (_, step, subject) => {
	test.each(echoes)('%s', async (_way, echo) => {
		const keys = Object.values(subject.crm.keys).join(' and ');
		atStep(subject, step, (_count, request, response) => {
			answer((ready) => echo(ready, keys))(request, response);
			return true;
		});
		for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const) {
			await runWith(subject, { onError, options: { rawResponse: true } });
		}
	});
});

describe.each(subjects)('$name repeats the keys in a success:', (subject) => {
	test('the raw response is cleaned', async () => {
		const text = Object.values(subject.crm.keys).join(' and ');
		atStep(subject, 'upload', (_, _request, response) => {
			const { end } = response;
			response.writeHead = () => response;
			// The right answer, with something added.
			response.end = ((body: Buffer) => {
				Object.assign(response, { end, writeHead: ServerResponse.prototype.writeHead });
				sendJson(response, 200, {
					...(JSON.parse(String(body)) as object),
					echo: { [text]: [text] },
				});
			}) as typeof end;
			return false;
		});
		const { output, error } = await runWith(subject, { options: { rawResponse: true } });
		expect(error).toBeUndefined();
		const [{ files }] = output.map(({ json }) => json as { files: Array<{ response: object }> });
		expect(JSON.stringify(files[0].response)).toContain('"echo":{"[hidden] and [hidden]":');
	});
});

test.each([
	['the query', { sendKeysIn: 'query' }],
	['headers', { sendKeysIn: 'headers' }],
])('SharpSpring: keys in %s do not show when the connection breaks', async (_, credentialData) => {
	for (const step of ['lookup', 'upload'] as const) {
		atStep(sharpSpring, step, (_count, request) => {
			request.socket.resetAndDestroy();
			return true;
		});
		const { error } = await runWith(sharpSpring, { credentialData });
		expect(error?.message).toContain('closed the connection');
	}
});

describe.each(both)('the credential test of %s is answered with the keys in', (_, subject) => {
	test.each(echoes)('%s', async (_way, echo) => {
		const keys = Object.values(subject.crm.keys).join(' and ');
		subject.crm.intercept = (request, response) => {
			answer((ready) => echo(ready, keys))(request, response);
			return true;
		};
		const result = await subject.account.test();
		expectClean(result);
	});
});

test('what is logged is seen by these tests', () => {
	LoggerProxy.debug('debug');
	console.warn('warning');
	process.stderr.write('text');
	expect(JSON.stringify(logged())).toMatch(/debug.*warning.*text/);
});
