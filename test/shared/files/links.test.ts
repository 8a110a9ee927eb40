import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NothingToSend } from '../../../nodes/shared/errors';
import { selectLinks } from '../../../nodes/shared/files/links';
import { fileOptions } from '../../../nodes/shared/files/options';
import { prepareFileRows, prepareFiles } from '../../../nodes/shared/files/prepare';
import type { FileNaming, PreparedFile } from '../../../nodes/shared/files/preparedFile';
import { cleanFileName } from '../../../nodes/shared/files/name';
import { fileRowFields, fileSelectionFields } from '../../../nodes/shared/files/selection';
import { requestFields } from '../../../nodes/shared/parameters/requestOptions';
import type { FileServer, ServedFile } from '../../stand-ins/common/fileServer';
import { redirect, startFileServer } from '../../stand-ins/common/fileServer';
import { bytesOf } from '../../support/forms';
import { inNode } from '../../support/inNode';
import { refusingAddress } from '../../support/servers';
import { until } from '../../support/until';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: [...fileOptions, ...requestFields()],
};
const target: INodeProperties = { displayName: 'To', name: 'to', type: 'string', default: '' };
const naming: FileNaming = (files) => files.map(cleanFileName);

let server: FileServer;
beforeAll(async () => (server = await startFileServer()));
afterEach(() => {
	// Nothing is sent along with any request.
	expect(server.complaints).toEqual([]);
	server.reset();
});
afterAll(async () => await server.close());

/** n8n's setting N8N_SSRF_PROTECTION_ENABLED, to be changed while n8n runs. */
function ssrfProtection(): { enabled: boolean } {
	const core = createRequire(require.resolve('n8n-core'));
	const { Container } = core('@n8n/di') as typeof import('@n8n/di');
	const { SsrfProtectionConfig } = core('@n8n/config') as typeof import('@n8n/config');
	return Container.get(SsrfProtectionConfig);
}

/** The files that a link, or links, give. */
async function fetchFrom(
	fileUrl: unknown,
	given: IDataObject = {},
	more: { signal?: AbortSignal; json?: IDataObject } = {},
): Promise<PreparedFile[]> {
	const parameters = { fileSelection: 'url', fileUrl, options: given } as IDataObject;
	const properties = [...fileSelectionFields, options];
	const items = [{ json: more.json ?? {} }];
	return await inNode(
		{ items, parameters, properties, signal: more.signal },
		async (context) => await prepareFiles(context, 0, naming),
	);
}

