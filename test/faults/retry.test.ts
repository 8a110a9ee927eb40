import type { IDataObject } from 'n8n-workflow';
import { activityId, leadId } from '../stand-ins/leadsquared';
import { onDisk } from '../support/binaries';
import { bytesOf, sha256 } from '../support/forms';
import { passed, resetClock, waited } from '../support/skippingClock';
import { expectNothingLeft, run } from './leftovers';
import type { Act } from './serverFaults';
import * as server from './serverFaults';
import type { Step, Subject } from '../support/subjects';
import {
	atStep,
	attachedTo,
	everyStep,
	leadSquared,
	sharpSpring,
	stepsOf,
	subjects,
	useSubjects,
} from '../support/subjects';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

useSubjects();
const watched = expectNothingLeft();
beforeEach(resetClock);

const content = bytesOf(300_000);
const file = async () => await onDisk(content, { fileName: 'a.pdf' });

/** The first requests of a step meet these, the others pass. */
function first(subject: Subject, step: Step, ...acts: Act[]): void {
	atStep(subject, step, (count, request, response) => {
		acts[count - 1]?.(request, response);
		return count <= acts.length;
	});
}

const tooMany = 'API calls exceeded the limit of 25 in 5 second(s)';
const envelope = (message: string) => ({
	Status: 'Error',
	ExceptionType: 'MXThrottleException',
	ExceptionMessage: message,
});
const code107 = { code: 107, message: 'Exceeded per second method call limit.' };

/** Ways to say "too many calls, not carried out". */
const refusals: Array<[string, Subject, Act]> = [
	...subjects.map((subject): [string, Subject, Act] => [
		`429 of ${subject.name}`,
		subject,
		server.text(429),
	]),
	['429 in JSON of LeadSquared', leadSquared, server.json(429, envelope(tooMany))],
	['403 with the message of LeadSquared', leadSquared, server.json(403, envelope(tooMany))],
	['code 107 of SharpSpring', sharpSpring, server.json(200, { result: null, error: code107 })],
	[
		'code 107 in a list of SharpSpring',
		sharpSpring,
		server.json(200, { result: null, error: [code107] }),
	],
];

const at = (step: Step) => refusals.filter(([, { steps }]) => step in steps);

describe.each(['lookup', 'upload', 'attach'] as const)('the %s is repeated', (step) => {
	test.each(at(step))('after %s', async (_, subject, refuse) => {
		first(subject, step, refuse, refuse);
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error).toBeUndefined();
		expect(stepsOf(subject).filter((made) => made === step)).toHaveLength(3);
		expect(attachedTo(subject, 1)).toMatchObject([{ sha256: sha256(content) }]);
		// A repeated upload opens its file again.
		expect(watched.opened).toHaveLength(step === 'upload' ? 3 : 1);
		const { windowMs } = subject.limit;
		expect(passed()).toBeGreaterThanOrEqual(2 * windowMs);
		expect(waited()).toBeLessThan(2 * windowMs * 1.3);
	});

	test.each(at(step))('until its time is over, after %s', async (_, subject, refuse) => {
		first(subject, step, ...Array<Act>(900).fill(refuse));
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error?.message).toContain('had no free call for 15 minutes');
		expect(error?.description).not.toContain('It is not known');
		expect(stepsOf(subject).filter((made) => made === step).length).toBeGreaterThan(40);
		expect(waited()).toBeLessThan(16 * 60_000);
	});
});

describe.each(everyStep)('%s names the time to wait at the %s:', (_, step, subject) => {
	const windowS = subject.limit.windowMs / 1000;
	const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();
	test.each([
		['in seconds', () => '30', 30, 30],
		// Dates have no fractions of seconds.
		['as a date', () => inSeconds(30), 29, 30],
		['not at all', () => 'soon', windowS, windowS],
		['as a date that is over', () => inSeconds(-30), windowS, windowS],
	])('%s', async (_kind, retryAfter, least, most) => {
		first(subject, step, server.text(429, { 'retry-after': retryAfter() }));
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error).toBeUndefined();
		expect(passed()).toBeGreaterThan(least * 1000 - 1);
		expect(waited()).toBeLessThan((most * 1.2 + 0.6) * 1000);
	});

	test('an hour, which is too long', async () => {
		first(subject, step, server.text(429, { 'retry-after': '3600' }));
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error?.message).toContain('received too many calls');
		expect(stepsOf(subject).filter((made) => made === step)).toHaveLength(1);
		expect(waited()).toBe(0);
	});
});

