import { rmSync } from 'node:fs';
import type { IBinaryData } from 'n8n-workflow';
import type { Defect } from '../support/binaries';
import { onDisk, storedBy } from '../support/binaries';
import { userFolder } from '../support/environment';
import { bytesOf } from '../support/forms';
import { refusingAddress } from '../support/servers';
import { expectNothingLeft, run } from './leftovers';
import type { Act } from './serverFaults';
import * as server from './serverFaults';
import type { Step, Subject } from '../support/subjects';
import {
	atStep,
	leadSquared,
	sharpSpring,
	stepsOf,
	subjects,
	useSubjects,
} from '../support/subjects';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

useSubjects();
const watched = expectNothingLeft();

const megabyte = 1024 * 1024;
const facts = { fileName: 'contract.pdf' };

describe.each(subjects)('$name, when the host', (subject) => {
	const { name } = subject;

	test.each([
		[
			'refuses the connection',
			refusingAddress,
			/^(\w+) at 127\.0\.0\.1:\d+ refused the connection/,
		],
		[
			'has no address',
			async () => 'https://crm.invalid',
			/^(\w+) at crm\.invalid could not be found/,
		],
	])('%s', async (_, address, message) => {
		const credentialData = subject.hosts(await address());
		const items = [subject.item(1, await onDisk('content', facts))];
		const { error } = await run(subject, items, { credentialData });
		expect(error?.message).toMatch(message);
		expect(error?.message).toContain(name);
		expect(error?.description).toMatch(/^Check the address in the credential/);
		expect(watched.opened).toEqual([]);
		expect(subject.crm.requests).toEqual([]);
	});

	test('is not secure', async () => {
		const credentialData = subject.hosts('http://crm.example.com');
		const items = [subject.item(1, await onDisk('content', facts))];
		const { error } = await run(subject, items, { credentialData });
		expect(error?.message).toMatch(/in the credential is not secure$/);
	});
});

test('LeadSquared, when only the file host refuses the connection', async () => {
	const credentialData = { fileUploadUrl: `${await refusingAddress()}/File/Upload` };
	const items = [leadSquared.item(1, await onDisk(bytesOf(megabyte), facts))];
	const { error } = await run(leadSquared, items, { credentialData });
	expect(error?.message).toMatch(/refused the connection \[item 0\]$/);
	// Nothing can have been carried out.
	expect(error?.description).toBe('Check the address in the credential.');
	expect(stepsOf(leadSquared)).toEqual(['lookup']);
});

describe.each(subjects)('$name, when the file', (subject) => {
	// More than the buffers of a connection hold: the service has certainly read a part of it.
	const bytes = 24 * megabyte;
	const content = bytesOf(bytes);
	const stored = (defect: Defect) => async () => await storedBy(content, facts, defect);
	const deleted = async () => {
		const file = await onDisk(content, facts);
		rmSync(`${userFolder}/.n8n`, { recursive: true });
		return file;
	};
	const gone = 'The file in the binary field "data" is no longer in n8n\'s storage';
	const unreadable = 'The file "contract.pdf" could not be read from n8n\'s storage';
	const wrongSize = 'The file "contract.pdf" does not have the size that n8n recorded for it';
	const uploading: Step[] = ['lookup', 'upload'];
	const long = bytes - 1;
	const short = bytes + 1;

	test.each<[string, () => Promise<IBinaryData>, string, RegExp, Step[]]>([
		['has been deleted', deleted, gone, /run the step that creates the file again/, []],
		['is not in the database', stored({ deleted: true }), gone, /retention settings/, []],
		['cannot be opened', stored({ cannotBeOpened: true }), unreadable, /not available/, ['lookup']],
		['breaks off', stored({ breaksAfter: 20 * megabyte }), unreadable, /broke off/, uploading],
		['is too short', stored({ recordedBytes: short }), wrongSize, /ends after/, uploading],
		['is too long', stored({ recordedBytes: long }), wrongSize, /is longer/, uploading],
	])('%s', async (_, file, message, advice, steps) => {
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(error?.description).toMatch(advice);
		// The form was not complete, so nothing can have been carried out.
		expect(error?.description).not.toContain('It is not known');
		expect(stepsOf(subject)).toEqual(steps);
		expect(subject.crm.arrivals()).toEqual([]);
	});
});

