import type { IDataObject } from 'n8n-workflow';
import type { Act } from './faults/serverFaults';
import { answer } from './faults/serverFaults';
import { atStep, subjects, useSubjects } from './faults/subjects';
import { sendText } from './stand-ins/common/server';
import { bytesOf } from './support/forms';
import { itemWith, jsonOf, locator, row, toLead, useSharpSpring } from './SharpSpring/bench';
import {
	accountId,
	FIELD,
	leadId,
	opportunityId,
	productId,
	record,
} from './stand-ins/sharpspring';
import { onDisk } from './support/n8n';
import { slowLine } from './support/slowLine';

/*
 * A green tick only for the right bytes, on the right record: what was once reported as success for
 * something else than what the user wanted, or was refused although it was right. Each row is named
 * after its point in that list.
 */

const sharpSpring = useSharpSpring();
const onError = 'continueRegularOutput' as const;
const [fileName, digits] = ['a.pdf', '313190123456789012'];

/** Where the files of a run have gone: file and record. */
const arrivals = () => sharpSpring.standIn.arrivals().map(({ record }) => record);

/** Answers lookups of records with this JSON. */
function answerLookups(text: string): void {
	sharpSpring.standIn.intercept = (request, response, url) => {
		if (!url.pathname.endsWith('/')) return false;
		request.resume();
		response.end(text);
		return true;
	};
}

const replyWith = (member: string, records: unknown[]) =>
	answerLookups(JSON.stringify({ result: { [member]: records }, error: null, id: '1' }));

/** Attaches one file to a lead, an account or an opportunity. */
async function attachTo(resource: string, chosen: IDataObject, options: IDataObject = {}) {
	const field = {
		lead: FIELD.leadContract,
		account: FIELD.accountTerms,
		opportunity: FIELD.opportunityProposal,
	}[resource] as string;
	const parameters = {
		...toLead(chosen, [row(field)], options),
		resource,
		[`${resource}Id`]: chosen,
	};
	return await sharpSpring.run(parameters, { items: [await itemWith(fileName)] });
}

describe('A4 SharpSpring: an answer about another record', () => {
	const byId = { lead: leadId(1), account: accountId(1), opportunity: opportunityId(1) };
	const others = {
		'another one': [{ id: '42' }],
		'a longer ID': [{ id: `${leadId(1)}0` }],
		'no ID': [{ leadStatus: 'open' }],
		nothing: [],
		'no object': [null, 'x', 7],
		'an ID in an object': [{ id: { value: leadId(1) } }],
		'a flag for an ID': [{ id: true }],
	};

	test.each(
		Object.entries(byId).flatMap(([type, id]) =>
			Object.entries(others).map(([name, records]) => [type, name, id, records] as const),
		),
	)('%s by ID, answered with %s, gets no file', async (type, _name, id, records) => {
		replyWith(type, [...records]);
		const { error } = await attachTo(type, locator('id', id));
		expect(error?.message).toContain(`SharpSpring has no ${type} with the ID ${id}`);
		expect(arrivals()).toEqual([]);
	});

	test.each(Object.entries(byId))('%s by ID is found among others', async (type, id) => {
		replyWith(type, [{ id: '42' }, { id: ` ${id} ` }]);
		const { error } = await attachTo(type, locator('id', id));
		expect(error).toBeUndefined();
		expect(arrivals()).toEqual([expect.stringContaining(id)]);
	});

	test.each([
		['grace@example.com'],
		['ada@example.com.example'],
		['xada@example.com'],
		['ada@example.com, grace@example.com'],
		[undefined],
		[{ address: 'ada@example.com' }],
	])('a lead with the address %j is not ada@example.com', async (emailAddress) => {
		replyWith('lead', [{ id: leadId(2), emailAddress }]);
		const { error } = await attachTo('lead', locator('email', 'ada@example.com'));
		expect(error?.message).toContain('SharpSpring has no lead with the email address ada@');
		expect(arrivals()).toEqual([]);
	});

	test.each([
		'ADA@Example.com ',
		'ada&#64;example.com',
		'ada&#x40;example.com',
		'\u200Bada@exa\u00ADmple.com\uFEFF',
	])('a lead with the address %j is ada@example.com', async (emailAddress) => {
		replyWith('lead', [
			{ id: leadId(2), emailAddress: 'grace@example.com' },
			{ id: leadId(1), emailAddress },
		]);
		const { output, error } = await attachTo('lead', locator('email', 'ada@example.com'));
		expect(error).toBeUndefined();
		expect(jsonOf(output)).toMatchObject([{ recordId: leadId(1), email: 'ada@example.com' }]);
		expect(arrivals()).toEqual([expect.stringContaining(leadId(1))]);
	});
});

