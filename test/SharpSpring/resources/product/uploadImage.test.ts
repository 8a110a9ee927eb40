import type { IDataObject } from 'n8n-workflow';
import { FAILURE_VARIANTS, productId, SUCCESS_VARIANTS } from '../../../stand-ins/sharpspring';
import { sha256 } from '../../../support/forms';
import { itemWith, jsonOf, by, originsOf, useSharpSpring } from '../../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const bench = useSharpSpring();
const image = (place: number) => bench.crm.products.get(productId(place))!;
const png = { mimeType: 'image/png', content: 'picture' };

function toProduct(options: IDataObject = {}, more: IDataObject = {}): IDataObject {
	return {
		resource: 'product',
		operation: 'uploadImage',
		productId: by('list', '={{ $json.id }}'),
		options,
		...more,
	};
}

test('an image becomes the image of the product', async () => {
	const items = [await itemWith('My Pic.v2.png', { id: productId(3) }, png)];
	const { output, error } = await bench.run(toProduct(), items);
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toEqual([
		{
			recordId: productId(3),
			recordType: 'product',
			warnings: [],
			fileName: 'My Pic.v2.png',
			sentFileName: 'My_Pic_v2.png',
			mimeType: 'image/png',
			fileSize: 7,
			binaryField: 'data',
		},
	]);
	// The product is neither looked up nor read again, as README says.
	expect(bench.crm.requests).toHaveLength(1);
	expect(image(3).history).toMatchObject([
		{
			fileName: 'My_Pic_v2.png',
			mimeType: 'image/png',
			field: 'productImage',
			sha256: sha256('picture'),
		},
	]);
});

test('the original name and the raw answer are options', async () => {
	const items = [await itemWith('My Pic.v2.png', { id: productId(3) }, png)];
	const options = { keepOriginalFileNames: true, rawResponse: true };
	const { output } = await bench.run(toProduct(options), items);
	expect(jsonOf(output)).toMatchObject([
		{ sentFileName: 'My Pic.v2.png', response: { result: { updates: [{ success: true }] } } },
	]);
	expect(image(3).files.productImage.fileName).toBe('My Pic.v2.png');
});

test('a wrong kind of file, or two, are refused before any other image is sent', async () => {
	const good = await itemWith('a.png', { id: productId(1) }, png);
	const text = await itemWith('price list.pdf', { id: productId(2) });
	const two = { json: { id: productId(2) }, binary: { ...good.binary, more: good.binary!.data } };
	for (const [bad, message] of [
		[text, 'The file "price list.pdf" is not an image (application/pdf)'],
		[two, 'A product takes one image, but the item has 2 files to send'],
	] as const) {
		const parameters = toProduct({}, { fileSelection: 'all' });
		const { error } = await bench.run(parameters, [good, bad]);
		expect(error?.message).toContain(message);
		expect(bench.crm.calls).toEqual([]);
	}
});

test('the type can be told when n8n does not know it', async () => {
	const unknown = { mimeType: 'application/octet-stream' };
	const items = [await itemWith('a.png', { id: productId(1) }, unknown)];
	const { error } = await bench.run(toProduct(), items);
	expect(error?.description).toContain("set 'MIME Type' in the options");
	const { output } = await bench.run(toProduct({ mimeType: 'image/png' }), items);
	expect(jsonOf(output)).toMatchObject([{ mimeType: 'image/png' }]);
});

test('images of one product are sent in order, with a warning', async () => {
	const names = ['one.png', 'two.png', 'three.png'];
	const items = await Promise.all(
		names.map(async (name) => await itemWith(name, { id: productId(1) }, png)),
	);
	const { output } = await bench.run(toProduct(), items);
	expect(image(1).history.map(({ fileName }) => fileName)).toEqual(names);
	expect(originsOf(output)).toEqual([0, 1, 2]);
	for (const { json } of output) {
		expect(json.warnings).toEqual([expect.stringContaining('it keeps only the last one')]);
	}
});

test.each(['42', '={{ "1 or 2" }}'])('%j is no product', async (value) => {
	const items = [await itemWith('a.png', {}, png)];
	const parameters = toProduct({}, { productId: by('id', value) });
	const { error } = await bench.run(parameters, items);
	expect(error?.message).toMatch(
		/^('Product' does not look right|SharpSpring did not accept the file "a.png": A record with)/,
	);
	expect(bench.crm.arrivals()).toEqual([]);
});

test.each(['noEntries200', 'emptyResult200'] as const)(
	'%s leaves open whether the image is there, and is told so',
	async (answer) => {
		Object.assign(bench.crm.switches, { uploadAnswer: answer, storeBeforeForced: true });
		const items = [await itemWith('a.png', { id: productId(1) }, png)];
		const { error } = await bench.run(toProduct(), items);
		expect(error?.message).toContain('does not say clearly whether it took the file "a.png"');
		expect(error?.description).toContain('Look at the product');
		expect(error?.description).toContain('repeating it does no harm');
		expect((error as unknown as { context: IDataObject }).context.isInDoubt).toBe(true);
		expect(image(1).history).toHaveLength(1);
	},
);

test.each(SUCCESS_VARIANTS)('success: %s', async (_name, changes) => {
	Object.assign(bench.crm.switches, changes);
	const items = [await itemWith('a.png', { id: productId(1) }, png)];
	const { error } = await bench.run(toProduct(), items);
	expect(error).toBeUndefined();
});

test.each(FAILURE_VARIANTS)('failure: %s', async (_name, changes) => {
	Object.assign(bench.crm.switches, changes);
	const items = [await itemWith('a.png', { id: productId(1) }, png)];
	const { error } = await bench.run(toProduct(), items);
	expect(error?.message).toContain('SharpSpring');
});
