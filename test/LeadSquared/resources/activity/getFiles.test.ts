import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';
import { activityId } from '../../../stand-ins/leadsquared';
import type { LeadSquaredSwitches } from '../../../stand-ins/leadsquared/switches';
import { binaryDataService } from '../../../support/n8n';
import { by, itemWith, openable, rows, useLeadSquared } from '../../../support/leadSquared';
import { until } from '../../../support/until';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const getFiles = (more: IDataObject = {}): IDataObject => ({
	resource: 'activity',
	operation: 'getFiles',
	activityId: by('id', activityId(1)),
	...more,
});

const noFiles = [{ json: {} }];

// Far below the minutes of the default, and enough for a busy machine.
const soonMs = 20_000;

/** Puts two files into the activity, as the node itself does. */
async function attachTwo(): Promise<void> {
	await account.outputOf(
		{
			resource: 'activity',
			operation: 'attachFile',
			activityId: by('id', activityId(1)),
			activityType: by('code', '252'),
			attachTo: 'customFieldSet',
			entitySchemaName: by('name', 'mx_Custom_2'),
			files: rows(['one', 'mx_CustomObject_1'], ['two', 'mx_CustomObject_2']),
		},
		[await itemWith({ one: 'Passport scan.pdf', two: 'Müller #1 100%.pdf' })],
	);
	account.crm.requests.length = 0;
}

test('names and links of the files, and nothing of other fields', async () => {
	await attachTwo();
	const { mx_Custom_2: set } = account.crm.activities.get(activityId(1))!.fieldSets;
	Object.assign(set, { Status: 'Pending', mx_CustomObject_3: '864563' });
	const output = await account.outputOf(getFiles(), noFiles);
	const links = account.crm.uploads.map(({ relativeFilePath }) => openable(relativeFilePath));
	const file = { source: 'customFieldSet', customFieldSet: 'mx_Custom_2' };
	expect(output).toEqual([
		{
			recordId: activityId(1),
			recordType: 'activity',
			fileCount: 2,
			activityId: activityId(1),
			attachmentListShown: false,
			warnings: [],
			files: [
				{
					...file,
					fileField: 'mx_CustomObject_1',
					label: 'Identity Card',
					fileName: 'Passport scan.pdf',
					fileUrl: links[0],
				},
				{
					...file,
					fileField: 'mx_CustomObject_2',
					label: 'Proof of Income',
					fileName: 'Müller #1 100%.pdf',
					fileUrl: links[1],
				},
			],
		},
	]);
	expect(account.crm.requests).toHaveLength(1);
	expect(account.crm.requests[0]).toMatchObject({
		path: '/v2/ProspectActivity.svc/GetActivityDetails',
		query: { activityId: activityId(1), getFileURL: 'true' },
	});
});

test.each<Partial<LeadSquaredSwitches>>([
	{ detailsShowForms: false },
	{ fileFieldDataType: 'String', fileUrlReady: false },
])('names of the files, and nothing else, where the details show them with %j', async (variant) => {
	await attachTwo();
	const { mx_Custom_2: set } = account.crm.activities.get(activityId(1))!.fieldSets;
	const file = { source: 'customFieldSet', customFieldSet: 'mx_Custom_2' };
	Object.assign(account.crm.switches, variant);
	for (const other of ['864563', '5000.50', 'asha@example.com']) {
		Object.assign(set, { Status: 'Form.pdf', mx_CustomObject_3: other });
		const [output] = await account.outputOf(getFiles(), noFiles);
		expect(output.warnings).toEqual([]);
		expect(output.files).toEqual([
			{
				...file,
				fileField: 'mx_CustomObject_1',
				label: expect.any(String),
				fileName: 'Passport scan.pdf',
			},
			{
				...file,
				fileField: 'mx_CustomObject_2',
				label: expect.any(String),
				fileName: 'Müller #1 100%.pdf',
			},
		]);
	}
});

test('an activity without files has an empty list', async () => {
	expect(await account.outputOf(getFiles(), noFiles)).toEqual([
		{
			recordId: activityId(1),
			recordType: 'activity',
			fileCount: 0,
			activityId: activityId(1),
			attachmentListShown: false,
			warnings: [expect.stringContaining('does not show the attachment list')],
			files: [],
		},
	]);
});

test('the raw answer is there on request', async () => {
	const [output] = await account.outputOf(getFiles({ options: { rawResponse: true } }), noFiles);
	expect(output).toMatchObject({
		files: [],
		response: { ID: activityId(1), Name: expect.anything() },
	});
});