describe('A5 SharpSpring: an ID in a reply', () => {
	beforeEach(() => {
		const { leads } = sharpSpring.standIn;
		leads.set(digits, record(digits, {}));
	});

	test('beyond 2^53 is read from its digits', async () => {
		answerLookups(`{"result":{"lead":[{"id":${digits},"emailAddress":"ada@example.com"}]}}`);
		const { output, error } = await attachTo('lead', locator('email', 'ada@example.com'));
		expect(error).toBeUndefined();
		expect(jsonOf(output)).toMatchObject([{ recordId: digits }]);
		expect(arrivals()).toEqual([expect.stringContaining(digits)]);
		expect((await attachTo('lead', locator('id', digits))).error).toBeUndefined();
	});

	test.each(['3.13190123456789012e17', '1.5', '-7', '0', 'true', '{"v":1}', '["7"]', '"7 or 8"'])(
		'%s is refused',
		async (id) => {
			answerLookups(`{"result":{"lead":[{"id":${id},"emailAddress":"ada@example.com"}]}}`);
			const { error } = await attachTo('lead', locator('email', 'ada@example.com'));
			expect(error?.message).toContain('SharpSpring gave no usable ID for the lead');
			expect(arrivals()).toEqual([]);
		},
	);
});

describe('A6 SharpSpring: one field, several files', () => {
	const names = ['a.pdf', 'b.pdf', 'c.pdf'];

	async function threeFiles() {
		const files = await Promise.all(
			names.map(async (name) => await onDisk(name, { fileName: name })),
		);
		return { json: {}, binary: Object.fromEntries(files.map((file, n) => [`file_${n}`, file])) };
	}

	test.each([1, 2])(
		'"All Binary Fields" with three files and %d rows sends nothing',
		async (count) => {
			const rows = [row(FIELD.leadContract), row(FIELD.leadIdCopy)].slice(0, count);
			const all = { fileSelection: 'all' };
			const parameters = toLead(locator('id', leadId(1)), rows, {}, all);
			const { error } = await sharpSpring.run(parameters, { items: [await threeFiles()] });
			expect(error?.message).toContain(
				`3 files, but 'Files and Fields' has ${count === 1 ? 'one field' : `${count} fields`}`,
			);
			expect(sharpSpring.standIn.calls).toEqual([]);
		},
	);

	test.each([1, 20])(
		'of several items go in order, each with a warning, %d per request',
		async (filesPerRequest) => {
			const items = await Promise.all(names.map(async (name) => await itemWith(name)));
			const options = { filesPerRequest, parallelRequests: 10 };
			const parameters = toLead(locator('id', leadId(1)), undefined, options);
			const { output } = await sharpSpring.run(parameters, { items });
			const { history } = sharpSpring.standIn.leads.get(leadId(1))!;
			expect(history.map((file) => file.fileName)).toEqual(names);
			for (const { warnings } of jsonOf(output)) {
				expect(warnings).toEqual([expect.stringContaining('may keep only the last one')]);
			}
		},
	);
});

describe('A3 SharpSpring: a reply that does not say yes', () => {
	test.each([
		'{}',
		'[]',
		'null',
		'{"foo":1}',
		'{"result":{}}',
		'{"result":{"foo":1}}',
		'{"result":{"updates":[{}]}}',
		'{"result":{"updates":[{"success":[true]}]}}',
		'{"result":{"updates":[{"success":{"is":true}}]}}',
		'{"result":{"updates":[{"success":"maybe"}]}}',
		'{"result":{"updates":[{"success":true,"status":"rejected"}]}}',
		'{"result":[true,false]}',
		`{"result":${'['.repeat(300)}{"success":true}${']'.repeat(300)}}`,
	])('%.80s is not a success', async (reply) => {
		sharpSpring.standIn.intercept = (request, response, url) => {
			if (!url.pathname.endsWith('/uploadFiles')) return false;
			request.resume().on('end', () => response.end(reply));
			return true;
		};
		const { error } = await attachTo('lead', locator('id', leadId(1)));
		expect(error?.message).toMatch(/^SharpSpring (did not accept|answered)/);
	});
});

test('A20 SharpSpring: what was attached is told when another item stops the workflow', async () => {
	const first = {
		json: { id: leadId(1) },
		binary: {
			one: await onDisk('1', { fileName: 'one.pdf' }),
			two: await onDisk('2', { fileName: 'two.pdf' }),
		},
	};
	const second = { json: { id: leadId(2) }, binary: first.binary };
	let uploads = 0;
	sharpSpring.standIn.intercept = (_request, _response, url) => {
		if (url.pathname.endsWith('/uploadFiles') && ++uploads === 2) {
			sharpSpring.standIn.switches.refuse = 'all';
		}
		return false;
	};
	const rows = [row(FIELD.leadContract, 'one, two')];
	const parameters = toLead(locator('id', '={{ $json.id }}'), rows, { parallelRequests: 1 });
	const { error } = await sharpSpring.run(parameters, { items: [first, second] });
	expect(error?.message).toMatch(/did not accept the file "one.pdf".* \[item 1\]$/);
	expect(error?.description).toContain('Also: Only some files of the item were sent');
	expect(error?.description).toContain(
		'[item 0]. Already attached to this record: one.pdf. Not sent: two.pdf.',
	);
});