const mx = { Status: 'Error', ExceptionType: 'MXInvalidInputException', ExceptionMessage: 'Nope.' };
const api = (code: number | null, message: string) => ({ result: null, error: { code, message } });

/** Answers that only one of the services gives. None is repeated, none leaves a doubt. */
const ownWords: Array<[string, Subject, Act, string, RegExp]> = [
	[
		'LeadSquared: an exception',
		leadSquared,
		server.json(500, mx),
		'Nope.',
		/\(MXInvalidInputException\)/,
	],
	[
		'LeadSquared: an exception with 200',
		leadSquared,
		server.json(200, mx),
		'Nope.',
		/MXInvalidInput/,
	],
	[
		'LeadSquared: an exception with 400',
		leadSquared,
		server.json(400, mx),
		'Nope.',
		/MXInvalidInput/,
	],
	[
		'SharpSpring: an error with 200',
		sharpSpring,
		server.json(200, api(206, 'Bad')),
		'Bad (code 206)',
		/Check/,
	],
	[
		'the end of the day',
		sharpSpring,
		server.json(200, api(106, 'Daily')),
		'Daily (code 106)',
		/tomorrow/,
	],
	[
		'SharpSpring: an error without a code',
		sharpSpring,
		server.json(200, api(null, 'Hm')),
		'Hm',
		/./,
	],
];

describe.each(['lookup', 'upload', 'attach'] as const)('at the %s', (step) => {
	const rows = ownWords.filter(([, { steps }]) => step in steps);
	test.each(rows)('%s is told in its own words', async (_, subject, act, says, advice) => {
		atStep(subject, step, (_count, request, response) => {
			act(request, response);
			return true;
		});
		const { error } = await run(subject, [subject.item(1, await onDisk('content', facts))]);
		expect(error?.message).toBe(`${subject.name} says: ${says} [item 0]`);
		expect(String(error?.description)).toMatch(advice);
		expect(String(error?.description)).not.toContain('It is not known');
		expect(stepsOf(subject).filter((made) => made === step)).toHaveLength(1);
	});
});

describe.each([
	['an object', { foo: 1 }],
	['an empty list', []],
	['nothing', null],
	['a number', 42],
])('JSON that is %s', (_, body) => {
	test.each([
		['SharpSpring', 'lookup', sharpSpring],
		['SharpSpring', 'upload', sharpSpring],
		['LeadSquared', 'upload', leadSquared],
	] as const)('is no success for %s at the %s', async (_name, step, subject) => {
		atStep(subject, step, (_count, request, response) => {
			server.json(200, body)(request, response);
			return true;
		});
		const { error } = await run(subject, [subject.item(1, await onDisk('content', facts))]);
		expect(error?.message).toMatch(/something (other than data|else)|without (a result|naming it)/);
		// A number says nothing at all, and so what is harmless is asked for again.
		const isHarmless = step === 'lookup' || subject === leadSquared;
		const times = body === 42 && isHarmless ? 4 : 1;
		expect(stepsOf(subject).filter((made) => made === step)).toHaveLength(times);
	});
});

test.each([{ foo: 1 }, null, 42])(
	'JSON that is %j is not taken for "no such lead"',
	async (body) => {
		atStep(leadSquared, 'lookup', (_, request, response) => {
			server.json(200, body)(request, response);
			return true;
		});
		const { error } = await run(leadSquared, [leadSquared.item(1, await onDisk('content', facts))]);
		expect(error?.message).toMatch(/something (other than data|else)/);
		expect(stepsOf(leadSquared)).toEqual(Array(body === 42 ? 4 : 1).fill('lookup'));
	},
);

test.each([[{ foo: 1 }], [{}], [[]], [null], [{ Message: { AffectedRows: 1 } }]])(
	'JSON that is %j is no success at the attach',
	async (body) => {
		atStep(leadSquared, 'attach', (_, request, response) => {
			server.json(200, body)(request, response);
			return true;
		});
		const { error } = await run(leadSquared, [leadSquared.item(1, await onDisk('content', facts))]);
		expect(error?.description).toContain('It is not known whether');
	},
);