async function bytesIn(file: PreparedFile): Promise<Buffer> {
	if (file.content) return file.content();
	const chunks: Buffer[] = [];
	for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

const serve = (path: string, file: ServedFile) => {
	server.files.set(path, file);
	return `${server.url}${path}`;
};
const typed = (type: string, disposition?: string): Record<string, string> => ({
	...(type ? { 'content-type': type } : {}),
	...(disposition ? { 'content-disposition': disposition } : {}),
});
const pdf = 'application/pdf';

describe('name and type', () => {
	test.each([
		// Path, type, disposition; name and type that are sent.
		['/a/contract.pdf', pdf, '', 'contract.pdf', pdf],
		['/contract.pdf', 'Application/PDF; charset=binary', '', 'contract.pdf', pdf],
		['/M%C3%BCller%20%231%20100%25.pdf', pdf, '', 'Müller #1 100%.pdf', pdf],
		['/d', pdf, 'attachment; filename="Offer 2026.pdf"', 'Offer 2026.pdf', pdf],
		['/d', pdf, 'attachment; filename=offer.pdf', 'offer.pdf', pdf],
		['/d', pdf, "attachment; filename*=UTF-8''Angebot%20f%C3%BCr.pdf", 'Angebot für.pdf', pdf],
		['/d', pdf, 'attachment; filename="a.pdf"; filename*=UTF-8\'\'b%C3%BC.pdf', 'bü.pdf', pdf],
		['/d', pdf, 'attachment; filename*=UTF-8\'\'b.pdf; filename="a.pdf"', 'b.pdf', pdf],
		['/d', pdf, "attachment; filename*=iso-8859-1'en'na%EFve.pdf", 'naïve.pdf', pdf],
		['/d', pdf, "attachment; filename*=klingon''x.pdf; filename=a.pdf", 'a.pdf', pdf],
		['/d', pdf, 'attachment; filename="say \\"hi\\".pdf"', 'say _hi_.pdf', pdf],
		['/d', pdf, 'attachment; filename="a;b=c.pdf"', 'a;b=c.pdf', pdf],
		['/d', pdf, 'inline; FILENAME = x.pdf ; size=3', 'x.pdf', pdf],
		['/d', pdf, Buffer.from('attachment; filename="Zoë.pdf"').toString('latin1'), 'Zoë.pdf', pdf],
		['/d', pdf, 'attachment; filename="../../etc/passwd.pdf"', 'passwd.pdf', pdf],
		['/d', pdf, 'attachment; filename="x\u0000.pdf', 'd.pdf', pdf],
		['/d', pdf, 'attachment', 'd.pdf', pdf],
		// A name without an extension is the server's own word, or only the end of a path.
		['/d', pdf, 'attachment; filename="contract"', 'contract', pdf],
		['/download', pdf, '', 'download.pdf', pdf],
		['/download/', 'image/heic', '', 'download.heic', 'image/heic'],
		['/', 'image/png', '', 'file.png', 'image/png'],
		[
			'/',
			'application/vnd.oasis.opendocument.text',
			'',
			'file.odt',
			'application/vnd.oasis.opendocument.text',
		],
		// Where the server does not know the type, n8n tells it from the name.
		['/a.pdf', '', '', 'a.pdf', pdf],
		['/a.heic', 'binary/octet-stream', '', 'a.heic', 'image/heic'],
		[
			'/a.docx',
			'application/octet-stream',
			'',
			'a.docx',
			'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		],
		['/a.eml', 'application/force-download', '', 'a.eml', 'message/rfc822'],
		['/d', '', 'attachment; filename="a.ics"', 'a.ics', 'text/calendar'],
		['/readme.txt', '', '', 'readme.txt', 'text/plain'],
		['/a.blob7', '', '', 'a.blob7', 'application/octet-stream'],
		['/thing', '', '', 'thing', 'application/octet-stream'],
		['/a.pdf', 'nonsense', '', 'a.pdf', pdf],
		// A page, where one is asked for.
		['/page.html', 'text/html', '', 'page.html', 'text/html'],
	])('%s of the type "%s", %s: %s', async (path, type, disposition, fileName, mimeType) => {
		const link = serve(path, {
			headers: typed(type, disposition.replace('\u0000', '')),
			body: 'bytes',
		});
		const [file] = await fetchFrom(`${link}?signature=s3cret`);
		expect(file).toMatchObject({ fileName, mimeType, bytes: 5 });
		expect(String(await bytesIn(file))).toBe('bytes');
		expect(server.requests[0].query).toEqual({ signature: 's3cret' });
	});
});

describe('bytes', () => {
	test.each([
		['with a length', {}],
		['in chunks', { 'transfer-encoding': 'chunked' }],
	])('%s arrive as they are, with their exact size', async (_, headers) => {
		for (const length of [0, 1, 300_000]) {
			const link = serve('/a.pdf', {
				headers: { ...typed(pdf), ...headers },
				body: bytesOf(length),
			});
			const [file] = await fetchFrom(link);
			expect(file.bytes).toBe(length);
			expect((await bytesIn(file)).equals(bytesOf(length))).toBe(true);
		}
	});

	test('compressed ones are unpacked', async () => {
		const headers = { ...typed(pdf), 'content-encoding': 'gzip' };
		const link = serve('/a.pdf', { headers, body: gzipSync(bytesOf(100_000)) });
		const [file] = await fetchFrom(link);
		expect((await bytesIn(file)).equals(bytesOf(100_000))).toBe(true);
		expect(file.bytes).toBe(100_000);
	});
});

describe('links', () => {
	const one = () => serve('/1.pdf', { headers: typed(pdf), body: 'one' });
	const two = () => serve('/2.pdf', { headers: typed(pdf), body: 'two' });
	const contentsOf = async (files: PreparedFile[]) =>
		(await Promise.all(files.map(bytesIn))).map(String);

	test.each([
		['one', (a: string) => a],
		['one with spaces around it', (a: string) => `  ${a}\n`],
		['one with an invisible character', (a: string) => `${a}\u200b`],
		['one in angle brackets', (a: string) => `<${a}>`],
		['one with a fragment', (a: string) => `${a}#page=2`],
	])('%s', async (_, write) => {
		expect(await contentsOf(await fetchFrom(write(one())))).toEqual(['one']);
		expect(server.requests.map(({ path }) => path)).toEqual(['/1.pdf']);
	});

	test.each([
		['lines', (a: string, b: string) => `${a}\n${b}`],
		['spaces', (a: string, b: string) => `${a} ${b}`],
		['commas', (a: string, b: string) => `${a}, ${b}`],
		['commas alone', (a: string, b: string) => `${a},${b}`],
	])('several with %s between them', async (_, write) => {
		expect(await contentsOf(await fetchFrom(write(one(), two())))).toEqual(['one', 'two']);
	});

	test('a list from an expression', async () => {
		const json = { links: [one(), two()] };
		expect(await contentsOf(await fetchFrom('={{ $json.links }}', {}, { json }))).toEqual([
			'one',
			'two',
		]);
	});

	test('each row has its own', async () => {
		const values = [
			{ fileUrl: one(), to: 'a' },
			{ fileUrl: two(), to: 'b' },
		];
		const parameters = { fileSelection: 'url', files: { values } };
		const pairs = await inNode(
			{ parameters, properties: [...fileRowFields(target), options] },
			async (context) => await prepareFileRows(context, 0, 'to', naming),
		);
		expect(pairs.map(({ file, field }) => [file.fileName, field])).toEqual([
			['1.pdf', 'a'],
			['2.pdf', 'b'],
		]);
	});

	test.each([
		'ftp://example.com/a.pdf',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'data:text/plain,hello',
		'example.com/a.pdf',
		'http://',
		'not a link',
		12,
		{ url: 'https://example.com' },
	])('%j is not one', (value) => {
		expect(() => selectLinks(value)).toThrow(/^'Link' is not a web address: /);
	});

	test.each(['', '  ', null, undefined, [], [''], '\u200b'])('%j is none', async (value) => {
		expect(selectLinks(value)).toEqual([expect.objectContaining({ message: "'Link' is empty" })]);
	});

	test('an item without one may be handed on', async () => {
		await expect(fetchFrom('={{ $json.nothing }}')).rejects.toThrow("'Link' is empty");
		const given = { whenFileMissing: 'passThrough' };
		await expect(fetchFrom('={{ $json.nothing }}', given)).rejects.toThrow(NothingToSend);
		const skip = { whenFileMissing: 'skip' };
		const json = { links: [one(), ''] };
		expect(await fetchFrom('={{ $json.links }}', skip, { json })).toHaveLength(1);
	});
});

describe('redirects', () => {
	const file = { headers: typed(pdf), body: 'bytes' };

	test.each([301, 302, 303, 307, 308])(
		'%i is followed, and the name is that of the end',
		async (status) => {
			serve('/files/contract.pdf', file);
			serve('/b', redirect('/files/contract.pdf', status));
			const [found] = await fetchFrom(serve('/a', redirect(`${server.url}/b`, status)));
			expect(found).toMatchObject({ fileName: 'contract.pdf', bytes: 5 });
			expect(server.requests.map(({ path }) => path)).toEqual(['/a', '/b', '/files/contract.pdf']);
		},
	);

	test('a name that was asked for is better than none', async () => {
		serve('/0f3a9c', file);
		const [found] = await fetchFrom(serve('/contract.pdf', redirect('/0f3a9c')));
		expect(found.fileName).toBe('contract.pdf');
	});

	test('a circle ends', async () => {
		const link = serve('/a', redirect('/a'));
		await expect(fetchFrom(link)).rejects.toThrow(
			/could not be downloaded: more than 10 redirects$/,
		);
		expect(server.requests).toHaveLength(11);
	});

	test.each(['file:///etc/passwd', 'ftp://example.com/a', 'http://', 'javascript:1'])(
		'%s is not gone to',
		async (location) => {
			await expect(fetchFrom(serve('/a', redirect(location)))).rejects.toThrow(
				'it redirects to what is not a web address',
			);
		},
	);

	test('a redirect without a target is an error', async () => {
		await expect(fetchFrom(serve('/a', { status: 302 }))).rejects.toThrow('(HTTP 302)');
	});
});

describe('what is no file', () => {
	const login = { headers: typed('text/html; charset=utf-8'), body: '<form>Log in</form>' };

	test.each(['/contract.pdf', '/file/d/123/view', '/download', '/', '/index.php'])(
		'a page at %s is not sent as one',
		async (path) => {
			const link = serve(path, login);
			await expect(fetchFrom(`${link}?token=s3cret`)).rejects.toMatchObject({
				message: expect.stringMatching(
					/^The file at 127\.0\.0\.1:\d+\/.* could not be downloaded: .* answers with a web page, perhaps a login, in place of a file$/,
				),
				advice: expect.stringContaining("set 'MIME Type' to text/html"),
			});
			await expect(fetchFrom(`${link}?token=s3cret`)).rejects.not.toThrow('s3cret');
		},
	);

	test('nor one that a redirect leads to', async () => {
		serve('/login.html', login);
		const link = serve('/contract.pdf', redirect('/login.html?next=contract.pdf'));
		await expect(fetchFrom(link, { fileName: 'contract.pdf' })).rejects.toThrow('a web page');
	});

	test.each([{ mimeType: 'text/html' }, { mimeType: 'html' }, { fileName: 'terms.html' }])(
		'unless it is asked for: %j',
		async (given) => {
			const [file] = await fetchFrom(serve('/terms', login), given);
			expect(file.mimeType).toBe('text/html');
		},
	);

	test.each([
		[404, 'the file may be gone'],
		[410, 'the file may be gone'],
		[401, 'need a login'],
		[403, 'need a login'],
		[500, 'the file may be gone'],
		[202, 'did not answer with the whole file'],
		[203, 'did not answer with the whole file'],
		[204, 'did not answer with the whole file'],
		[206, 'did not answer with the whole file'],
		[226, 'did not answer with the whole file'],
		[300, 'did not answer with the whole file'],
		[304, 'did not answer with the whole file'],
	])('HTTP %i', async (status, advice) => {
		const link = serve('/a/b.pdf', {
			status,
			headers: typed(pdf),
			body: [204, 304].includes(status) ? '' : 'x',
		});
		await expect(fetchFrom(`${link}?token=s3cret`)).rejects.toMatchObject({
			message: `The file at ${new URL(link).host}/a/b.pdf could not be downloaded (HTTP ${status})`,
			advice: expect.stringContaining(advice),
		});
	});
});

describe('faults', () => {
	test('nobody is there', async () => {
		const address = await refusingAddress();
		await expect(fetchFrom(`${address}/a.pdf`)).rejects.toMatchObject({
			message: expect.stringMatching(
				/could not be downloaded: the server at \S+ refused the connection$/,
			),
			advice: expect.not.stringContaining('credential'),
		});
	});

	test('the connection breaks off', async () => {
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				response.writeHead(200, { 'content-type': pdf, 'content-length': 100_000 });
				response.write(bytesOf(50_000), () => response.destroy());
			},
		});
		await expect(fetchFrom(link)).rejects.toThrow(
			/could not be downloaded: the server at \S+ closed the connection/,
		);
	});

	test('nothing comes for too long', async () => {
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				response.writeHead(200, { 'content-type': pdf });
				response.write(bytesOf(10));
			},
		});
		await expect(fetchFrom(link, { timeout: 1 })).rejects.toThrow('did not answer in time');
	});

	test('the execution is stopped', async () => {
		const controller = new AbortController();
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				response.writeHead(200, { 'content-type': pdf });
				response.write(bytesOf(10), () => controller.abort());
			},
		});
		await expect(fetchFrom(link, {}, { signal: controller.signal })).rejects.toThrow(
			'the execution was stopped',
		);
		await until(() => server.connections().open === 0, 'the connection is closed');
	});
});

