import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { field, FIELD, leadId } from '../../stand-ins/sharpspring';
import { bytesOf, sha256 } from '../../support/forms';
import { inMemory, onDisk, storedBy } from '../../support/n8n';
import {
	itemWith,
	jsonOf,
	by,
	originsOf,
	row,
	toLead,
	useSharpSpring,
} from '../../support/sharpSpring';

const bench = useSharpSpring();
const ada = by('id', leadId(1));
const lead = (place = 1) => bench.crm.leads.get(leadId(place))!;
const namesOf = (history: Array<{ fileName: string }>) => history.map(({ fileName }) => fileName);

/** An item with several files: binary field and file name. */
async function itemWithFiles(
	files: Record<string, string>,
	json: IDataObject = {},
): Promise<INodeExecutionData> {
	const stored = Object.entries(files).map(async ([binaryField, fileName]) => [
		binaryField,
		await onDisk(`content of ${fileName}`, { fileName }),
	]);
	return { json, binary: Object.fromEntries(await Promise.all(stored)) };
}

describe('several files of an item', () => {
	test('fill several fields in one go', async () => {
		const items = [await itemWithFiles({ contract: 'c.pdf', passport: 'p.pdf', flyer: 'f.pdf' })];
		const rows = [
			row(FIELD.leadContract, 'contract'),
			row(FIELD.leadIdCopy, 'passport'),
			row(FIELD.leadAttachment, 'flyer'),
		];
		const { output } = await bench.run(toLead(ada, rows), items);
		expect(lead().files).toMatchObject({
			[FIELD.leadContract]: { fileName: 'c.pdf' },
			[FIELD.leadIdCopy]: { fileName: 'p.pdf' },
			[FIELD.leadAttachment]: { fileName: 'f.pdf' },
		});
		expect(jsonOf(output)).toMatchObject([
			{
				files: [
					{ binaryField: 'contract', fieldSystemName: FIELD.leadContract },
					{ binaryField: 'passport', fieldSystemName: FIELD.leadIdCopy },
					{ binaryField: 'flyer', fieldSystemName: FIELD.leadAttachment },
				],
				warnings: [],
			},
		]);
		// Once before, and once to see them there.
		expect(bench.methods()).toEqual(['getLead', 'getLead']);
	});

	test.each([1, 20])('for one field are sent in order, %d per request', async (filesPerRequest) => {
		const items = [await itemWithFiles({ a: 'a.pdf', b: 'b.pdf', c: 'c.pdf' })];
		const rows = [row(FIELD.leadContract, 'a, b, c')];
		const { output } = await bench.run(toLead(ada, rows, { filesPerRequest }), items);
		expect(namesOf(lead().history)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
		expect(bench.crm.calls).toHaveLength(3);
		expect(jsonOf(output)).toMatchObject([
			{
				files: [{ fileName: 'a.pdf' }, { fileName: 'b.pdf' }, { fileName: 'c.pdf' }],
				warnings: [expect.stringContaining('c.pdf took the place of what was sent before')],
			},
		]);
	});

	test('each go to their own field, by their numbers', async () => {
		const files = {
			attachment_0: 'a.pdf',
			attachment_10: 'c.pdf',
			attachment_2: 'b.pdf',
			x: 'x.pdf',
		};
		const all = { fileSelection: 'all', binaryPropertyPrefix: 'attachment_' };
		const items = [await itemWithFiles(files)];
		const fields = [FIELD.leadContract, FIELD.leadIdCopy, FIELD.leadAttachment];
		const rows = fields.map((name) => row(name));
		const { output } = await bench.run(toLead(ada, rows, {}, all), items);
		expect(fields.map((name) => lead().files[name].fileName)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
		expect(jsonOf(output)).toMatchObject([{ warnings: [] }]);

		const tooFew = await bench.run(toLead(ada, rows.slice(1), {}, all), items);
		expect(tooFew.error?.message).toContain(
			'There is no field for the file "c.pdf" (binary field "attachment_10")',
		);
	});
});

test('files arrive whole, however n8n keeps them', async () => {
	const content = bytesOf(300_000);
	const facts = { fileName: 'a.pdf', mimeType: 'application/pdf' };
	const kept = [await onDisk(content, facts), inMemory(content, facts)];
	kept.push(await storedBy(content, facts), await onDisk('', facts));
	const items = kept.map((data) => ({ json: {}, binary: { data } }));
	const { output, error } = await bench.run(toLead(ada), items);
	expect(error).toBeUndefined();
	expect(lead().history.map((file) => file.sha256)).toEqual([
		...Array<string>(3).fill(sha256(content)),
		sha256(''),
	]);
	const sizes = jsonOf(output).map(({ files }) => (files as IDataObject[])[0].fileSize);
	expect(sizes).toEqual([300_000, 300_000, 300_000, 0]);
});

describe('several items', () => {
	test('for one field of one record are sent one after the other, whoever names the record', async () => {
		const items = await Promise.all([
			itemWith('first.pdf', { lead: leadId(1) }),
			itemWith('second.pdf', { lead: leadId(1) }),
			itemWith('other.pdf', { lead: leadId(2) }),
		]);
		// The first file is not answered before the one for another lead has come: were the second file
		// not waiting for the first one, it would overtake it.
		let otherHasCome = () => {};
		const other = new Promise<void>((resolve) => (otherHasCome = resolve));
		const begun: string[] = [];
		bench.crm.intercept = async (request, _response, url) => {
			if (!url.pathname.endsWith('uploadFiles')) return false;
			const length = Number(request.headers['content-length']);
			begun.push(String(length));
			if (begun.length === 1) await other;
			else otherHasCome();
			return false;
		};
		const { output } = await bench.run(toLead(by('id', '={{ $json.lead }}')), items);
		expect(namesOf(lead(1).history)).toEqual(['first.pdf', 'second.pdf']);
		expect(bench.crm.calls.map(({ files }) => files[0].fileName).at(-1)).toBe('second.pdf');
		const warned = jsonOf(output).map(({ warnings }) => (warnings as string[]).length);
		// The first one, too: its file is the one that may be lost.
		expect(warned).toEqual([1, 1, 0]);
		expect(originsOf(output)).toEqual([0, 1, 2]);
	});

	test('may each have their own field and options', async () => {
		const items = await Promise.all([
			itemWith('a b.pdf', { field: FIELD.leadContract, keep: true }),
			itemWith('c d.pdf', { field: FIELD.leadIdCopy, keep: false }),
		]);
		const options = { keepOriginalFileNames: '={{ $json.keep }}' };
		await bench.run(toLead(ada, [row('={{ $json.field }}')], options), items);
		expect(lead().files).toMatchObject({
			[FIELD.leadContract]: { fileName: 'a b.pdf' },
			[FIELD.leadIdCopy]: { fileName: 'c_d.pdf' },
		});
	});
});

describe('the field', () => {
	const names = ['3rd_Party_5a0dd86e6e290', '_5a0dd86e6e290', 'Größe_5a0dd86e6e290', 'a-b_5a0dd86'];

	test.each(names)('may be called %s, after a label', async (name) => {
		bench.crm.fields.push(field('lead', name, 'Odd', 'upload'));
		const { error } = await bench.run(toLead(ada, [row(name)]), [await itemWith('a.pdf')]);
		expect(error).toBeUndefined();
		expect(lead().files).toHaveProperty([name]);
	});

	test.each(['', 'a b', 'contract"\r\n\r\nx', 'a[0]', '../x', '{"a":1}', 'x'.repeat(151)])(
		'is not %j',
		async (name) => {
			const items = [await itemWith('a.pdf', { name })];
			const { error } = await bench.run(toLead(ada, [row('={{ $json.name }}')]), items);
			expect(error?.message).toMatch(/^'File Upload Field' (does not look right|is empty)/);
			expect(bench.crm.requests).toEqual([]);
		},
	);

	test.each([
		['nope_65f0a1b2c3d4e', 'Invalid parameters. (code 205)'],
		[FIELD.leadText, 'Incorrect parameter value supplied. (code 217)'],
	])('%s is refused by SharpSpring', async (name, message) => {
		const items = [await itemWithFiles({ a: 'a.pdf', b: 'b.pdf' })];
		const rows = [row(FIELD.leadContract, 'a'), row(name, 'b')];
		const { error } = await bench.run(toLead(ada, rows, { parallelRequests: 1 }), items);
		expect(error?.message).toContain(`${message} for the field "${name}"`);
		expect(error?.description).toContain('the name of the field');
	});
});

test.each([
	[[], "'Files and Fields' is empty"],
	[[row(FIELD.leadContract, 'nope')], 'There is no file in the binary field "nope"'],
	[[row(FIELD.leadContract, '={{ [] }}')], "'Input Binary Field' is empty"],
])('rows %j ask for a file', async (rows, message) => {
	const { error } = await bench.run(toLead(ada, rows), [await itemWith('a.pdf')]);
	expect(error?.message).toContain(message);
	expect(bench.crm.requests).toEqual([]);
});

test.each([
	[{ maxFileSize: 0.001 }, "'Maximum File Size' allows"],
	[{ maxRequestSize: 0.001 }, "'Maximum Request Size' allows"],
	[{ allowedExtensions: 'pdf' }, 'is not of an allowed type'],
])('limits %j hold before anything is sent', async (options, message) => {
	const small = await itemWith('a.pdf');
	const large = await itemWith('b.zip', {}, { content: 'x'.repeat(2000) });
	const { error } = await bench.run(toLead(ada, undefined, options), [small, large]);
	expect(error?.message).toContain(message);
	expect(error?.message).toMatch(/\[item 1(, b\.zip)?\]/);
	expect(bench.crm.calls).toEqual([]);
});

test('the raw answer is an option', async () => {
	const items = [await itemWith('a.pdf')];
	const { output } = await bench.run(toLead(ada, undefined, { rawResponse: true }), items);
	expect(jsonOf(output)).toMatchObject([
		{ files: [{ response: { result: { updates: [{ success: true }] }, error: [] } }] },
	]);
});
