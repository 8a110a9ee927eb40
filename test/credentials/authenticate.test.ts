import type { ICredentialType, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { LeadSquaredApi } from '../../credentials/LeadSquaredApi.credentials';
import { SharpSpringApi } from '../../credentials/SharpSpringApi.credentials';
import { createMultipart, textPart } from '../../nodes/shared/http/multipart';
import { parse, serialise } from '../support/forms';
import { filePart } from '../support/parts';

const url = 'https://crm.example.com/path';

async function authenticate(
	type: ICredentialType,
	data: Record<string, string>,
	request: IHttpRequestOptions = { url },
): Promise<IHttpRequestOptions> {
	if (typeof type.authenticate !== 'function') throw new Error('Not a function');
	return await type.authenticate(data, request);
}

describe('LeadSquared', () => {
	const keys = { accessKey: ' u$r0123 ', secretKey: 'secret\n' };
	const headers = { 'x-LSQ-AccessKey': 'u$r0123', 'x-LSQ-SecretKey': 'secret' };

	test('puts the keys into headers of calls, beside those that are there', async () => {
		const request = { url, headers: { accept: 'application/json' }, qs: { a: 1 } };
		expect(await authenticate(new LeadSquaredApi(), keys, request)).toEqual({
			url,
			headers: { accept: 'application/json', ...headers },
			qs: { a: 1 },
		});
	});

	test.each([undefined, null, {}, [], [{ Attribute: 'a' }], 'text', Buffer.from('a')])(
		'takes the body %j for none of a form',
		async (body) => {
			const request = { url, body: body as IHttpRequestOptions['body'] };
			const authenticated = await authenticate(new LeadSquaredApi(), keys, request);
			expect(authenticated).toEqual({ url, body, headers });
		},
	);

	test('appends the keys to a form as fields, after what is there, and adds no headers', async () => {
		const content = Buffer.from('content');
		const body = await createMultipart([textPart('FileType', 7), filePart(content).part]);
		const request = { url, body: body.form, headers: body.headers };
		const authenticated = await authenticate(new LeadSquaredApi(), keys, request);
		expect(authenticated.headers).toEqual(body.headers);
		expect(authenticated.qs).toBeUndefined();
		const length = body.form.getLengthSync();
		const bytes = await serialise(body.form);
		expect(bytes).toHaveLength(length);
		const form = await parse(bytes, body.headers);
		expect(form.order).toEqual(['FileType', 'files[0]', 'AccessKey', 'SecretKey']);
		expect(form.fields.slice(1).map(({ value }) => value)).toEqual(['u$r0123', 'secret']);
	});
});

describe("LeadSquared in n8n's HTTP Request node", () => {
	const keys = { accessKey: 'u$r0123', secretKey: 'secret' };
	const part = { value: Buffer.from('x'), options: { filename: 'a.pdf', knownLength: 1 } };
	const parts = { FileType: '7', uploadFiles: part };

	// The shape of its multipart body (n8n-nodes-base, HttpRequestV3): no form yet, an object.
	test.each([parts, {}, { FileType: ['1', '2'] }, { AccessKey: 'of somebody else' }])(
		'puts the keys among the parts of the form %j, and adds no headers',
		async (formData) => {
			const request = { url, method: 'POST', formData } as IHttpRequestOptions;
			const before = structuredClone(formData);
			expect(await authenticate(new LeadSquaredApi(), keys, request)).toEqual({
				url,
				method: 'POST',
				formData: { ...before, AccessKey: 'u$r0123', SecretKey: 'secret' },
			});
			expect(formData).toEqual(before);
		},
	);

	test('appends them to a form that is one already', async () => {
		const { form } = await createMultipart([textPart('FileType', 7)]);
		const request = { url, formData: form } as IHttpRequestOptions;
		const authenticated = await authenticate(new LeadSquaredApi(), keys, request);
		expect(authenticated.headers).toBeUndefined();
		expect((await serialise(form)).toString()).toContain('name="SecretKey"');
	});

	test.each([undefined, null, 'text'])(
		'puts them into headers beside the form %j',
		async (none) => {
			const request = { url, formData: none } as IHttpRequestOptions;
			expect((await authenticate(new LeadSquaredApi(), keys, request)).headers).toEqual({
				'x-LSQ-AccessKey': 'u$r0123',
				'x-LSQ-SecretKey': 'secret',
			});
		},
	);
});

describe('SharpSpring', () => {
	const keys = { accountID: ' 3_ACC ', secretKey: 'secret\n' };

	test('puts the keys into the query, beside what is there', async () => {
		const request = { url, qs: { a: 1 }, headers: { accept: 'x' } };
		const data = { ...keys, sendKeysIn: 'query' };
		expect(await authenticate(new SharpSpringApi(), data, request)).toEqual({
			url,
			qs: { a: 1, accountID: '3_ACC', secretKey: 'secret' },
			headers: { accept: 'x' },
		});
		expect((await authenticate(new SharpSpringApi(), keys)).qs).toEqual({
			accountID: '3_ACC',
			secretKey: 'secret',
		});
	});

	test('puts the keys into headers on request, and then not into the query', async () => {
		const data = { ...keys, sendKeysIn: 'headers' };
		const request = { url, headers: { 'content-type': 'multipart/form-data; boundary=x' } };
		expect(await authenticate(new SharpSpringApi(), data, request)).toEqual({
			url,
			headers: {
				'content-type': 'multipart/form-data; boundary=x',
				'X-Account-Id': '3_ACC',
				Authorization: 'Bearer secret',
			},
		});
	});

	test('leaves a form as it is', async () => {
		const { form } = await createMultipart([textPart('id', 1)]);
		const length = form.getLengthSync();
		await authenticate(new SharpSpringApi(), keys, { url, body: form });
		expect(form.getLengthSync()).toBe(length);
	});
});

describe.each([new LeadSquaredApi(), new SharpSpringApi()])('$displayName', ({ properties }) => {
	const secrets = ['accessKey', 'secretKey'];
	const isSecret = ({ name }: INodeProperties) => secrets.includes(name);

	test('keys are not shown on the screen', () => {
		const shown = properties.filter(isSecret).filter(({ typeOptions }) => !typeOptions?.password);
		expect(shown).toEqual([]);
	});

	test('every choice has a default that is among its options', () => {
		for (const { type, options, default: chosen } of properties) {
			if (type !== 'options') continue;
			expect(options?.map((option) => 'value' in option && option.value)).toContain(chosen);
		}
	});
});
