import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ActionableError } from '../../../nodes/shared/errors';
import { toOutput } from '../../../nodes/shared/execution/output';
import type { ItemResult } from '../../../nodes/shared/execution/pool';
import { runPool } from '../../../nodes/shared/execution/pool';

const node = { name: 'Tested', type: 'tested', typeVersion: 1, parameters: {} } as unknown as INode;

function contextThat(continuesOnFail: boolean): IExecuteFunctions {
	return {
		continueOnFail: () => continuesOnFail,
		getNode: () => node,
		getInputData: () => [],
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => fallback,
	} as unknown as IExecuteFunctions;
}

describe('runPool', () => {
	/** Work that ends when the test says so. */
	function controlled(count: number) {
		const begun: number[] = [];
		const ends = Array.from({ length: count }, () => {
			let resolve: (value: string) => void = () => {};
			let reject: (error: Error) => void = () => {};
			const promise = new Promise<string>((...both) => ([resolve, reject] = both));
			return { promise, resolve, reject };
		});
		const work = async (index: number) => {
			begun.push(index);
			return await ends[index].promise;
		};
		return { begun, ends, work };
	}
	const tick = async () => await new Promise((resolve) => setImmediate(resolve));

	test('keeps the order, whichever work ends first', async () => {
		const { ends, work } = controlled(3);
		const settled = runPool(3, { parallel: 3, stopOnError: true }, work);
		ends[2].resolve('c');
		await tick();
		ends[0].resolve('a');
		ends[1].resolve('b');
		expect(await settled).toEqual([
			{ state: 'done', value: 'a' },
			{ state: 'done', value: 'b' },
			{ state: 'done', value: 'c' },
		]);
	});

	test('works on so many at a time and no more', async () => {
		const { begun, ends, work } = controlled(5);
		const settled = runPool(5, { parallel: 2, stopOnError: true }, work);
		await tick();
		expect(begun).toEqual([0, 1]);
		ends[1].resolve('');
		await tick();
		expect(begun).toEqual([0, 1, 2]);
		ends.forEach(({ resolve }) => resolve(''));
		await settled;
		expect(begun).toEqual([0, 1, 2, 3, 4]);
	});

	test('begins nothing new after a failure, and waits for what has begun', async () => {
		const { begun, ends, work } = controlled(4);
		const settled = runPool(4, { parallel: 2, stopOnError: true }, work);
		const failure = new Error('no');
		ends[1].reject(failure);
		await tick();
		expect(begun).toEqual([0, 1]);
		ends[0].resolve('a');
		expect(await settled).toEqual([
			{ state: 'done', value: 'a' },
			{ state: 'failed', error: failure },
			{ state: 'not started' },
			{ state: 'not started' },
		]);
	});

	test('goes on after a failure when it may', async () => {
		const settled = await runPool(3, { parallel: 1, stopOnError: false }, async (index) => {
			if (index === 1) throw new Error('no');
			return index;
		});
		expect(settled.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
	});

	test('has nothing to do for no items', async () => {
		const none = runPool(0, { parallel: 3, stopOnError: true }, async () => 1);
		expect(await none).toEqual([]);
	});
});

describe('toOutput', () => {
	const done = (n: number): ItemResult<Array<{ json: { n: number } }>> => ({
		state: 'done',
		value: [{ json: { n } }],
	});
	const failed = (error: unknown): ItemResult<never> => ({ state: 'failed', error });

	test('links every output to its item, also several of one item', () => {
		const two = { state: 'done' as const, value: [{ json: { n: 1 } }, { json: { n: 2 } }] };
		expect(toOutput(contextThat(false), [done(0), two])).toEqual([
			{ json: { n: 0 }, pairedItem: { item: 0 } },
			{ json: { n: 1 }, pairedItem: { item: 1 } },
			{ json: { n: 2 }, pairedItem: { item: 1 } },
		]);
	});

	test('gives an item for each file of a record when wanted, linked to the same item', () => {
		const files = [{ fileName: 'a.pdf' }, { fileName: 'b.pdf' }];
		const value = [{ json: { recordId: '1', files, warnings: [] } }];
		const context = {
			...contextThat(false),
			getNodeParameter: (name: string, _: number, otherwise: unknown) =>
				name === 'options.outputItems' ? 'file' : otherwise,
		} as never;
		expect(toOutput(context, [{ state: 'done', value }])).toEqual([
			{ json: { recordId: '1', fileName: 'a.pdf', warnings: [] }, pairedItem: { item: 0 } },
			{ json: { recordId: '1', fileName: 'b.pdf', warnings: [] }, pairedItem: { item: 0 } },
		]);
	});

	test('shows each warning once above the output, with the items that it is about', () => {
		const hints: unknown[] = [];
		const addExecutionHints = (...told: unknown[]) => hints.push(...told);
		const context = { ...contextThat(false), addExecutionHints } as never;
		const warned = (
			...warnings: string[]
		): ItemResult<Array<{ json: { warnings: string[] } }>> => ({
			state: 'done',
			value: [{ json: { warnings } }],
		});
		toOutput(context, [warned('A'), warned('A', 'B'), warned(), warned('A')]);
		expect(hints).toEqual([
			{ message: 'A (items 0, 1, 3)', type: 'warning', location: 'outputPane' },
			{ message: 'B (item 1)', type: 'warning', location: 'outputPane' },
		]);
	});

	test('puts errors in the place of their items when the workflow goes on', () => {
		const error = new ActionableError('It is closed', 'Open it.', {
			fromService: true,
			httpCode: '500',
		});
		const output = toOutput(contextThat(true), [done(0), failed(error), done(2)]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(output[1].json).toEqual({ error: 'It is closed [item 1]', message: 'Open it.' });
		expect(output[1].error).toBeInstanceOf(NodeApiError);
		expect(output[1].error).toMatchObject({ httpCode: '500', context: { itemIndex: 1 } });
	});

	test('throws the first error and tells how far it got when the workflow stops', () => {
		const settled = [
			done(0),
			failed(new ActionableError('A', 'Advice.')),
			failed(new Error('B')),
			done(3),
		];
		const run = () => toOutput(contextThat(false), [...settled, { state: 'not started' }]);
		expect(run).toThrow(NodeOperationError);
		expect(run).toThrow(
			expect.objectContaining({
				message: 'A [item 1]',
				description:
					'Advice. Done before the workflow stopped: items 0, 3 of 5. A new run with the same items repeats them.',
			}),
		);
	});

	test('says once, and of all items, that nothing was sent', () => {
		const error = failed(new ActionableError('A', 'Advice. Nothing was sent.'));
		const description = (settled: Array<ItemResult<[]>>) => {
			try {
				return toOutput(contextThat(false), settled);
			} catch (thrown) {
				return (thrown as NodeOperationError).description;
			}
		};
		expect(description([error])).toBe('Advice. Nothing was sent.');
		expect(description([error, { state: 'not started' }])).toBe('Advice. Nothing was sent.');
		expect(description([{ state: 'done', value: [] }, error])).toBe(
			'Advice. Done before the workflow stopped: item 0 of 2. A new run with the same items repeats them.',
		);
	});

	test('tells of other items that left something, or may have left something, in the account', () => {
		const uploadedFiles = [{ fileName: 'a.pdf', uploadedFile: 'a.pdf' }];
		const settled = [
			failed(new ActionableError('A', 'Advice.')),
			failed(new ActionableError('B', 'Look.', { isInDoubt: true })),
			failed(new ActionableError('C', 'See a.pdf.', { uploadedFiles })),
			failed(new ActionableError('D', 'Harmless.', { isInDoubt: false })),
		];
		expect(() => toOutput(contextThat(false), settled)).toThrow(
			expect.objectContaining({
				description:
					'Advice. Also: B [item 1]. Look. Also: C [item 2]. See a.pdf. No item was done before the workflow stopped.',
			}),
		);
	});

	test('tells nothing about the others when there is only one item', () => {
		const run = () => toOutput(contextThat(false), [failed(new ActionableError('A', 'Advice.'))]);
		expect(run).toThrow(expect.objectContaining({ description: 'Advice.' }));
	});

	test('tells what was uploaded before the item failed', () => {
		const uploadedFiles = [{ fileName: 'a.pdf', uploadedFile: 'b.pdf', fileUrl: 'https://x' }];
		const error = new ActionableError('No', undefined, { uploadedFiles });
		expect(toOutput(contextThat(true), [failed(error)])[0].json).toEqual({
			error: 'No [item 0]',
			uploadedFiles,
		});
	});

	test('keeps an error that n8n made itself, and numbers it', () => {
		const error = new NodeOperationError(node, 'Expression failed');
		const [{ error: told }] = toOutput(contextThat(true), [failed(error)]);
		expect(told).toBe(error);
		expect(error.context.itemIndex).toBe(0);
	});

	test.each([['text'], [undefined], [new Error('Unexpected')]])('survives %p', (thrown) => {
		const [output] = toOutput(contextThat(true), [failed(thrown)]);
		expect(output.error).toBeInstanceOf(NodeOperationError);
		expect(output.pairedItem).toEqual({ item: 0 });
	});
});
