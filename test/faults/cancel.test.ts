import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { attachOperations } from '../LeadSquared/attachOperations';
import { onDisk } from '../support/binaries';
import { bytesOf } from '../support/forms';
import { itemWith } from '../support/items';
import type { LeadSquaredAccount } from '../support/leadSquared';
import type { RunResult } from '../support/run';
import { expectNothingLeft, run } from './leftovers';
import * as server from './serverFaults';
import type { Changes, Step, Subject } from '../support/subjects';
import {
	atStep,
	everyStep,
	leadSquared,
	requestsOf,
	subjects,
	useSubjects,
} from '../support/subjects';
import { until } from '../support/until';

useSubjects();
const watched = expectNothingLeft();

/** From the stop button to the end of the execution, on a busy machine, too; what is waited for takes longer. */
const soonMs = 20_000;

const files = new Map<number, IBinaryData>();

async function itemsFor({ item }: Subject, count: number, bytes: number) {
	const file = files.get(bytes) ?? (await onDisk(bytesOf(bytes)));
	files.set(bytes, file);
	// Files of the same name would wait for each other.
	return Array.from(
		{ length: count },
		(_, index): INodeExecutionData => item(index + 1, { ...file, fileName: `file-${index}.pdf` }),
	);
}

/** Stops the execution when the condition is met. @returns how long it took to end */
async function stopWhen(
	subject: Subject,
	items: INodeExecutionData[],
	condition: () => boolean,
	changes: Changes = {},
): Promise<number> {
	const controller = new AbortController();
	const { signal } = controller;
	const running = run(subject, items, { ...changes, signal });
	let stopped = 0;
	try {
		await until(condition, 'the moment to stop');
	} finally {
		stopped = performance.now();
		controller.abort();
		const { run: data } = await running;
		expect(data.status).toBe('canceled');
	}
	return performance.now() - stopped;
}

/** Fails when a request comes, or a file is opened, while the event loop turns for a while. */
async function expectNothingBegins(subject: Subject): Promise<void> {
	const before = [subject.crm.requests.length, watched.opened.length];
	const end = performance.now() + 100;
	await until(() => performance.now() > end, 'a while');
	expect([subject.crm.requests.length, watched.opened.length]).toEqual(before);
}