describe('a download', () => {
	test.each([
		['an open link', false],
		['a signed link', true],
	])('through %s gives the bytes that were uploaded', async (_, signedFileUrls) => {
		await attachTwo();
		account.crm.switches.signedFileUrls = signedFileUrls;
		const { output, error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error).toBeUndefined();
		const [{ json, binary = {}, pairedItem }] = output;
		expect(pairedItem).toEqual({ item: 0 });
		expect(json.files).toMatchObject([{ binaryField: 'file_0' }, { binaryField: 'file_1' }]);
		expect(binary).toMatchObject({
			file_0: { fileName: 'Passport scan.pdf', mimeType: 'application/pdf' },
			file_1: { fileName: 'Müller #1 100%.pdf', mimeType: 'application/pdf' },
		});
		const service = await binaryDataService();
		const contents = Object.values(binary).map(async (file) =>
			(await service.getAsBuffer(file)).toString(),
		);
		expect(await Promise.all(contents)).toEqual([
			'content of Passport scan.pdf',
			'content of Müller #1 100%.pdf',
		]);
		const downloads = account.crm.requests.slice(1);
		expect(downloads).toHaveLength(2);
		for (const { headers } of downloads) {
			expect(Object.keys(headers).join()).not.toMatch(/lsq/i);
		}
	});

	test('the fields can have another name', async () => {
		await attachTwo();
		const parameters = getFiles({ download: true, binaryPropertyName: 'scan' });
		const { output } = await account.run(parameters, noFiles);
		expect(Object.keys(output[0].binary ?? {})).toEqual(['scan0', 'scan1']);
	});

	test('of nothing is nothing', async () => {
		const { output, error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error).toBeUndefined();
		expect(output).toMatchObject([{ json: { files: [] } }]);
	});

	test.each<[string, Partial<LeadSquaredSwitches>, string]>([
		['in a field that is none for files', {}, 'Received passport.pdf'],
		['where the fields say so only by their links', { fileFieldDataType: 'String' }, 'memo.pdf'],
	])('does not fail for a text that ends like a file, %s', async (_, variant, text) => {
		await attachTwo();
		Object.assign(account.crm.switches, variant);
		const { mx_Custom_2: set } = account.crm.activities.get(activityId(1))!.fieldSets;
		set.mx_CustomObject_3 = text;
		const { output, error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error).toBeUndefined();
		const [{ json, binary }] = output;
		expect(Object.keys(binary ?? {})).toHaveLength(2);
		expect(json.files).toContainEqual(expect.objectContaining({ fileName: text }));
		expect(json.warnings).toEqual([
			`LeadSquared gives no link for the file "${text}" in "Document Number", so it was not downloaded.`,
		]);
	});

	test('warns of files whose form is not shown, as no waiting would bring their links', async () => {
		await attachTwo();
		account.crm.switches.detailsShowForms = false;
		const { output, error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error).toBeUndefined();
		expect(output[0].json.warnings).toHaveLength(2);
		expect(output[0].json.files).toHaveLength(2);
	});

	test('of a file that has gone says so', async () => {
		await attachTwo();
		account.crm.switches.keepFileBytes = 0;
		for (const { file } of account.crm.uploads) delete file.content;
		const { error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error?.message).toBe(
			'The file "Passport scan.pdf" could not be downloaded (HTTP 404) [item 0]',
		);
		expect(error?.description).toContain('The link may have expired');
	});

	/** Answers downloads in place of the file store. @returns how many are open */
	const atFileStore = (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
		const seen = { open: 0 };
		account.crm.intercept = (request, response, { pathname }) => {
			if (!pathname.startsWith('/t/')) return false;
			seen.open++;
			response.once('close', () => seen.open--);
			answer(request, response);
			return true;
		};
		return seen;
	};

	/** Sends headers and half of what they announce. */
	const sendHalf = (response: ServerResponse, bytes = 1000) => {
		response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 2 * bytes });
		response.write(Buffer.alloc(bytes));
	};

	const says = (words: string) =>
		new RegExp(
			`^The file "Passport scan.pdf" could not be downloaded: the file store of LeadSquared at 127\\.0\\.0\\.1:\\d+ ${words}`,
		);

	test('that breaks off before the answer says where', async () => {
		await attachTwo();
		atFileStore((request) => request.socket.resetAndDestroy());
		const { error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error?.message).toMatch(says('closed the connection before the answer was complete'));
	});

	test('that breaks off in the middle of the file says so, too', async () => {
		await attachTwo();
		atFileStore((request, response) => {
			sendHalf(response);
			setTimeout(() => request.socket.resetAndDestroy(), 50);
		});
		const { error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error?.message).toMatch(says('closed the connection before the answer was complete'));
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(error?.description).toBe('Try again later.');
	});

	test.each([
		['that never begins', () => {}],
		['that stands still after the headers', (response: ServerResponse) => response.flushHeaders()],
		['that stands still in the middle', (response: ServerResponse) => sendHalf(response)],
		[
			'that trickles in',
			(response: ServerResponse) => {
				sendHalf(response);
				const timer = setInterval(() => response.write('x'), 100);
				response.once('close', () => clearInterval(timer));
			},
		],
	])('%s ends at the timeout', async (_, answer) => {
		await attachTwo();
		const seen = atFileStore((__, response) => answer(response));
		const parameters = getFiles({ download: true, options: { timeout: 0.5 } });
		const { error, ms } = await account.run(parameters, noFiles);
		expect(ms).toBeGreaterThan(450);
		expect(ms).toBeLessThan(soonMs);
		expect(error?.message).toMatch(says('did not answer in time'));
		expect(error?.description).toContain("raise 'Timeout' in the options");
		await until(() => seen.open === 0, 'the connection is closed');
	});

	test('that takes longer than the timeout goes on while bytes come', async () => {
		await attachTwo();
		const piece = Buffer.alloc(64 * 1024, 'x');
		atFileStore((_, response) => {
			response.writeHead(200, { 'content-type': 'application/pdf' });
			let sent = 0;
			const timer = setInterval(() => {
				response.write(piece);
				if (++sent < 12) return;
				clearInterval(timer);
				response.end();
			}, 200);
		});
		const parameters = getFiles({ download: true, options: { timeout: 2 } });
		const { output, error } = await account.run(parameters, noFiles);
		expect(error).toBeUndefined();
		const { file_0: file } = output[0].binary ?? {};
		const content = await (await binaryDataService()).getAsBuffer(file);
		expect(content.equals(Buffer.alloc(12 * piece.length, 'x'))).toBe(true);
	});

	test('ends with the execution', async () => {
		await attachTwo();
		const controller = new AbortController();
		const seen = atFileStore((_, response) => {
			sendHalf(response);
			setTimeout(() => controller.abort(), 200);
		});
		const { run, ms } = await account.run(getFiles({ download: true }), noFiles, {
			signal: controller.signal,
		});
		expect(run.status).toBe('canceled');
		expect(ms).toBeLessThan(soonMs);
		await until(() => seen.open === 0, 'the connection is closed');
	});

	test('of something else than the file does not wait for its end', async () => {
		await attachTwo();
		const seen = atFileStore((_, response) => {
			response.writeHead(403, { 'content-type': 'text/html' });
			response.write('<h1>');
		});
		const { error } = await account.run(getFiles({ download: true }), noFiles);
		expect(error?.message).toContain('could not be downloaded (HTTP 403)');
		await until(() => seen.open === 0, 'the connection is closed');
	});

	test('into a storage that fails is not blamed on LeadSquared', async () => {
		await attachTwo();
		const seen = atFileStore((_, response) => sendHalf(response));
		const service = await binaryDataService();
		const store = jest.spyOn(service, 'store').mockRejectedValueOnce(new Error('The disk is full'));
		const { error } = await account.run(getFiles({ download: true }), noFiles);
		store.mockRestore();
		expect(error?.message).toBe('The disk is full');
		await until(() => seen.open === 0, 'the connection is closed');
	});

	test('is never held in memory as a whole', async () => {
		await attachTwo();
		const store = jest.spyOn(await binaryDataService(), 'store');
		await account.run(getFiles({ download: true }), noFiles);
		const given = store.mock.calls.map(([, bytes]) => bytes);
		store.mockRestore();
		expect(given).toEqual([expect.any(Readable), expect.any(Readable)]);
	});
});

