import type { INodeExecutionData } from 'n8n-workflow';
import { onDisk, storedBy } from '../support/binaries';
import { sha256 } from '../support/forms';
import { expectNothingLeft, run } from './leftovers';
import * as server from './serverFaults';
import type { Subject } from '../support/subjects';
import { atStep, attachedTo, leadSquared, subjects, useSubjects } from '../support/subjects';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

useSubjects();
expectNothingLeft();

const count = 18;
const contentOf = (index: number) => `content of file ${index}`;

/** What is wrong with the item at this place, if anything. */
type Trouble = 'none' | 'unknown record' | 'gateway' | 'refused' | 'no file' | 'lost file';
const troubles: Trouble[] = [
	'none',
	'unknown record',
	'gateway',
	'refused',
	'no file',
	'lost file',
];
const troubleOf = (index: number) => troubles[index % troubles.length];

const says: Record<Trouble, RegExp> = {
	none: /^$/,
	'unknown record': /has no (lead|account) with/,
	gateway: /not available at the moment \(HTTP 502\)/,
	refused: /LeadSquared says: Nope\.|did not accept the file/,
	'no file': /There is no file in the binary field "data"/,
	'lost file': /is no longer in n8n's storage/,
};

async function itemOf(subject: Subject, index: number): Promise<INodeExecutionData> {
	const facts = { fileName: `file-${index}.pdf` };
	const trouble = troubleOf(index);
	const isLost = trouble === 'lost file';
	const binary = isLost
		? await storedBy('x', facts, { deleted: true })
		: await onDisk(contentOf(index), facts);
	const item = subject.item(index + 1, binary, { index });
	if (trouble === 'no file') delete item.binary;
	if (trouble === 'unknown record') {
		item.json.record = subject === leadSquared ? `nobody-${index}@example.com` : `404${index}`;
	}
	return item;
}

/** Which item a request belongs to, by the name of its file. */
function indexIn(body: string): number {
	return Number(/file-(\d+)\.pdf/.exec(body)?.[1]);
}

/** The service fails for the items that shall meet trouble there. */
function makeTrouble(subject: Subject): void {
	const { crm } = subject;
	const isUpload = (path: string) => subject.steps.upload?.test(path);
	crm.intercept = (request, response, url) => {
		const isAttach = subject.steps.attach?.test(url.pathname) ?? false;
		if (!isUpload(url.pathname) && !isAttach) return false;
		// The name of the file is in the first bytes, and they are put back.
		return new Promise((resolve) => {
			request.once('readable', () => {
				const chunk = request.read() as Buffer;
				request.unshift(chunk);
				const trouble = troubleOf(indexIn(String(chunk)));
				const act =
					trouble === 'gateway' && !isAttach
						? server.page(502, 'Bad Gateway')
						: trouble === 'refused' && (isAttach || !subject.steps.attach)
							? refusal
							: undefined;
				act?.(request, response);
				resolve(act !== undefined);
			});
		});
	};
	const mx = { Status: 'Error', ExceptionType: 'MXException', ExceptionMessage: 'Nope.' };
	const entry = { success: false, error: { code: 404, message: 'Nope.' } };
	const refusal = subject.steps.attach
		? server.json(500, mx)
		: server.json(200, { result: { updates: [entry] }, error: [entry.error], id: '1' });
}

async function runAll(subject: Subject, onError?: 'continueRegularOutput' | 'continueErrorOutput') {
	makeTrouble(subject);
	const indexes = Array.from({ length: count }, (_, index) => index);
	const items = await Promise.all(indexes.map(async (index) => await itemOf(subject, index)));
	return await run(subject, items, { onError });
}

const places = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
const all = Array.from({ length: count }, (_, index) => index);

