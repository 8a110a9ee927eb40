import { createHash } from 'node:crypto';
import type { SharpSpringStandIn } from './sharpspring';
import {
	accountId,
	FAILURE_VARIANTS,
	FIELD,
	leadId,
	opportunityId,
	productId,
	startSharpSpring,
	SUCCESS_VARIANTS,
} from './sharpspring';
import type { Part } from './sharpspring/send';
import { keysInQuery, send, sendForm, uploadParts } from './sharpspring/send';

let standIn: SharpSpringStandIn;

beforeAll(async () => {
	standIn = await startSharpSpring();
});
afterEach(() => standIn.reset());
afterAll(async () => await standIn.close());

const upload = async (...files: Array<[string, string]>) =>
	await sendForm(standIn, uploadParts(files));
const lead = (place: number) => standIn.leads.get(leadId(place))!;

describe('uploadFiles', () => {
	it('puts files on several records', async () => {
		const answer = await upload(['a.pdf', leadId(1)], ['b-2.pdf', leadId(2)]);
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({
			result: {
				updates: [
					{ success: true, error: null },
					{ success: true, error: null },
				],
			},
			error: [],
			id: 'test-2',
		});
		expect(lead(1).files).toEqual({
			[FIELD.leadContract]: {
				fileName: 'a.pdf',
				bytes: 16,
				sha256: createHash('sha256').update('content of a.pdf').digest('hex'),
			},
		});
		expect(lead(2).history).toHaveLength(1);
		expect(standIn.calls[0]).toMatchObject({ version: 'v1.2', status: 200 });
		expect(standIn.calls[0].php.post.get('b-2_pdf')).toBe(leadId(2));
	});

	it.each([
		['account', FIELD.accountTerms, accountId(2), () => standIn.accounts],
		['opportunity', FIELD.opportunityProposal, opportunityId(2), () => standIn.opportunities],
		['lead', FIELD.leadAttachment, leadId(2), () => standIn.leads],
	])('knows the type %s', async (type, field, id, records) => {
		await sendForm(standIn, uploadParts([['a.pdf', id]], { type, field }));
		expect(records().get(id)?.files[field].fileName).toBe('a.pdf');
	});

	it('overwrites, and remembers what was there', async () => {
		await upload(['a.pdf', leadId(1)]);
		await upload(['b.pdf', leadId(1)]);
		expect(lead(1).files[FIELD.leadContract].fileName).toBe('b.pdf');
		expect(lead(1).history.map(({ fileName }) => fileName)).toEqual(['a.pdf', 'b.pdf']);
		expect(standIn.arrivals().map(({ attached }) => attached)).toEqual([false, true]);
	});

	it.each([
		['unknown type', { type: 'contact' }, 217],
		['no type', { type: '' }, 206],
		['no field', { field: '' }, 206],
		['unknown field', { field: 'nope_65f0a1b2c3d4e' }, 205],
		['field of another type of record', { field: FIELD.accountTerms }, 205],
		['field that is switched off', { field: FIELD.leadDeactivated }, 205],
		['field for text', { field: FIELD.leadText }, 217],
	])('refuses: %s', async (_name, changes, code) => {
		const { status, json } = await sendForm(standIn, uploadParts([['a.pdf', leadId(1)]], changes));
		expect(status).toBe(200);
		expect(json).toMatchObject({ result: null, error: { code }, id: 'test-2' });
		expect(lead(1).history).toEqual([]);
	});

	it('misses the request ID and the files', async () => {
		const parts = uploadParts([['a.pdf', leadId(1)]]);
		expect((await sendForm(standIn, parts.slice(1))).json?.error).toMatchObject({ code: 102 });
		const noFiles = parts.filter(([, , fileName]) => fileName === undefined);
		expect((await sendForm(standIn, noFiles)).json?.error).toMatchObject({ code: 206 });
		const wrongPart = parts.map(
			([name, ...rest]): Part => [name.replace('files', 'file'), ...rest],
		);
		expect((await sendForm(standIn, wrongPart)).json?.error).toMatchObject({ code: 206 });
	});

	it.each([
		['a b.c.pdf', undefined],
		['ünï.pdf', undefined],
		[' lead.pdf', 206],
		['x[1].pdf', 206],
		['[x].pdf', 206],
	])('finds the ID of %j only where PHP puts it', async (name, code) => {
		const { json } = await upload([name, leadId(1)]);
		const [entry] = json!.result.updates;
		expect(entry).toMatchObject(code ? { success: false, error: { code } } : { success: true });
	});

	it('is misled by names as PHP is', async () => {
		await upload(['a b.pdf', leadId(1)], ['a.b.pdf', leadId(2)]);
		expect([lead(1).history.length, lead(2).history.length]).toEqual([0, 2]);
		const reserved = await upload(['objectType', leadId(1)]);
		expect(reserved.json?.error).toMatchObject({ code: 217 });
		expect((await upload(['id', leadId(1)])).json?.id).toBe(leadId(1));
		const path = await sendForm(standIn, uploadParts([['dir/a.pdf', leadId(3)]]));
		expect(path.json?.result.updates).toMatchObject([{ success: false }]);
	});

	it('tells which of several records is unknown', async () => {
		const { json } = await upload(['a.pdf', leadId(1)], ['b.pdf', '123']);
		const error = { code: 404, message: 'A record with that ID does not exist.', data: [] };
		expect(json).toMatchObject({
			result: { updates: [{ success: true }, { success: false, error }] },
			error: [error],
		});
	});

	it('may tell success for an unknown record', async () => {
		standIn.switches.unknownRecord = 'success';
		const { json } = await upload(['a.pdf', '123']);
		expect(json).toMatchObject({ result: { updates: [{ success: true }] }, error: [] });
		expect(standIn.arrivals()).toEqual([]);
	});

	it('has the limits of PHP', async () => {
		const many = Array.from({ length: 21 }, (_, index): [string, string] => [
			`f${index}.pdf`,
			leadId(1),
		]);
		expect((await upload(...many)).json?.result.updates).toHaveLength(20);
		expect(standIn.calls[0].files).toHaveLength(21);
		standIn.switches.uploadMaxBytes = 5;
		expect((await upload(['a.pdf', leadId(1)])).json?.error).toMatchObject([{ code: 999 }]);
		standIn.switches.postMaxBytes = 100;
		expect((await upload(['a.pdf', leadId(1)])).json?.error).toMatchObject({ code: 206 });
	});

	it('wants a sound form', async () => {
		const cut = await sendForm(standIn, [], {
			body: '--boundary-of-the-test\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n',
		});
		expect(cut.status).toBe(400);
		const url = `${standIn.url}/pubapi/v1/uploadFiles?${keysInQuery(standIn)}`;
		expect((await send(url, { body: '{}' })).status).toBe(400);
	});
});