describe('what may pass is tried again', () => {
	const broken: ServedFile['answer'] = (_, response) => {
		response.writeHead(200, { 'content-type': pdf, 'content-length': 100_000 });
		response.write(bytesOf(50_000), () => response.destroy());
	};
	const status =
		(code: number): ServedFile['answer'] =>
		(_, response) =>
			void response.writeHead(code).end();

	test.each([
		['a server that is busy', status(503), 2],
		['too many requests', status(429), 2],
		['a connection that broke off', broken, 2],
		['a file that is not there', status(404), 1],
		['a login', status(401), 1],
	])('%s', async (_, fault, expected) => {
		let count = 0;
		const link = serve('/a.pdf', {
			answer: (request, response) => {
				if (++count === 1) return fault?.(request, response);
				response.writeHead(200, { 'content-type': pdf });
				return response.end(bytesOf(1000));
			},
		});
		const fetched = fetchFrom(link);
		if (expected === 1) await expect(fetched).rejects.toThrow('could not be downloaded');
		else expect((await bytesIn((await fetched)[0])).equals(bytesOf(1000))).toBe(true);
		expect(count).toBe(expected);
	});

	test('but not for ever', async () => {
		const link = serve('/a.pdf', { answer: status(502) });
		await expect(fetchFrom(link)).rejects.toThrow('(HTTP 502)');
		expect(server.requests).toHaveLength(3);
	});
});

