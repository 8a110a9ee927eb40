import { once } from 'node:events';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { INodeExecutionData } from 'n8n-workflow';
import { RateLimiter } from '../../nodes/shared/http/pace';
import { onDisk } from '../support/binaries';
import { fastSleep } from '../support/fastClock';
import type { RunResult } from '../support/run';
import { expectNothingLeft, run } from './leftovers';
import type { Changes, Subject } from '../support/subjects';
import { attachedTo, leadSquared, sharpSpring, subjects, useSubjects } from '../support/subjects';
import { until } from '../support/until';

/*
 * Many executions at once for one account, each for an item of its own, with the limits of the services
 * on: all are done, nothing is lost.
 */

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('../support/fastClock')>('../support/fastClock')
		.withFastClock(10),
);

useSubjects();
expectNothingLeft();

/** The services count as documented, uploads too. */
beforeEach(() => {
	leadSquared.crm.switches.rateLimit = { ...leadSquared.limit, status: 429, countUploads: true };
	sharpSpring.crm.switches.rate = { ...sharpSpring.limit, answer: 'code107' };
});

const limited = { credentialData: { callsPerWindow: 10 } };

async function itemOf(subject: Subject, number: number): Promise<INodeExecutionData> {
	return subject.item(number, await onDisk('content', { fileName: `file-${number}.pdf` }));
}

/** One execution for each item, all at once. */
async function rush(subject: Subject, executions: number, changes: Changes = limited) {
	const items = await Promise.all(
		Array.from({ length: executions }, async (_, index) => await itemOf(subject, index + 1)),
	);
	const ends: number[] = [];
	const results = await Promise.all(
		items.map(async (item, index) => {
			const result = await run(subject, [item], changes);
			ends.push(index);
			return result;
		}),
	);
	return { results, ends };
}

function expectAllDone(subject: Subject, results: RunResult[]): void {
	expect(results.filter(({ error }) => error)).toEqual([]);
	results.forEach((_, index) => expect(attachedTo(subject, index + 1)).toHaveLength(1));
}

describe.each(subjects)('$name', (subject) => {
	const executions = subject.name === 'LeadSquared' ? 20 : 50;

	test('all executions are done, and no call is refused', async () => {
		const { results, ends } = await rush(subject, executions);
		expectAllDone(subject, results);
		expect(subject.crm.requests).toHaveLength(executions * Object.keys(subject.steps).length);
		// Done about in the order in which they began: by chance they would be a third of all places away.
		const away = ends.reduce((sum, index, place) => sum + Math.abs(index - place), 0);
		expect(away / executions).toBeLessThan(executions / 10);
	});

	test('all are done while another client takes half of the calls, which gets its share', async () => {
		const other: boolean[] = [];
		let isOver = false;
		const everyMs = subject.limit.windowMs / 5;
		const client = async () => {
			while (!isOver) {
				other.push(await callByOther(subject));
				await fastSleep(everyMs);
			}
		};
		const busy = client();
		const { results } = await rush(subject, executions);
		isOver = true;
		await busy;
		expectAllDone(subject, results);
		// Its first calls meet all executions at once, which do not know of it yet. The benchmark asks for a third;
		// here the clock is faster, and a busy machine lets the other client come late.
		const later = other.slice(other.length / 2);
		expect(later.filter(Boolean).length).toBeGreaterThan(later.length / 6);
	});

	test('a cancelled execution leaves the queue, and the others go on', async () => {
		// All places are taken by calls that are not answered before it has left.
		let answer = () => {};
		let isAnswered = false;
		const answered = new Promise<void>((resolve) => (answer = resolve));
		void answered.then(() => (isAnswered = true));
		subject.crm.intercept = async () => {
			await answered;
			return false;
		};
		const asked = jest.spyOn(RateLimiter.prototype, 'schedule');
		const first = rush(subject, 15);
		const { requests } = subject.crm;
		const isFull = () => asked.mock.calls.length === 15 && requests.length === 10;
		await until(isFull, 'the queue of the others');
		const controller = new AbortController();
		const item = await itemOf(subject, 16);
		const cancelled = run(subject, [item], { ...limited, signal: controller.signal });
		await until(() => asked.mock.calls.length === 16, 'its place in the queue');
		asked.mockRestore();
		controller.abort();
		// Should it not leave, the test shall end.
		const late = setTimeout(answer, 20_000);
		expect((await cancelled).run.status).toBe('canceled');
		expect(isAnswered).toBe(false);
		expect(requests).toHaveLength(10);
		clearTimeout(late);
		answer();
		expectAllDone(subject, (await first).results);
		expect(attachedTo(subject, 16)).toEqual([]);
	});

	test('an item whose time is over says for how long it waited, and why', async () => {
		subject.crm.intercept = (request, response) => {
			request.resume().on('end', () => response.writeHead(429).end('Slow down'));
			return true;
		};
		const options = { waitForFreeCall: 1 };
		const { error } = await run(subject, [await itemOf(subject, 1)], { ...limited, options });
		expect(error?.message).toMatch(/had no free call for (\d\d seconds|\d minutes) \[item 0\]$/);
		expect(error?.description).toContain(`10 calls in ${subject.limit.windowMs / 1000} second`);
		expect(error?.description).toContain('other workflows, n8n workers or integrations');
	});
});

/** A call of somebody else with the same keys. @returns whether it was let through */
async function callByOther({ crm }: Subject): Promise<boolean> {
	if ('url' in crm) {
		const { accountID, secretKey } = crm.keys;
		const keys = new URLSearchParams({ accountID, secretKey });
		const body = JSON.stringify({ method: 'getFields', params: { where: {}, limit: 1 }, id: '1' });
		const url = `${crm.url}/pubapi/v1.2/?${keys}`;
		return !(await ask(url, { method: 'POST' }, body)).includes('107');
	}
	const headers = {
		'x-LSQ-AccessKey': crm.keys.accessKey,
		'x-LSQ-SecretKey': crm.keys.secretKey,
	};
	const path = '/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName=EmailAddress';
	return !(await ask(`${crm.apiUrl}${path}`, { headers })).includes('exceeded the limit');
}

async function ask(url: string, options: RequestOptions, body?: string): Promise<string> {
	const [answer] = (await once(
		httpRequest(url, { ...options, agent: false }).end(body),
		'response',
	)) as [IncomingMessage];
	return await text(answer);
}
