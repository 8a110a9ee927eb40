import FormData from 'form-data';
import type { FilePart, TextPart } from '../../../nodes/shared/http/multipart';
import { createMultipart, loadFormData, textPart } from '../../../nodes/shared/http/multipart';
import type { ReceivedForm } from '../../stand-ins/common/multipart';
import { bytesOf, parse, serialise, sha256 } from '../../support/forms';
import { inNode } from '../../support/inNode';
import type { WatchedPart } from '../../support/parts';
import { filePart } from '../../support/parts';
import type { TestServer } from '../../support/servers';
import { startServer } from '../../support/servers';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());
beforeEach(() => server.reset());

const megabyte = 1024 * 1024;

/** Sends a form through n8n's own request helper. */
async function send(parts: Array<TextPart | FilePart>): Promise<ReceivedForm> {
	const body = await createMultipart(parts);
	await inNode({}, async ({ helpers }) => {
		const { form, headers } = body;
		const redirect = { disableFollowRedirect: true };
		await helpers.httpRequest({
			method: 'POST',
			url: server.url,
			body: form,
			headers,
			...redirect,
		});
	});
	body.close();
	expect(body.failure()).toBeUndefined();
	return server.forms[0] as ReceivedForm;
}

function inMemoryPart(content: Buffer, fileName: string): FilePart {
	const open = async () => {
		throw new Error('There is nothing to open');
	};
	const facts = { name: 'files[9]', fileName, mimeType: 'text/plain' };
	return { ...facts, bytes: content.length, open, content: () => content };
}

test('sends texts and files in their order, with a length that is right', async () => {
	const first = bytesOf(3 * megabyte + 17, 1);
	const second = bytesOf(megabyte, 2);
	const form = await send([
		textPart('id', 41),
		textPart('flag', false),
		filePart(first, { name: 'files[0]', fileName: 'Angebot für „Zoë“.pdf' }).part,
		textPart('Angebot für „Zoë“.pdf', '2000312345678901'),
		filePart(second, { name: 'files[1]', fileName: '日本語.png', mimeType: 'image/png' }).part,
		inMemoryPart(Buffer.from('in memory'), 'note.txt'),
		textPart('last', 'a\r\nb "c"'),
	]);
	expect(form.order).toEqual([
		'id',
		'flag',
		'files[0]',
		'Angebot für „Zoë“.pdf',
		'files[1]',
		'files[9]',
		'last',
	]);
	expect(form.fields.map(({ value }) => value)).toEqual([
		'41',
		'false',
		'2000312345678901',
		'a\r\nb "c"',
	]);
	expect(form.files).toEqual([
		{
			part: 'files[0]',
			fileName: 'Angebot für „Zoë“.pdf',
			mimeType: 'application/pdf',
			bytes: first.length,
			sha256: sha256(first),
		},
		{
			part: 'files[1]',
			fileName: '日本語.png',
			mimeType: 'image/png',
			bytes: second.length,
			sha256: sha256(second),
		},
		{
			part: 'files[9]',
			fileName: 'note.txt',
			mimeType: 'text/plain',
			bytes: 9,
			sha256: sha256('in memory'),
		},
	]);
	expect(form.contentLength).toBe(form.received);
});