const onErrors = [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const;

describe.each(everyStep)('stopping an execution with %s at the %s', (_, step, subject) => {
	const made = (at: Step) => requestsOf(subject, at).length;

	test.each(onErrors)('ends the requests in flight, with onError %s', async (onError) => {
		atStep(subject, step, (_count, request) => {
			// Some bytes of the body have come, if there are any; there will be no answer.
			request.resume();
			return true;
		});
		const items = await itemsFor(subject, 20, 24 * 1024 * 1024);
		const took = await stopWhen(subject, items, () => made(step) === 3, { onError });
		expect(took).toBeLessThan(soonMs);
		expect(made(step)).toBe(3);
		await expectNothingBegins(subject);
	});
});

describe.each(subjects)('stopping an execution with $name', (subject) => {
	test.each(onErrors)('ends the wait for the limit of calls, with onError %s', async (onError) => {
		const items = await itemsFor(subject, 50, 1000);
		const changes = { onError, credentialData: { callsPerWindow: 2 } };
		// The third call has to wait for a window.
		const took = await stopWhen(
			subject,
			items,
			() => subject.crm.requests.length === 2 && subject.crm.connections().open === 0,
			changes,
		);
		expect(took).toBeLessThan(soonMs);
		expect(subject.crm.requests).toHaveLength(2);
		await expectNothingBegins(subject);
	});

	test.each(['lookup', 'upload'] as const)(
		'ends the wait for a Retry-After at the %s',
		async (step) => {
			let refused = 0;
			atStep(subject, step, (_, request, response) => {
				server.text(429, { 'retry-after': '200' })(request, response);
				response.on('close', () => refused++);
				return true;
			});
			const items = await itemsFor(subject, 20, 1000);
			// The first refusal holds back whatever has not begun by then.
			const waiting = () => refused > 0 && subject.crm.connections().open === 0;
			const took = await stopWhen(subject, items, waiting);
			expect(took).toBeLessThan(soonMs);
			expect(requestsOf(subject, step).length).toBeLessThanOrEqual(3);
			await expectNothingBegins(subject);
		},
	);

	test('ends the upload of a server that reads nothing', async () => {
		atStep(subject, 'upload', (_, request, response) => {
			server.deafness(request, response);
			return true;
		});
		const items = await itemsFor(subject, 5, 24 * 1024 * 1024);
		const took = await stopWhen(subject, items, () => requestsOf(subject, 'upload').length === 3);
		expect(took).toBeLessThan(soonMs);
		await expectNothingBegins(subject);
	});
});

describe('stopping LeadSquared after a request that may have been carried out', () => {
	const { account } = leadSquared;
	const requests = () => account.crm.requests.map(({ path }) => path);
	const isIdle = () => account.crm.connections().open === 0;
	const lastTo = (call: string) => requests().findLastIndex((path) => path.endsWith(`/${call}`));
	/** Whether there were requests after the one to this call. */
	const isLookedAt = (call: string) => lastTo(call) !== -1 && lastTo(call) < requests().length - 1;

	/** Runs the node, and stops the execution when the condition is met. */
	async function stopAt(condition: () => boolean, parameters: IDataObject): Promise<RunResult> {
		const controller = new AbortController();
		const items = [await itemWith('a.pdf')];
		const running = account.run(parameters, items, { signal: controller.signal });
		try {
			await until(condition, 'the moment to stop');
		} finally {
			controller.abort();
			await running;
		}
		return await running;
	}

	/** What the error has to say: where the file is, and that nobody knows more. */
	function expectDoubt({ error }: RunResult): void {
		expect(error?.message).toContain('stopped (canceled)');
		expect(error?.description).not.toContain('The request was not sent');
		expect(error?.description).toContain('but not attached as far as is known: a.pdf at http');
		expect(error?.context?.uploadedFiles).toHaveLength(1);
	}

	// The others may be repeated without harm.
	const doubtful = attachOperations
		.filter(({ call }) => !/Update$/.test(call) || call === 'Lead.Update')
		.map((each) => ({
			...each,
			parameters: { ...each.parameters, options: { triggerAutomations: true } },
		}));

	test.each(doubtful)('$name: without an answer', async ({ parameters, call }) => {
		account.crm.intercept = (request, _, { pathname }) => {
			if (!pathname.endsWith(`/${call}`)) return false;
			request.resume();
			return true;
		};
		const result = await stopAt(() => lastTo(call) !== -1, parameters);
		expectDoubt(result);
		expect(result.error?.description).toContain('It is not known whether the request was');
	});

	test.each(doubtful)('$name: before it is looked up', async ({ parameters, call }) => {
		account.breakOff(call);
		const result = await stopAt(() => lastTo(call) !== -1 && isIdle(), parameters);
		expectDoubt(result);
		expect(result.error?.description).toContain('It is not known whether the request was');
	});

	const confirming = attachOperations.map((each) => ({
		...each,
		parameters: { ...each.parameters, options: { confirm: true } },
	}));

	test.each(confirming)('$name: while it is confirmed', async ({ name, parameters, call }) => {
		Object.assign(account.crm.switches, { visibleAfterMs: 60_000, detailsShowAttachments: true });
		const result = await stopAt(() => isLookedAt(call) && isIdle(), parameters);
		expectDoubt(result);
		const isNew = name.includes('Create');
		expect(result.error?.context?.created).toEqual(isNew ? expect.any(Object) : undefined);
	});

	test.each(confirming)('$name: during the look', async ({ parameters, call }) => {
		account.crm.intercept = (request) => {
			if (!isLookedAt(call)) return false;
			request.resume();
			return true;
		};
		expectDoubt(await stopAt(() => isLookedAt(call), parameters));
	});

	test('while the form of the update is looked for', async () => {
		(account as LeadSquaredAccount).knowsForm(undefined);
		account.crm.switches.visibleAfterMs = 60_000;
		const [{ parameters, call }] = attachOperations;
		expectDoubt(await stopAt(() => isLookedAt(call) && isIdle(), parameters));
	});
});