describe.each(subjects)('$name, when some of the items fail', (subject) => {
	function expectDone(items: INodeExecutionData[]): void {
		expect(items.length).toBe(count / troubles.length);
		for (const { json, pairedItem } of items) {
			const { item } = pairedItem as { item: number };
			expect(json.files).toMatchObject([{ fileName: `file-${item}.pdf` }]);
			const arrived = { fileName: `file-${item}.pdf`, sha256: sha256(contentOf(item)) };
			expect(attachedTo(subject, item + 1)).toMatchObject([arrived]);
		}
	}

	test('each is in its place at the regular output', async () => {
		const { output, error } = await runAll(subject, 'continueRegularOutput');
		expect(error).toBeUndefined();
		expect(places(output)).toEqual(all);
		for (const { json, pairedItem } of output) {
			const { item } = pairedItem as { item: number };
			expect(String(json.error ?? '')).toMatch(says[troubleOf(item)]);
		}
		expectDone(output.filter(({ json }) => !('error' in json)));
		expect(attachedTo(subject, 4)).toEqual([]);
	});

	test('each is at one of two outputs, in order, linked to its input', async () => {
		const { output, errorOutput } = await runAll(subject, 'continueErrorOutput');
		expect(places(output)).toEqual(all.filter((index) => troubleOf(index) === 'none'));
		expect(places(errorOutput)).toEqual(all.filter((index) => troubleOf(index) !== 'none'));
		for (const { json, pairedItem } of errorOutput) {
			const { item } = pairedItem as { item: number };
			expect(String(json.error)).toMatch(says[troubleOf(item)]);
			// What came in is still there.
			expect(json.index).toBe(item);
		}
		expectDone(output);
	});

	test('the first of them stops the workflow, which tells how many were done', async () => {
		const { output, error } = await runAll(subject);
		expect(output).toEqual([]);
		expect(error?.message).toMatch(/\[item [1-5]\]$/);
		const done = itemsIn(
			/Done before the workflow stopped: items? ([\d, to]+) of 18/.exec(String(error?.description)),
		);
		const attached = subject.crm.arrivals().filter((arrival) => arrival.attached);
		expect(attached).toHaveLength(done);
		expect(error?.description).toMatch(
			/A new run with the same items repeats them\.|No item was done/,
		);
	});
});

describe('what was uploaded to LeadSquared but not attached', () => {
	const link = /http:\/\/127\.0\.0\.1:\d+\/t\/\w+\/content\/common\/documents\/file-3\.pdf/;

	test('keeps name and link at the regular output', async () => {
		const { output } = await runAll(leadSquared, 'continueRegularOutput');
		expect(output[3].json.uploadedFiles).toEqual([
			{
				fileName: 'file-3.pdf',
				uploadedFile: 'file-3.pdf',
				fileUrl: expect.stringMatching(link),
			},
		]);
		expect(output[3].json.message).toMatch(link);
	});

	test('keeps name and link at the error output', async () => {
		const { errorOutput } = await runAll(leadSquared, 'continueErrorOutput');
		const item = errorOutput.find(({ json }) => json.index === 3);
		expect(item?.json.message).toMatch(/Uploaded to the account/);
		expect(item?.json.message).toMatch(link);
	});

	test('is told although another item stops the workflow', async () => {
		const items = [await itemOf(leadSquared, 9), await itemOf(leadSquared, 3)];
		makeTrouble(leadSquared);
		const { error } = await run(leadSquared, items);
		expect(error?.message).toBe('LeadSquared says: Nope. [item 0, lead14@example.com]');
		expect(error?.description).toMatch(/Also: LeadSquared says: Nope\. \[item 1(, .*?)?\]\./);
		expect(error?.description).toMatch(link);
		expect(error?.description).toContain('/documents/file-9.pdf');
		expect(error?.description).toContain('No item was done before the workflow stopped.');
	});

	test('is told when a later file of the same item fails', async () => {
		atStep(leadSquared, 'upload', (count, request, response) => {
			if (count === 1) return false;
			server.page(502, 'Bad Gateway')(request, response);
			return true;
		});
		const item = await itemOf(leadSquared, 0);
		item.binary!.second = await onDisk('second', { fileName: 'second.pdf' });
		const { error } = await run(leadSquared, [item], { binaryFields: ['data', 'second'] });
		expect(error?.context?.uploadedFiles).toMatchObject([{ uploadedFile: 'file-0.pdf' }]);
		expect(error?.description).toContain('/documents/file-0.pdf');
	});
});

/** How many items a list such as "0 to 2, 5" names. */
function itemsIn(match: RegExpExecArray | null): number {
	const ranges = (match?.[1] ?? '').split(', ').filter(Boolean);
	return ranges.reduce((sum, range) => {
		const [from, to = from] = range.split(' to ').map(Number);
		return sum + to - from + 1;
	}, 0);
}