test('opens the next file only when the one before it has ended', async () => {
	const events: string[] = [];
	const tell = (event: string) => events.push(event);
	const parts = ['a', 'b', 'c'].map((fileName, index) =>
		filePart(bytesOf(700_000, index), { fileName, name: `files[${index}]`, tell }),
	);
	const form = await send(parts.map(({ part }) => part));
	expect(form.files.map(({ fileName }) => fileName)).toEqual(['a', 'b', 'c']);
	const turns = events.filter((event) => !event.startsWith('close'));
	expect(turns).toEqual(['open a', 'end a', 'open b', 'end b', 'open c', 'end c']);
	for (const { opened } of parts) expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('does not open anything before the request is made', async () => {
	const { part, opened } = filePart(bytesOf(10));
	const body = await createMultipart([part]);
	expect(opened).toHaveLength(0);
	body.close();
});

test('sends empty files, stored and in memory, beside others', async () => {
	const form = await send([
		filePart(Buffer.alloc(0), { name: 'files[0]', fileName: 'empty.txt' }).part,
		filePart(bytesOf(10), { name: 'files[1]' }).part,
		inMemoryPart(Buffer.alloc(0), 'also empty.txt'),
	]);
	expect(form.files.map(({ bytes }) => bytes)).toEqual([0, 10, 0]);
});

test('a form can be sent again: every body opens its files anew', async () => {
	const { part, opened } = filePart(bytesOf(1000));
	await send([part]);
	server.reset();
	const form = await send([part]);
	expect(form.files[0].sha256).toBe(sha256(bytesOf(1000)));
	expect(opened).toHaveLength(2);
});

describe('names that would change the structure', () => {
	const attacks = ['a"; filename="b', 'a\r\nX-Header: 1', 'a\nb', 'a\rb', 'a\0b'];
	const places = ['name', 'fileName', 'mimeType'] as const;
	test.each(places.flatMap((place) => attacks.map((text) => [place, text] as const)))(
		'%s %j is refused before anything is opened',
		async (place, text) => {
			const { part, opened } = filePart(bytesOf(10), { [place]: text });
			await expect(createMultipart([part])).rejects.toThrow('cannot be sent');
			expect(opened).toHaveLength(0);
		},
	);

	test.each(attacks)('a text part named %j is refused', async (name) => {
		await expect(createMultipart([textPart(name, '1')])).rejects.toThrow('cannot be sent');
	});
});

describe.each([
	['4.0.6', FormData],
	['4.0.0', jest.requireActual<typeof FormData>('form-data-4.0.0')],
])('with form-data %s', (_, Form) => {
	test('the body is the same', async () => {
		const { part } = filePart(bytesOf(200_000));
		const body = await createMultipart([textPart('a', '1'), part, textPart('b', 'ü')], Form);
		const length = body.form.getLengthSync();
		const bytes = await serialise(body.form);
		body.close();
		expect(bytes.length).toBe(length);
		const form = await parse(bytes, body.headers);
		expect(form.order).toEqual(['a', 'files[0]', 'b']);
		expect(form.files[0].sha256).toBe(sha256(bytesOf(200_000)));
	});
});

describe('closing', () => {
	async function begun(): Promise<{ watched: WatchedPart; close: () => void }> {
		const watched = filePart(bytesOf(megabyte));
		const body = await createMultipart([watched.part]);
		const data = new Promise((resolve) => body.form.once('data', resolve));
		body.form.resume();
		await data;
		await new Promise((resolve) => setImmediate(resolve));
		return { watched, close: body.close };
	}

	test('destroys what is open', async () => {
		const { watched, close } = await begun();
		expect(watched.opened[0].destroyed).toBe(false);
		close();
		expect(watched.opened[0].destroyed).toBe(true);
		close();
	});

	test('destroys a file that is opened too late', async () => {
		const { part, opened } = filePart(bytesOf(megabyte));
		let open: () => void = () => {};
		const gate = new Promise<void>((resolve) => (open = resolve));
		const late = { ...part, open: async () => (await gate, await part.open()) };
		const body = await createMultipart([late]);
		body.form.resume();
		await new Promise((resolve) => setImmediate(resolve));
		body.close();
		open();
		await new Promise((resolve) => setImmediate(resolve));
		expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
	});
});

test("finds the form-data that n8n-workflow uses, and it is form-data's own class", async () => {
	const Form = await loadFormData();
	const form = new Form();
	expect(Form).toBe(FormData);
	expect(form.getHeaders()['content-type']).toMatch(/^multipart\/form-data; boundary=/);
});