describe('D23 SharpSpring: a record that is none', () => {
	test.each(['[null]', '[[]]', '["x"]', '{"0":null}', 'null', '7'])('lead:%s', async (lead) => {
		answerLookups(`{"result":{"lead":${lead}},"error":null}`);
		for (const by of [locator('id', leadId(1)), locator('email', 'ada@example.com')]) {
			const { error } = await attachTo('lead', by);
			expect(error?.message).toMatch(/^SharpSpring has no lead with the/);
		}
		expect(arrivals()).toEqual([]);
	});
});

test.each(['lead', 'product'])(
	'SharpSpring tells record and warnings before the files: %s',
	async (resource) => {
		const items = [await itemWith('a.png', {}, { mimeType: 'image/png' })];
		const parameters =
			resource === 'lead'
				? toLead(locator('id', leadId(1)))
				: { resource, operation: 'uploadImage', productId: locator('id', productId(1)) };
		const { output } = await sharpSpring.run(parameters, { items, onError });
		expect(Object.keys(output[0].json).slice(0, 3)).toEqual(['recordId', 'recordType', 'warnings']);
	},
);

/** Where files go, and a credential that sends them over another line. */
function fileHost({ crm, hosts }: (typeof subjects)[number]) {
	const url = 'url' in crm ? crm.url : new URL(crm.fileUploadUrl).origin;
	const over = (line: string) =>
		'url' in crm ? hosts(line) : { fileUploadUrl: `${line}/File/Upload` };
	return { url, over };
}

describe.each(subjects)('the engine, with $name', (subject) => {
	useSubjects();
	const large = async () => await onDisk(bytesOf(24 * 1024 * 1024), { fileName: 'scan.pdf' });
	const at = (step: 'upload' | 'lookup', act: Act) =>
		atStep(subject, step, (_, request, response) => {
			act(request, response);
			return true;
		});
	const early =
		(head: string, body: string): Act =>
		(request) => {
			request.once('data', () => {
				request.socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
			});
		};

	test.each([
		['200 OK', '{"Status":"Success","result":{}}'],
		['201 Created', '{"uploadedFile":"scan.pdf"}'],
		['200 OK', '[]'],
		['204 No Content', ''],
	])('A2: "%s %s" before the file was sent is not success', async (head, body) => {
		at('upload', early(head, body));
		const { error, output } = await subject.run([subject.item(1, await large())]);
		expect(output).toEqual([]);
		expect(error?.message).toBe(
			`${subject.name} answered before all of the file was sent [item 0]`,
		);
		expect(error?.context.isInDoubt).toBe(true);
	});

	test('A2: "413 Too Large" before the file was sent stays a refusal, and names the file', async () => {
		at('upload', early('413 Too Large', 'no'));
		const { error } = await subject.run([subject.item(1, await large())]);
		expect(error?.message).toBe(`The file "scan.pdf" is too large for ${subject.name} [item 0]`);
		expect(error?.context.isInDoubt ?? false).toBe(false);
	});

	test('C12: an upload that takes longer than the timeout gets through', async () => {
		const { url, over } = fileHost(subject);
		const line = await slowLine(url, 10 * 1024 * 1024);
		const changes = { options: { timeout: 1 }, credentialData: over(line.url) };
		const { error, ms } = await subject.run([subject.item(1, await large())], changes);
		await line.close();
		expect(error).toBeUndefined();
		expect(ms).toBeGreaterThan(1500);
		expect(subject.crm.arrivals()).toHaveLength(1);
	});

	test.each([16.1, 2.01, 1.000001, 0.5])('C13: a timeout of %d s', async (timeout) => {
		const items = [subject.item(1, await onDisk('content', { fileName: 'a.pdf' }))];
		const { error } = await subject.run(items, { options: { timeout } });
		expect(error).toBeUndefined();
		expect(subject.crm.arrivals()).toHaveLength(1);
	});

	test('D21: 400 KB of "<" are quoted without a freeze', async () => {
		at(
			'upload',
			answer((response) => sendText(response, 400, '<'.repeat(400_000))),
		);
		const { error, ms } = await subject.run([subject.item(1, await onDisk('x'))]);
		expect(error?.message).toContain('refused the request (HTTP 400)');
		expect(ms).toBeLessThan(10_000);
	});

	test('D23: JSON nested 5,000 deep is not called unreachable', async () => {
		const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
		at(
			'upload',
			answer((response) => sendText(response, 200, deep)),
		);
		const { error } = await subject.run([subject.item(1, await onDisk('x'))]);
		expect(error?.message).toContain('answered with something other than data');
	});

	test('D24: keys that are echoed in base64, hex or JSON in JSON are hidden', async () => {
		const keys = Object.values(subject.crm.keys as unknown as Record<string, string>);
		const echoes = keys.flatMap((key) => [
			Buffer.from(`Basic:${key}`).toString('base64'),
			Buffer.from(key).toString('hex'),
			JSON.stringify(JSON.stringify({ key })),
		]);
		at(
			'upload',
			answer((response) => sendText(response, 400, echoes.join(' '))),
		);
		const { error } = await subject.run([subject.item(1, await onDisk('x'))]);
		const told = String(error?.description);
		expect(told).toContain('[hidden]');
		for (const echo of echoes) expect(told).not.toContain(echo);
		for (const key of keys) expect(told).not.toContain(key);
	});
});
