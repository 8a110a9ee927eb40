import type { IBinaryData, NodeApiError } from 'n8n-workflow';
import { onDisk } from '../support/binaries';
import { bytesOf } from '../support/forms';
import { expectNothingLeft, run } from './leftovers';
import type { Act } from './serverFaults';
import * as server from './serverFaults';
import type { Step, Subject } from '../support/subjects';
import {
	atStep,
	everyStep,
	leadSquared,
	stepsOf,
	subjects,
	useSubjects,
} from '../support/subjects';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

useSubjects();
expectNothingLeft();

/** More than the buffers of a connection hold, so that a part is still to be sent. */
let large: IBinaryData;
let small: IBinaryData;
beforeAll(async () => {
	large = await onDisk(bytesOf(24 * 1024 * 1024), { fileName: 'contract.pdf' });
	small = await onDisk('content', { fileName: 'contract.pdf' });
});

const closed = '{service} at {host} closed the connection before the answer was complete';
const late = '{service} at {host} did not answer in time';
const redirected = '{service} redirected the request instead of answering it';
const noData = '{service} answered with something other than data';
const badKeys = '{service} did not accept the keys';
const refused = '{service} refused the request (HTTP 403)';
const unknown = '{service} does not know this address';
const tooLarge = 'The file "contract.pdf" is too large for {service}';
const notEvenLarge = '{service} refused the request as too large (HTTP 413)';
const down = (status: number) => `{service} is not available at the moment (HTTP ${status})`;

// Whether it may have been carried out all the same, and whether a lookup is repeated.
const [doubt, certain] = [true, false];
const [again, once] = [true, false];

type Row = [fault: string, Act, message: string, inDoubt: boolean, again: boolean, advice: RegExp];

const everywhere: Row[] = [
	['resets the connection at once', server.resetBefore, closed, doubt, again, /Try again later/],
	['resets it during the body', server.resetDuring, closed, doubt, again, /Try again later/],
	['resets it after the body', server.resetAfter, closed, doubt, again, /Try again later/],
	['hangs up without an answer', server.closeSilently, closed, doubt, again, /Try again later/],
	['cuts its answer short', server.cutShort, closed, doubt, again, /Try again later/],
	['cuts a chunked answer short', server.cutShortChunked, closed, doubt, again, /Try again/],
	['speaks no HTTP', server.babble, closed, doubt, again, /Try again later/],
	['never answers', server.silence, late, doubt, again, /raise 'Timeout' in the options/],
	['says 301', server.redirect(301), redirected, doubt, again, /redirects are not followed/],
	['says 302', server.redirect(302), redirected, doubt, again, /redirects are not followed/],
	['says 307', server.redirect(307), redirected, doubt, again, /Check the address/],
	[
		'says 401',
		server.text(401),
		badKeys,
		certain,
		once,
		/Check the (keys|account ID and the secret key) in the credential/,
	],
	['says 403', server.page(403, 'No'), refused, certain, once, /firewall may keep n8n out/],
	['says 404', server.page(404, 'Nix'), unknown, certain, once, /Check the address/],
	['says 500 with a page', server.page(500, 'Oops'), down(500), doubt, again, /says: Oops/],
	['says 502', server.page(502, 'Bad Gateway'), down(502), doubt, again, /says: Bad Gateway/],
	['says 503', server.page(503, 'Busy'), down(503), doubt, again, /Try again later/],
	['says 503 in JSON', server.json(503, { a: 1 }), down(503), doubt, again, /Try again later/],
	['says 504', server.page(504, 'Late'), down(504), doubt, again, /Try again later/],
	['says 200 with a page', server.page(200, 'Sign in'), noData, doubt, again, /says: Sign in/],
	['says 200 and nothing else', server.empty(200), noData, doubt, again, /login page/],
	['says 204', server.empty(204), noData, doubt, again, /login page/],
	['says 200 with a text', server.json(200, 'fine'), noData, doubt, again, /says: fine/],
];

const whileNoFileIsSent: Row[] = [
	['says 413', server.page(413, 'Big'), notEvenLarge, doubt, again, /holds no file/],
];

