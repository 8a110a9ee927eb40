import { setTimeout } from 'node:timers/promises';
import { ItemOrder } from '../../../nodes/shared/execution/itemOrder';
import { NotStartedError } from '../../../nodes/shared/errors';

/** Items that look something up for some time (ms), then work for some time on what they name. */
async function run(order: ItemOrder, items: Array<[lookup: number, work: number, keys: string[]]>) {
	const done: string[] = [];
	items.forEach((_, item) => order.begin(item));
	await Promise.all(
		items.map(async ([lookup, work, keys], item) => {
			await setTimeout(lookup);
			await order.run(item, keys, async () => {
				await setTimeout(work);
				done.push(`${item}${keys.join('')}`);
			});
		}),
	);
	return done;
}

test('items that end in the same place keep their order, however long each takes', async () => {
	const done = await run(new ItemOrder(), [
		[30, 20, ['a']],
		[1, 1, ['a']],
		[15, 5, ['a', 'b']],
		[1, 1, ['b']],
	]);
	expect(done).toEqual(['0a', '1a', '2ab', '3b']);
});

test('others do not wait for them', async () => {
	const done = await run(new ItemOrder(), [
		[1, 40, ['a']],
		[1, 1, ['b']],
		[1, 1, ['c']],
	]);
	expect(done).toEqual(['1b', '2c', '0a']);
});

test('an item that fails, or names nothing, holds nobody up', async () => {
	const order = new ItemOrder();
	[0, 1, 2].forEach((item) => order.begin(item));
	const failing = order.run(0, ['a'], async () => await Promise.reject(new Error('No')));
	const later = order.run(2, ['a'], async () => await Promise.resolve('done'));
	order.end(1);
	await expect(failing).rejects.toThrow('No');
	expect(await later).toBe('done');
});

test('nothing begins after the stop', async () => {
	const stop = new AbortController();
	const order = new ItemOrder(stop.signal);
	[0, 1].forEach((item) => order.begin(item));
	const first = order.run(0, ['a'], async () => await Promise.resolve(stop.abort()));
	await expect(order.run(1, ['a'], async () => await Promise.resolve())).rejects.toThrow(
		NotStartedError,
	);
	await first;
});
