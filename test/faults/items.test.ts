import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INodeExecutionData } from 'n8n-workflow';
import { onDisk } from '../support/binaries';
import { sha256 } from '../support/forms';
import { expectNothingLeft, run } from './leftovers';
import type { Changes, Subject } from '../support/subjects';
import {
	atStep,
	attachedTo,
	leadSquared,
	requestsOf,
	sharpSpring,
	stepsOf,
	subjects,
	useSubjects,
} from '../support/subjects';
import { until } from '../support/until';

useSubjects();
expectNothingLeft();

/** Pace is not what these tests are about. */

const contentOf = (number: number) => `content of file ${number}`;

/** Items 0, 1, 2, … for the records 1, 2, 3, … with a file each. */
async function itemsFor(
	{ item }: Subject,
	count: number,
	fileName?: string,
): Promise<INodeExecutionData[]> {
	const numbers = Array.from({ length: count }, (_, index) => index + 1);
	return await Promise.all(
		numbers.map(async (number) => {
			const facts = { fileName: fileName ?? `file-${number}.pdf` };
			const file = await onDisk(contentOf(number), facts);
			return item(number, file, { number });
		}),
	);
}

/**
 * Refuses a request when all of it has come. Its file is opened after its head has been sent, and an answer
 * before that may get lost with the connection: then it is in doubt, and made again.
 */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): true {
	request.resume().once('end', () => response.writeHead(status).end('Refused'));
	return true;
}

describe.each(subjects)('parallel requests to $name', (subject) => {
	/** Runs ten items, and lets the requests of a step wait for each other as long as they can. */
	async function mostAtOnce(options: Changes['options'], expected: number) {
		const count = 10;
		let begun = 0;
		let running = 0;
		let most = 0;
		atStep(subject, 'upload', async (_, _request, response) => {
			begun++;
			most = Math.max(most, ++running);
			response.on('close', () => running--);
			await until(() => most >= expected || begun === count, 'enough requests at once');
			return false;
		});
		const { error } = await run(subject, await itemsFor(subject, count), {
			options: options,
		});
		expect(error).toBeUndefined();
		return most;
	}

	test.each([
		['three', {}, 3],
		['one, if told', { parallelRequests: 1 }, 1],
		['seven, if told', { parallelRequests: 7 }, 7],
		['ten at most', { parallelRequests: 50 }, 10],
		['one at least', { parallelRequests: -4 }, 1],
	])('are %s', async (_, options, expected) => {
		expect(await mostAtOnce(options, expected)).toBe(expected);
	});

	test('give the same output as one after the other, in the order of the input', async () => {
		const items = await itemsFor(subject, 10);
		const one = await run(subject, items, { options: { parallelRequests: 1 } });
		subject.crm.reset();
		// The later they begin, the earlier they end.
		const waiting: Array<() => void> = [];
		atStep(subject, 'upload', async () => {
			await new Promise<void>((resolve) => {
				waiting.push(resolve);
				if (waiting.length === 10) waiting.reverse().forEach((go, at) => setTimeout(go, at * 5));
			});
			return false;
		});
		const many = await run(subject, items, { options: { parallelRequests: 10 } });
		expect(many.output).toEqual(one.output);
		expect(many.output.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		for (const number of [1, 5, 10]) {
			expect(attachedTo(subject, number)).toMatchObject([{ sha256: sha256(contentOf(number)) }]);
		}
	});

	test('give each record its own file, although all files have the same name', async () => {
		const items = await itemsFor(subject, 8, 'contract.pdf');
		const { error } = await run(subject, items, { options: { parallelRequests: 4 } });
		expect(error).toBeUndefined();
		for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
			expect(attachedTo(subject, number)).toMatchObject([{ sha256: sha256(contentOf(number)) }]);
		}
	});

	test('begin nothing new after the first failure, and finish what has begun', async () => {
		atStep(subject, 'upload', async (count, request, response) => {
			const requests = () => requestsOf(subject, 'upload').length;
			await until(() => requests() >= 3, 'three have begun');
			if (count === 1) return refuse(request, response, 400);
			// The others go on when the failure has arrived.
			await until(() => subject.crm.connections().open < 3, 'the first one has failed');
			return false;
		});
		const { error, output } = await run(subject, await itemsFor(subject, 10));
		expect(requestsOf(subject, 'upload')).toHaveLength(3);
		expect(error?.message).toMatch(/refused the request \(HTTP 400\) \[item \d, .*\]$/);
		expect(error?.description).toContain('Done before the workflow stopped: items ');
		expect(subject.crm.arrivals().filter(({ attached }) => attached)).toHaveLength(2);
		expect(output).toEqual([]);
	});
});

describe.each(subjects)('lookups in $name', (subject) => {
	const parallel = { parallelRequests: 10 };

	test('are made once for each record, however many items need it', async () => {
		const items = [...(await itemsFor(subject, 2)), ...(await itemsFor(subject, 2))];
		const { error } = await run(subject, [...items, ...items], { options: parallel });
		expect(error).toBeUndefined();
		expect(requestsOf(subject, 'lookup')).toHaveLength(2);
		expect(requestsOf(subject, 'upload')).toHaveLength(8);
	});

	test('are made once for a record that is not there', async () => {
		const [item] = await itemsFor(subject, 1);
		const unknown = subject === leadSquared ? 'nobody@example.com' : '404';
		const items = Array.from({ length: 6 }, () => ({ ...item, json: { record: unknown } }));
		const { output } = await run(subject, items, {
			options: parallel,
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(6);
		for (const { json } of output) expect(json.error).toMatch(/has no (lead|account) with the/);
		// Those that asked at the same time share the answer.
		expect(requestsOf(subject, 'lookup')).toHaveLength(1);
		expect(requestsOf(subject, 'upload')).toHaveLength(0);
	});

	test('that failed for a passing reason are made again for the next item', async () => {
		const [item] = await itemsFor(subject, 1);
		atStep(
			subject,
			'lookup',
			(count, request, response) => count === 1 && refuse(request, response, 403),
		);
		const { output } = await run(subject, [item, item], {
			options: { parallelRequests: 1 },
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => 'error' in json)).toEqual([true, false]);
	});
});

describe.each(subjects)("n8n's Retry On Fail with $name", (subject) => {
	test('repeats the whole node: all items, also those that were done', async () => {
		atStep(
			subject,
			'upload',
			(count, request, response) => count === 3 && refuse(request, response, 400),
		);
		const { error, output } = await run(subject, await itemsFor(subject, 4), {
			options: { parallelRequests: 1 },
			tries: 2,
		});
		expect(error).toBeUndefined();
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(requestsOf(subject, 'upload')).toHaveLength(3 + 4);
		expect(requestsOf(subject, 'lookup').length).toBeGreaterThan(4);
		expect(attachedTo(subject, 4)).toHaveLength(1);
	});
});

test('SharpSpring: nothing is sent when an item cannot be planned', async () => {
	const items = await itemsFor(sharpSpring, 4);
	items[2].json.record = '404';
	const { error } = await run(sharpSpring, items);
	expect(error?.message).toContain('has no account with the ID 404 [item 2]');
	expect(error?.description).toContain('No item was done before the workflow stopped.');
	expect(stepsOf(sharpSpring)).not.toContain('upload');
});