const whileTheFileIsSent: Row[] = [
	['says 413', server.page(413, 'Big'), tooLarge, certain, once, /'Maximum File Size'/],
	['reads nothing', server.deafness, late, doubt, again, /raise 'Timeout' in the options/],
	['says 413 early and hangs up', server.earlyRefusal, tooLarge, certain, once, /smaller file/],
	['says 413 early and reads on', server.patientRefusal, tooLarge, certain, once, /smaller file/],
	['says 413 early, does not read', server.stubbornRefusal, tooLarge, certain, once, /smaller/],
];

/** Three looks at the record, and one at others. */
const looksAfter = Array<Step>(4).fill('lookup');

async function expectFault(subject: Subject, step: Step, row: Row, file = small): Promise<void> {
	const [fault, act, message, inDoubt, repeated, advice] = row;
	atStep(subject, step, (_, request, response) => {
		act(request, response);
		return true;
	});
	const items = [subject.item(1, file)];
	const options = message === late ? { timeout: 1 } : {};
	const { error, output } = await run(subject, items, { options });

	// LeadSquared's upload attaches nothing, and filling a field again leaves the same.
	const isHarmless = step === 'lookup' || subject === leadSquared;
	const expected = message.replace('{service}', subject.name);
	expect(error?.message.replace(/127\.0\.0\.1:\d+/, '{host}')).toBe(`${expected} [item 0]`);
	expect(error?.description).toMatch(advice);
	const doubts = isHarmless
		? 'repeating it does no harm'
		: `look in ${subject.name} before you repeat`;
	expect(String(error?.description).includes(doubts)).toBe(inDoubt && step !== 'lookup');
	expect((error as NodeApiError).httpCode).toBe(/\d{3}/.exec(fault)?.[0] ?? null);
	expect(output).toEqual([]);

	const before = { lookup: [], upload: ['lookup'], attach: ['lookup', 'upload'] }[step];
	const times = isHarmless && repeated ? 4 : 1;
	// What is doubtful is looked up, and not sent again: three looks, and one at other records.
	const looks = inDoubt && !isHarmless ? looksAfter : [];
	expect(stepsOf(subject)).toEqual([...before, ...Array<string>(times).fill(step), ...looks]);
	expect(error?.context?.uploadedFiles).toEqual(
		step === 'attach' ? [expect.objectContaining({ uploadedFile: 'contract.pdf' })] : undefined,
	);
}

describe.each(everyStep)('%s fails at the %s: the server', (_, step, subject) => {
	test.each(everywhere)('%s', async (...row) => {
		await expectFault(subject, step, row, step === 'upload' ? large : small);
	});
	if (step === 'upload') return;
	test.each(whileNoFileIsSent)('%s', async (...row) => await expectFault(subject, step, row));
});

describe.each(subjects)('$name fails while the file is sent: the server', (subject) => {
	test.each(whileTheFileIsSent)('%s', async (...row) => {
		await expectFault(subject, 'upload', row, large);
	});

	test('answers without an end', async () => {
		// A large file would be given more time.
		const row: Row = ['', server.trickle, late, doubt, again, /raise 'Timeout' in the options/];
		await expectFault(subject, 'upload', row, small);
	});

	test('says 413 early and tears the connection down', async () => {
		atStep(subject, 'upload', (_, request, response) => {
			server.rudeRefusal(request, response);
			return true;
		});
		const { error } = await run(subject, [subject.item(1, large)]);
		// Whether the answer survives is up to the network; either way the size is named.
		expect(`${error?.message} ${error?.description}`).toMatch(
			/file ("contract.pdf" is|that is) too large/,
		);
		// An answer that came through is final. A torn connection is none: what is harmless is tried again,
		// the rest looked up.
		const isAnswered = String(error?.message).includes('too large');
		const after = { LeadSquared: ['upload', 'upload', 'upload'], SharpSpring: looksAfter }[
			subject.name
		];
		const [lookup, ...others] = stepsOf(subject);
		expect(lookup).toBe('lookup');
		if (isAnswered && subject === leadSquared) expect(new Set(others)).toEqual(new Set(['upload']));
		else expect(others).toEqual(['upload', ...(isAnswered ? [] : (after ?? []))]);
	});
});