describe("n8n's protection against requests to internal addresses", () => {
	const config = ssrfProtection();
	afterEach(() => (config.enabled = false));

	test('counts for the link', async () => {
		const link = serve('/a.pdf', { headers: typed(pdf), body: 'bytes' });
		config.enabled = true;
		await expect(fetchFrom(link)).rejects.toMatchObject({
			message: expect.stringContaining("is blocked by this n8n's protection"),
			advice: expect.stringContaining('N8N_SSRF_ALLOWED'),
		});
		expect(server.requests).toEqual([]);
	});

	test('and for what it redirects to', async () => {
		serve('/internal.pdf', { headers: typed(pdf), body: 'bytes' });
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				config.enabled = true;
				response.writeHead(302, { location: '/internal.pdf' }).end();
			},
		});
		await expect(fetchFrom(link)).rejects.toThrow("is blocked by this n8n's protection");
		expect(server.requests.map(({ path }) => path)).toEqual(['/a.pdf']);
	});
});

test('a large file is in memory at no time', async () => {
	const pieces = 1600;
	const piece = Buffer.alloc(65_536, 5);
	const link = serve('/large.pdf', {
		answer: (_, response) => {
			response.writeHead(200, { 'content-type': pdf });
			let sent = 0;
			const more = () => {
				while (sent < pieces) {
					sent++;
					if (!response.write(piece)) return void response.once('drain', more);
				}
				response.end();
			};
			more();
		},
	});
	let most = 0;
	const before = process.memoryUsage().arrayBuffers;
	const watch = setInterval(() => {
		most = Math.max(most, process.memoryUsage().arrayBuffers - before);
	}, 5);
	const [file] = await fetchFrom(link);
	clearInterval(watch);
	expect(file.bytes).toBe(pieces * piece.length);
	expect(most).toBeLessThan(64 * 1024 * 1024);
});

