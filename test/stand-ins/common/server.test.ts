import { connect } from 'node:net';
import { renderPage } from './page';
import { SlidingWindow } from './rateLimit';
import { type Interceptor, listen, sendJson } from './server';

test('the interceptor comes first, and may pass', async () => {
	const intercept: Interceptor = (_, response, url) => {
		if (url.pathname !== '/fault') return false;
		sendJson(response, 503, 'intercepted');
		return true;
	};
	const server = await listen((_, response) => sendJson(response, 200, 'handled'), {
		intercept: () => intercept,
	});
	expect((await fetch(`${server.url}/fault`)).status).toBe(503);
	expect((await fetch(`${server.url}/other`)).status).toBe(200);
	await server.close();
});

test('closing ends open connections', async () => {
	const server = await listen(() => {});
	const socket = connect(server.port, '127.0.0.1');
	await new Promise((resolve) => socket.once('connect', resolve));
	const ended = new Promise((resolve) => socket.once('close', resolve));
	socket.write('GET / HTTP/1.1\r\nHost: crm\r\n\r\n');
	socket.on('error', () => {});
	await server.close();
	await ended;
	expect(server.connections()).toEqual({ open: 0, total: 1 });
});

test('a handler that throws is a 500', async () => {
	const server = await listen(() => {
		throw new Error('mistake in the stand-in');
	});
	const response = await fetch(server.url);
	expect(response.status).toBe(500);
	expect(await response.text()).toContain('mistake in the stand-in');
	await server.close();
});

test('the window slides', () => {
	let now = 0;
	const window = new SlidingWindow(2, 1000, () => now);
	expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
	now = 999;
	expect(window.take()).toBe(false);
	now = 1000;
	expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
});

test('the page escapes everything that comes from outside', () => {
	const evil = `<img src=x onerror="alert('1')">&`;
	const html = renderPage({
		service: 'CRM',
		arrivals: [
			{
				at: evil,
				service: 'CRM',
				record: evil,
				field: evil,
				fileName: evil,
				bytes: 1_500_000,
				mimeType: evil,
				sha256: evil,
				attached: false,
			},
		],
		records: [
			{
				type: evil,
				id: evil,
				label: evil,
				files: [
					{ field: evil, fileName: evil, url: 'javascript:alert(1)' },
					{ field: 'f', fileName: 'ok.pdf', url: 'https://files.invalid/a"b' },
				],
			},
		],
	});
	expect(html).not.toContain('<img');
	expect(html).not.toContain('javascript:alert');
	expect(html).toContain('href="https://files.invalid/a&quot;b"');
	expect(html).toContain('1.5 MB');
});