describe.each(subjects)('a lookup of $name is repeated', (subject) => {
	test.each([
		['a broken connection', server.resetAfter],
		['500 with a page', server.page(500, 'Oops')],
		['502', server.page(502, 'Bad Gateway')],
		['503', server.page(503, 'Busy')],
	])('after %s', async (_, act) => {
		first(subject, 'lookup', act, act, act);
		const { error } = await run(subject, [subject.item(1, await file())]);
		expect(error).toBeUndefined();
		expect(attachedTo(subject, 1)).toHaveLength(1);
		// Every time a little longer.
		expect(passed()).toBeGreaterThanOrEqual(500 + 1000 + 2000);
		expect(waited()).toBeLessThan(5500);
	});
});

const done: Record<string, Act> = {
	'an answer that got lost': server.resetAfter,
	'503': server.page(503, 'Busy'),
	'502': server.page(502, 'Bad Gateway'),
	"an exception that is not LeadSquared's own": server.json(500, {
		...envelope('Execution Timeout Expired.'),
		ExceptionType: 'SqlException',
	}),
	'an exception': server.json(500, {
		...envelope('No.'),
		ExceptionType: 'MXInvalidInputException',
	}),
};

const lead = { mode: 'id', value: leadId(1) };
const kyc = {
	entitySchemaName: { mode: 'name', value: 'mx_KYC' },
	files: {
		values: [
			{ binaryPropertyName: 'data', schemaName: { mode: 'name', value: 'mx_CustomObject_1' } },
		],
	},
};
const attachments = { attachTo: 'attachmentList', activityType: { mode: 'code', value: '252' } };

/** Calls of LeadSquared that make something new. */
const creates: Array<[call: string, parameters: IDataObject]> = [
	[
		'Lead.Create',
		{
			...{ resource: 'lead', operation: 'attachFile', createLead: true, ...kyc },
			leadId: { mode: 'email', value: 'new@example.com' },
		},
	],
	['CreateNote', { resource: 'lead', operation: 'addNoteWithFile', leadId: lead }],
	[
		'ProspectActivity.svc/Create',
		{ resource: 'activity', operation: 'createWithFile', leadId: lead, ...attachments },
	],
	[
		'Attachment/Add',
		{
			...{ resource: 'activity', operation: 'attachFile', ...attachments },
			activityId: { mode: 'id', value: activityId(1) },
		},
	],
];

describe.each(creates)('%s is not repeated blindly', (call, parameters) => {
	const isHidden = call === 'Attachment/Add';
	test.each(Object.keys(done))('after %s', async (fault) => {
		const { crm } = leadSquared;
		crm.intercept = (request, response, url) => {
			if (!url.pathname.endsWith(call)) return false;
			done[fault](request, response);
			return true;
		};
		const items = [{ json: {}, binary: { data: await file() } }];
		const { error } = await leadSquared.account.run(parameters, items);
		expect(error).toBeDefined();
		const isFinal = fault === 'an exception';
		// What can be looked up is not there, and asked for again; attachment lists are not shown.
		expect(crm.requests.filter(({ path }) => path.endsWith(call))).toHaveLength(
			isFinal || isHidden ? 1 : 4,
		);
		const doubt = isHidden && !isFinal ? expect : expect.not;
		expect(error?.description).toEqual(doubt.stringContaining('It is not known whether'));
	});
});

test('an upload to SharpSpring whose answer got lost is not made twice', async () => {
	Object.assign(sharpSpring.crm.switches, { uploadAnswer: 'html502', storeBeforeForced: true });
	const { error } = await run(sharpSpring, [sharpSpring.item(1, await file())]);
	expect(error).toBeUndefined();
	expect(attachedTo(sharpSpring, 1)).toHaveLength(1);
	expect(stepsOf(sharpSpring)).toEqual(['lookup', 'upload', 'lookup']);
});

test("code 106, the end of the day's calls, is never repeated", async () => {
	sharpSpring.crm.switches.dailyLimit = 1;
	const { error } = await run(sharpSpring, [sharpSpring.item(1, await file())]);
	expect(error?.message).toContain('(code 106)');
	expect(stepsOf(sharpSpring)).toEqual(['lookup', 'upload']);
	expect(waited()).toBe(0);
});
