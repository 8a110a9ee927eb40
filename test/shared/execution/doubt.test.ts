import { Claims } from '../../../nodes/shared/execution/claims';
import type { DoubtOptions, Found } from '../../../nodes/shared/execution/doubt';
import { sendOrLookUp } from '../../../nodes/shared/execution/doubt';
import { ActionableError } from '../../../nodes/shared/errors';
import { passed, resetClock, waited } from '../../support/skippingClock';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

beforeEach(resetClock);

const doubt = () => new ActionableError('No answer', 'Not known.', { isInDoubt: true });
const at = (id: string): Found<string> => ({ id, result: id });

/** A request whose attempts and looks go as listed. */
function request(
	sends: Array<string | Error>,
	looks: Array<Array<Found<string>> | undefined | Error>,
	{ claims = new Claims(), whenUnknown = 'report' as DoubtOptions['whenUnknown'] } = {},
) {
	const sent: number[] = [];
	const blind: number[] = [];
	const next = async <T>(list: Array<T | Error>): Promise<T> => {
		const value = list.shift();
		if (value instanceof Error) throw value;
		return value as T;
	};
	const outcome = sendOrLookUp(
		claims,
		{
			key: 'one',
			idOf: (id) => id,
			send: async () => {
				sent.push(sent.length);
				return await next(sends);
			},
			look: async () => await next(looks),
		},
		{ whenUnknown, onBlindRepeat: () => blind.push(1) },
	).then(
		(value) => ({ value, error: undefined }),
		(error: ActionableError) => ({ value: undefined, error }),
	);
	return outcome.then((result) => ({ ...result, sent: sent.length, blind: blind.length }));
}

const claimed = (...ids: string[]) => {
	const claims = new Claims();
	for (const id of ids) claims.claim(id);
	return claims;
};

describe.each<
	[
		name: string,
		sends: Array<string | Error>,
		looks: Array<Array<Found<string>> | undefined | Error>,
		expected: { value?: string; sent: number; inDoubt?: boolean },
	]
>([
	['an answer', ['a'], [], { value: 'a', sent: 1 }],
	['lost, and there', [doubt()], [[at('a')]], { value: 'a', sent: 1 }],
	['lost, and there at the second look', [doubt()], [[], [at('a')]], { value: 'a', sent: 1 }],
	['lost, not there, and then an answer', [doubt(), 'b'], [[], []], { value: 'b', sent: 2 }],
	['lost twice, and there then', [doubt(), doubt()], [[], [], [at('b')]], { value: 'b', sent: 2 }],
	['lost, and two that fit', [doubt()], [[at('a'), at('b')]], { inDoubt: true, sent: 1 }],
	['lost, and nothing to be read', [doubt()], [undefined], { inDoubt: true, sent: 1 }],
	['lost, and the look fails', [doubt()], [new ActionableError('No')], { inDoubt: true, sent: 1 }],
	['refused', [new ActionableError('No')], [], { inDoubt: undefined, sent: 1 }],
	[
		'lost each time, never there',
		[doubt(), doubt(), doubt(), doubt()],
		[[], [], [], [], [], [], [], []],
		{ inDoubt: false, sent: 4 },
	],
])('%s', (_, sends, looks, expected) => {
	test('ends as it should', async () => {
		const { value, error, sent } = await request([...sends], [...looks]);
		expect(value).toBe(expected.value);
		expect(error?.details.isInDoubt).toBe(expected.inDoubt);
		expect(sent).toBe(expected.sent);
	});
});

test('looks twice, seconds apart, before it says no', async () => {
	await request([doubt(), 'b'], [[], []]);
	expect(passed()).toBeGreaterThanOrEqual(5000);
	expect(waited()).toBeLessThanOrEqual(5000);
});

test('what another item has is not taken', async () => {
	const options = { claims: claimed('a') };
	expect(await request([doubt(), 'b'], [[at('a')], [at('a')]], options)).toMatchObject({
		value: 'b',
		sent: 2,
	});
	expect(await request([doubt()], [[at('a'), at('c')]], options)).toMatchObject({
		value: 'c',
		sent: 1,
	});
});

test('an answer is claimed, and what was found as well', async () => {
	const claims = new Claims();
	await request(['a'], [], { claims });
	await request([doubt()], [[at('b')]], { claims });
	expect(['a', 'b', 'c'].map((id) => claims.has(id))).toEqual([true, true, false]);
});

test('the unknown is repeated when the user wants it, and told', async () => {
	const whenUnknown = 'repeat';
	expect(await request([doubt(), 'b'], [undefined], { whenUnknown })).toMatchObject({
		value: 'b',
		sent: 2,
		blind: 1,
	});
});

test('two requests that could be taken for each other are not made at the same time', async () => {
	const claims = new Claims();
	const made: string[] = [];
	const item = async (name: string) =>
		await sendOrLookUp(
			claims,
			{
				key: 'one',
				idOf: (id) => id,
				send: async () => {
					made.push(name);
					await Promise.resolve();
					throw doubt();
				},
				// Both are there by then, if the second does not wait for the first.
				look: async () => made.map(at),
			},
			{ whenUnknown: 'report' },
		);
	expect(await Promise.all([item('a'), item('b')])).toEqual(['a', 'b']);
});

describe('an execution that is stopped', () => {
	const told = {
		message: 'The execution was stopped (canceled)',
		advice: 'Not known.',
		details: { isInDoubt: true },
	};
	const lose = (): string => {
		throw doubt();
	};

	/** Makes a request whose attempts go as listed, and can be stopped. @returns its result or error */
	function stoppable(
		sends: Array<() => string>,
		options: Partial<DoubtOptions> = {},
		{ claims = new Claims(), look = undefined as (() => Promise<[]>) | undefined } = {},
	) {
		const controller = new AbortController();
		const send = async () => sends.shift()!();
		const outcome = sendOrLookUp(
			claims,
			{ key: 'one', idOf: String, send, look },
			{ whenUnknown: 'report', ...options, signal: controller.signal },
		).catch((error: unknown) => error);
		return { outcome, stop: () => controller.abort() };
	}

	test('before it could look does not know what became of the request', async () => {
		const { outcome, stop } = stoppable([lose], {}, { look: async () => [] });
		stop();
		expect(await outcome).toMatchObject(told);
	});

	test('before it could repeat does not know, either', async () => {
		const isNotSent = () => {
			throw new ActionableError(told.message, 'The request was not sent.');
		};
		const { outcome, stop } = stoppable([lose, isNotSent], { whenUnknown: 'repeat' });
		stop();
		expect(await outcome).toMatchObject(told);
	});

	test('does not wait for the same request of another one', async () => {
		const claims = new Claims();
		let answer: (id: string) => void = () => {};
		const first = sendOrLookUp(
			claims,
			{
				key: 'one',
				idOf: String,
				send: async () => await new Promise<string>((resolve) => (answer = resolve)),
			},
			{ whenUnknown: 'report' },
		);
		const sends = [() => 'b'];
		const second = stoppable(sends, {}, { claims });
		second.stop();
		expect(await second.outcome).toMatchObject({
			message: told.message,
			advice: 'The request was not sent.',
		});
		answer('a');
		expect(await first).toBe('a');
		expect(sends).toHaveLength(1);
	});
});

test('claims are forgotten, the oldest ones first', () => {
	const claims = new Claims();
	for (let number = 0; number < 20_010; number++) claims.claim(String(number));
	expect(claims.has('5')).toBe(false);
	expect(claims.has('20009')).toBe(true);
});