describe('limits hold while the file is fetched', () => {
	test('one that says that it is too large is not begun', async () => {
		let sent = 0;
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				response.writeHead(200, { 'content-type': pdf, 'content-length': 10_000_000 });
				sent = response.write(bytesOf(100)) ? 100 : 0;
			},
		});
		await expect(fetchFrom(link, { maxFileSize: 5 })).rejects.toThrow(
			"it has more than the 5 MB that 'Maximum File Size' allows",
		);
		expect(sent).toBe(100);
	});

	test('one that does not say it is ended', async () => {
		let closed = false;
		const link = serve('/a.pdf', {
			answer: (_, response) => {
				response.writeHead(200, { 'content-type': pdf });
				const more = () => {
					if (!response.destroyed) response.write(Buffer.alloc(65_536), more);
				};
				response.on('close', () => (closed = true));
				more();
			},
		});
		await expect(fetchFrom(link, { maxFileSize: 1 })).rejects.toThrow(
			"it has more than the 1 MB that 'Maximum File Size' allows",
		);
		await until(() => closed, 'the answer is ended');
	});

	test('extensions are those of the name that is sent', async () => {
		const link = serve('/d', {
			headers: typed(pdf, 'attachment; filename="setup.exe"'),
			body: 'x',
		});
		await expect(fetchFrom(link, { blockedExtensions: 'exe' })).rejects.toThrow(
			'are blocked: "setup.exe"',
		);
		expect(await fetchFrom(link, { allowedExtensions: 'pdf', fileName: 'a.pdf' })).toHaveLength(1);
	});
});
