import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { MalformedForm, type ReceivedForm, readForm } from './multipart';
import { listen, type Listener } from './server';

let server: Listener;
let outcome: Promise<ReceivedForm | Error>;
let settle: (value: ReceivedForm | Error) => void;

beforeAll(async () => {
	server = await listen(async (request, response) => {
		const result = await readForm(request, { keepBytes: 10 }).catch((error: Error) => error);
		settle(result);
		response.end();
	});
});
afterAll(() => server.close());
beforeEach(() => {
	outcome = new Promise((resolve) => (settle = resolve));
});

/** Sends exactly these bytes, in these chunks. */
function sendRaw(head: string[], ...chunks: Array<string | Buffer>) {
	const socket = connect(server.port, '127.0.0.1');
	socket.on('error', () => {});
	socket.write(['POST / HTTP/1.1', 'Host: crm', ...head, '', ''].join('\r\n'));
	for (const chunk of chunks) socket.write(chunk);
	return socket;
}

const TYPE = 'Content-Type: multipart/form-data; boundary=X1';

async function send(body: string | Buffer, head = [TYPE]) {
	const socket = sendRaw([...head, `Content-Length: ${Buffer.byteLength(body)}`], body);
	const result = await outcome;
	socket.destroy();
	return result;
}

const part = (head: string, content: string) =>
	`--X1\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;

const expectMalformed = (result: ReceivedForm | Error, message: RegExp) => {
	expect(result).toBeInstanceOf(MalformedForm);
	expect((result as Error).message).toMatch(message);
};

test('reads fields and files in their order, with hashes', async () => {
	const body = `${part('name="a"', 'one')}${part(
		'name="uploadFiles"; filename="../Zoë „x“.pdf"',
		'content beyond ten bytes',
	)}${part('name="a"', 'two')}--X1--\r\n`;
	const form = (await send(body)) as ReceivedForm;
	expect(form.fields).toEqual([
		{ name: 'a', value: 'one' },
		{ name: 'a', value: 'two' },
	]);
	expect(form.order).toEqual(['a', 'uploadFiles', 'a']);
	const sha256 = createHash('sha256').update('content beyond ten bytes').digest('hex');
	expect(form.files).toEqual([
		{
			part: 'uploadFiles',
			fileName: '../Zoë „x“.pdf',
			mimeType: 'text/plain',
			bytes: 24,
			sha256,
		},
	]);
	expect(form.contentLength).toBe(form.received);
});

test('keeps small contents, also of empty files', async () => {
	const body = `${part('name="f"; filename="a"', '')}${part('name="f"; filename="b"', 'ten bytes!')}--X1--`;
	const form = (await send(body)) as ReceivedForm;
	expect(form.files.map(({ content }) => content?.toString())).toEqual(['', 'ten bytes!']);
});

test('hashes a large file that comes in small pieces', async () => {
	const content = Buffer.alloc(3_000_001, 'abc\r\n--X');
	const start = '--X1\r\nContent-Disposition: form-data; name="f"; filename="b"\r\n\r\n';
	const body = Buffer.concat([Buffer.from(start), content, Buffer.from('\r\n--X1--\r\n')]);
	const pieces = [];
	for (let at = 0; at < body.length; at += 999) pieces.push(body.subarray(at, at + 999));
	const socket = sendRaw([TYPE, `Content-Length: ${body.length}`], ...pieces);
	const form = (await outcome) as ReceivedForm;
	socket.destroy();
	expect(form.files).toHaveLength(1);
	expect(form.files[0].bytes).toBe(content.length);
	expect(form.files[0].sha256).toBe(createHash('sha256').update(content).digest('hex'));
});

test.each([
	['no boundary', part('name="a"', '1'), ['Content-Type: multipart/form-data'], /no boundary/],
	['another type', '{}', ['Content-Type: application/json'], /no boundary/],
	['no final boundary', part('name="a"', '1'), [TYPE], /Unexpected end of form/],
	['bytes after the end', `${part('name="a"', '1')}--X1--\r\nmore`, [TYPE], /final boundary/],
	['a part without a name', `${part('filename="a"', '1')}--X1--`, [TYPE], /no name/],
	['a file without a name', octets('name="a"'), [TYPE], /no file name/],
	['an unreadable part', `--X1\r\nX: y\r\n\r\n1\r\n--X1--`, [TYPE], /1 parts were sent, 0 are/],
	['a quote within a name', `${part('name="f"; filename="a"b"', '1')}--X1--`, [TYPE], /parts were/],
])('refuses %s', async (_, body, head, message) => {
	expectMalformed(await send(body, head), message);
});

function octets(head: string) {
	return `--X1\r\nContent-Disposition: form-data; ${head}\r\nContent-Type: application/octet-stream\r\n\r\n1\r\n--X1--`;
}

test('refuses a chunked body', async () => {
	const socket = sendRaw([TYPE, 'Transfer-Encoding: chunked'], '0\r\n\r\n');
	expectMalformed(await outcome, /Transfer-Encoding/);
	socket.destroy();
});

test('refuses a body that is cut off', async () => {
	const body = part('name="f"; filename="a"', 'half a file');
	const socket = sendRaw([TYPE, 'Content-Length: 1000'], body);
	socket.end();
	expectMalformed(await outcome, /cut off/);
});
