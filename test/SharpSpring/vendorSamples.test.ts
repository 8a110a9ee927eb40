import { FIELD, leadId, record } from '../stand-ins/sharpspring';
import { sha256 } from '../support/forms';
import { itemWith, by, row, toLead, useSharpSpring } from '../support/sharpSpring';

// The examples of the article "Understanding Lead Gen & CRM Open API: Uploading Files" (000054650).

const bench = useSharpSpring();

/** All parts in the order in which they came, with their values. */
function partsOf({ order, fields, files }: (typeof bench.crm.calls)[number]) {
	return order.map((name) => {
		const file = files.find(({ part }) => part === name);
		if (!file) return [name, fields.find((field) => field.name === name)?.value];
		return [name, { fileName: file.fileName, mimeType: file.mimeType, sha256: file.sha256 }];
	});
}

test('the PHP sample: two files for two leads in one call', async () => {
	const { crm } = bench;
	for (const id of ['1234', '5678']) crm.leads.set(id, record(id, {}));
	const png = { mimeType: 'image/png' };
	const items = await Promise.all([
		itemWith('file1.png', { leadID: 1234 }, { ...png, content: 'first' }),
		itemWith('file2.png', { leadID: 5678 }, { ...png, content: 'second' }),
	]);
	const { error } = await bench.run(
		toLead(by('id', '={{ $json.leadID }}'), [row(FIELD.leadContract)], {
			filesPerRequest: 2,
			confirm: false,
		}),
		items,
		{ credentialData: { apiVersion: 'v1' } },
	);
	expect(error).toBeUndefined();
	expect(crm.calls).toHaveLength(1);
	expect(partsOf(crm.calls[0])).toEqual([
		['id', expect.stringMatching(/./)],
		['objectType', 'lead'],
		['fieldSystemName', FIELD.leadContract],
		['files[0]', { fileName: 'file1.png', mimeType: 'image/png', sha256: sha256('first') }],
		['file1.png', '1234'],
		['files[1]', { fileName: 'file2.png', mimeType: 'image/png', sha256: sha256('second') }],
		['file2.png', '5678'],
	]);
	expect(crm.requests.at(-1)).toMatchObject({
		method: 'POST',
		path: '/pubapi/v1/uploadFiles',
		query: { accountID: crm.keys.accountID, secretKey: crm.keys.secretKey },
		headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; ?boundary=/) },
	});
});

test('the Postman item: the image of a product', async () => {
	const { crm } = bench;
	crm.products.set('681462799', record('681462799', {}));
	const facts = { mimeType: 'image/jpeg', content: 'a dog' };
	const { error } = await bench.run(
		{
			resource: 'product',
			operation: 'uploadImage',
			productId: by('id', '681462799'),
			options: {},
		},
		[await itemWith('rye-rove-raggy.jpeg', {}, facts)],
	);
	expect(error).toBeUndefined();
	expect(crm.calls.map(partsOf)).toEqual([
		[
			['id', expect.stringMatching(/./)],
			['productID', '681462799'],
			[
				'productImage',
				{ fileName: 'rye-rove-raggy.jpeg', mimeType: 'image/jpeg', sha256: sha256('a dog') },
			],
		],
	]);
	expect(crm.requests).toMatchObject([
		{
			method: 'POST',
			path: '/pubapi/v1.2/uploadProductImage',
			query: { accountID: crm.keys.accountID, secretKey: crm.keys.secretKey },
		},
	]);
});

test('calls have IDs of their own', async () => {
	const items = await Promise.all([1, 2].map(async (n) => await itemWith(`${n}.pdf`, { n })));
	const rows = [row(FIELD.leadContract), row(FIELD.leadIdCopy)];
	await bench.run(toLead(by('id', leadId(1)), rows), items);
	const ids = bench.crm.calls.map(({ php }) => php.post.get('id'));
	expect(ids).toHaveLength(4);
	expect(new Set(ids).size).toBe(4);
});