describe('while LeadSquared is still copying', () => {
	beforeEach(async () => {
		await attachTwo();
		account.crm.switches.fileUrlReady = false;
	});

	test('a file is listed without a link', async () => {
		const [{ files }] = await account.outputOf(getFiles(), noFiles);
		expect(files).toMatchObject([
			{ fileName: 'Passport scan.pdf' },
			{ fileName: 'Müller #1 100%.pdf' },
		]);
		expect((files as IDataObject[])[0]).not.toHaveProperty('fileUrl');
	});

	test.each(['File', 'String'])(
		'a download of %s fields says that there is no link yet',
		async (type) => {
			account.crm.switches.fileFieldDataType = type;
			const { error } = await account.run(getFiles({ download: true }), noFiles);
			expect(error?.message).toBe(
				'LeadSquared gives no link for the file "Passport scan.pdf" in "Identity Card" [item 0]',
			);
			expect(error?.description).toContain('Try again later');
		},
	);
});

test('a link that is no web address is not opened', async () => {
	await attachTwo();
	for (const upload of account.crm.uploads) upload.relativeFilePath = 'file:///etc/passwd';
	const { error } = await account.run(getFiles({ download: true }), noFiles);
	expect(error?.message).toBe(
		'The link of the file "Passport scan.pdf" is not a valid address [item 0]',
	);
});

test('an unknown activity', async () => {
	const parameters = getFiles({ activityId: by('list', activityId(999)) });
	const { error } = await account.run(parameters, noFiles);
	expect(error?.message).toBe('LeadSquared says: Activity does not exist. [item 0]');
	expect(error?.description).toContain('Check the ID of the activity.');
});