describe('uploadProductImage', () => {
	const parts = (product: string): Part[] => [
		['id', ''],
		['productID', product],
		['productImage', 'picture', 'my pic.v2.png'],
	];
	const to = { endpoint: 'uploadProductImage' };

	it('puts one image on a product', async () => {
		const { json } = await sendForm(standIn, parts(productId(3)), to);
		expect(json).toEqual({
			result: { updates: [{ success: true, error: null }] },
			error: [],
			id: '',
		});
		expect(standIn.products.get(productId(3))?.files.productImage.fileName).toBe('my pic.v2.png');
	});

	it('refuses what is unknown or missing', async () => {
		expect((await sendForm(standIn, parts('1'), to)).json?.error).toMatchObject([{ code: 404 }]);
		const codes = await Promise.all(
			[0, 1, 2].map(async (left) => {
				const rest = parts(productId(1)).filter((_, index) => index !== left);
				return (await sendForm(standIn, rest, to)).json?.error;
			}),
		);
		expect(codes).toMatchObject([{ code: 102 }, { code: 206 }, { code: 206 }]);
	});
});

describe('replies', () => {
	it.each(SUCCESS_VARIANTS)('success: %s', async (_name, changes) => {
		Object.assign(standIn.switches, changes);
		const { status, json } = await upload(['a.pdf', leadId(1)]);
		expect(status).toBe(changes.successStatus ?? 200);
		expect(json?.result).toBeTruthy();
		expect(lead(1).history).toHaveLength(1);
	});

	it.each(FAILURE_VARIANTS)('failure: %s', async (_name, changes) => {
		Object.assign(standIn.switches, changes);
		const { text } = await upload(['a.pdf', leadId(1)]);
		expect(text).not.toMatch(/"success":(true|"true"|1|"1")/);
		expect(lead(1).history).toEqual([]);
	});

	it('come one by one, and may hide that the file was stored', async () => {
		standIn.switches.nextUploadAnswers = ['html502', 'text401'];
		standIn.switches.storeBeforeForced = true;
		const statuses = [];
		for (let call = 0; call < 3; call++) {
			statuses.push((await upload(['a.pdf', leadId(1)])).status);
		}
		expect(statuses).toEqual([502, 401, 200]);
		expect(lead(1).history).toHaveLength(3);
	});
});
