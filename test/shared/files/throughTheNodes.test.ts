import type { IDataObject, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import mailRecipe from '../../../examples/recipes/email-attachments-to-lead.json';
import linksRecipe from '../../../examples/recipes/form-links-to-lead.json';
import { by, itemWith, useLeadSquared } from '../../support/leadSquared';
import { row, toLead, useSharpSpring } from '../../support/sharpSpring';
import { leadId as lsqLeadId } from '../../stand-ins/leadsquared';
import type { FileServer } from '../../stand-ins/common/fileServer';
import { redirect, startFileServer } from '../../stand-ins/common/fileServer';
import { FIELD, leadId } from '../../stand-ins/sharpspring';
import { bytesOf, sha256 } from '../../support/forms';

const leadSquared = useLeadSquared();
const sharpSpring = useSharpSpring();
let server: FileServer;
beforeAll(async () => (server = await startFileServer()));
afterEach(() => {
	expect(server.complaints).toEqual([]);
	server.reset();
});
afterAll(async () => await server.close());

type OnError = 'continueRegularOutput' | 'continueErrorOutput' | 'stopWorkflow';

interface More {
	settings?: IWorkflowSettings;
	options?: IDataObject;
	onError?: OnError;
	/** How n8n calls the tool that it makes of the node. */
	asTool?: boolean;
}

/** Puts files into fields of one record. */
const nodes = {
	LeadSquared: {
		firstField: 'mx_CustomObject_1',
		async send(rows: IDataObject[], given: IDataObject, items: INodeExecutionData[], more: More) {
			const { options = {}, asTool, ...rest } = more;
			const values = rows.map((source, index) => ({
				...source,
				schemaName: by('name', `mx_CustomObject_${index + 1}`),
			}));
			const parameters = {
				resource: 'lead',
				operation: 'attachFile',
				leadId: by('id', lsqLeadId(1)),
				entitySchemaName: by('name', 'mx_KYC'),
				files: { values },
				options,
				...given,
			};
			const typeName = `${leadSquared.typeName}Tool`;
			return await leadSquared.run(parameters as IDataObject, items, {
				...rest,
				...(asTool ? { typeName } : {}),
			} as never);
		},
		arrived: () => leadSquared.crm.arrivals(),
		filled: () => Object.entries(leadSquared.crm.leads.get(lsqLeadId(1))?.fieldSets.mx_KYC ?? {}),
		requests: () => leadSquared.crm.requests,
	},
	SharpSpring: {
		firstField: FIELD.leadContract,
		async send(rows: IDataObject[], given: IDataObject, items: INodeExecutionData[], more: More) {
			const { options = {}, asTool, ...rest } = more;
			const fields = [FIELD.leadContract, FIELD.leadIdCopy];
			const values = rows.map((source, index) => ({ ...row(fields[index]), ...source }));
			const parameters = toLead(by('id', leadId(1)), values, options, given);
			const typeName = `${sharpSpring.typeName}Tool`;
			return await sharpSpring.run(parameters, items, { ...rest, ...(asTool ? { typeName } : {}) });
		},
		arrived: () => sharpSpring.crm.arrivals(),
		filled: () =>
			Object.entries(sharpSpring.crm.leads.get(leadId(1))?.files ?? {}).map(
				([field, { fileName }]) => [field, fileName],
			),
		requests: () => sharpSpring.crm.requests,
	},
};

const pdf = { 'content-type': 'application/pdf' };
const noFiles = [{ json: {} }];
const fromUrl = { fileSelection: 'url' };

describe.each(Object.keys(nodes) as Array<keyof typeof nodes>)('%s', (name) => {
	const { send, arrived, filled, firstField, requests } = nodes[name];

	test('files from links go into their fields, byte for byte', async () => {
		const large = bytesOf(3_000_000);
		server.files.set('/d', {
			headers: { ...pdf, 'content-disposition': 'attachment; filename="passport.pdf"' },
			body: large,
		});
		server.files.set('/go', redirect('/files/proof'));
		server.files.set('/files/proof', { headers: pdf, body: 'proof' });
		const rows = [{ fileUrl: `${server.url}/d?token=1` }, { fileUrl: `${server.url}/go` }];
		const { output, error } = await send(rows, fromUrl, noFiles, {});
		expect(error).toBeUndefined();
		expect(arrived().sort((a, b) => b.bytes - a.bytes)).toMatchObject([
			{ fileName: 'passport.pdf', bytes: 3_000_000, sha256: sha256(large), attached: true },
			{ fileName: 'proof.pdf', bytes: 5, attached: true },
		]);
		expect(output[0].json.files).toMatchObject([
			{ fileName: 'passport.pdf', fileSize: 3_000_000, mimeType: 'application/pdf' },
			{ fileName: 'proof.pdf' },
		]);
	});

	test('a link that leads to no file: nothing is sent, and nothing secret is told', async () => {
		server.files.set('/a.pdf', { headers: { 'content-type': 'text/html' }, body: 'Log in' });
		const rows = [{ fileUrl: `${server.url}/a.pdf?token=s3cret` }];
		const { error } = await send(rows, fromUrl, noFiles, {});
		expect(error?.message).toMatch(/a web page, perhaps a login, in place of a file \[item 0]$/);
		expect(JSON.stringify([error?.message, error?.description])).not.toContain('s3cret');
		expect(arrived()).toEqual([]);
	});

	test('a slow line that takes longer than the timeout is waited for', async () => {
		const pieces = Array.from({ length: 25 }, (_, index) => `${index % 10}`.repeat(300));
		server.files.set('/slow.pdf', {
			answer: (_, response) => {
				response.writeHead(200, pdf);
				// 3 KB a second.
				const left = pieces.values();
				const timer = setInterval(() => {
					const { value, done } = left.next();
					if (!done) return response.write(value);
					clearInterval(timer);
					return response.end();
				}, 100);
			},
		});
		const rows = [{ fileUrl: `${server.url}/slow.pdf` }];
		const { error } = await send(rows, fromUrl, noFiles, { options: { timeout: 1.5 } });
		expect(error).toBeUndefined();
		expect(arrived()).toMatchObject([{ sha256: sha256(pieces.join('')) }]);
	});

	test('as an AI tool it takes links', async () => {
		server.files.set('/a.pdf', { headers: pdf, body: 'bytes' });
		const rows = [{ fileUrl: `${server.url}/a.pdf` }];
		const { error } = await send(rows, fromUrl, noFiles, { asTool: true });
		expect(error).toBeUndefined();
		expect(arrived()).toMatchObject([{ fileName: 'a.pdf' }]);
	});

	test.each(['fields', 'all'])('as an AI tool it has no files of items (%s)', async (selection) => {
		const given = { fileSelection: selection };
		const { error } = await send([{}], given, noFiles, { asTool: true });
		expect(error?.message).toBe('n8n hands no files to AI tools: choose From URL [item 0]');
		expect(requests()).toEqual([]);
	});

	test.each([1, 2])(
		'a file that is left out takes no field and no number from the others, of %d',
		async (count) => {
			const item = await itemWith({ logo: 'logo.png', contract: 'contract.pdf' });
			item.binary!.logo.mimeType = 'image/png';
			const all = { fileSelection: 'all' };
			const more = { options: { minImageSize: 20, fileName: 'signed.pdf' } };
			const { output, error, hints } = await send([{}, {}].slice(0, count), all, [item], more);
			expect(error).toBeUndefined();
			expect(output[0].json.files).toMatchObject([{ fileName: 'contract.pdf' }]);
			// Told, and no reason for a warning.
			expect(output[0].json).toMatchObject({ warnings: [], leftOutFiles: ['logo.png'] });
			expect(hints).toEqual([]);
			expect(filled()).toEqual([[firstField, 'signed.pdf']]);
		},
	);

	test.each([{ minImageSize: 20 }, { blockedExtensions: 'png', whenNotAllowed: 'skip' }])(
		'where all files of an item are left out (%j), that is told above the output',
		async (options) => {
			const items = [
				await itemWith({ logo: 'logo.png' }, { mail: 1 }),
				await itemWith({ contract: 'contract.pdf' }, { mail: 2 }),
			];
			items[0].binary!.logo.mimeType = 'image/png';
			const all = { fileSelection: 'all' };
			const { output, error, hints } = await send([{}], all, items, { options });
			expect(error).toBeUndefined();
			expect(output[0].json).toEqual(items[0].json);
			expect(output[1].json).not.toHaveProperty('leftOutFiles');
			expect(hints).toEqual([
				{
					message:
						'All files were left out for their size or extension, so nothing was sent. (item 0)',
					type: 'warning',
					location: 'outputPane',
				},
			]);
		},
	);

	test('an item with null in place of its files fails alone', async () => {
		const items = [{ json: {}, binary: null } as never, await itemWith('a.pdf')];
		const more = { onError: 'continueRegularOutput' } as const;
		const { output, error } = await send([{ binaryPropertyName: 'data' }], {}, items, more);
		expect(error).toBeUndefined();
		expect(output[0].json.error).toBe('There is no file in the binary field "data" [item 0]');
		expect(output[1].json.files).toMatchObject([{ fileName: 'a.pdf' }]);
	});

	describe.each([
		['separate', undefined],
		['combined', { binaryMode: 'combined' } as IWorkflowSettings],
	])('in %s binary mode', (mode, settings) => {
		/** Names of an item's files, wherever the mode has them. */
		const filesIn = ({ json, binary = {} }: INodeExecutionData) =>
			Object.keys(mode === 'combined' ? ((json._files as object) ?? {}) : binary).sort();
		const items = async () => [await itemWith({ data: 'a.pdf', other: 'b.pdf' }, { mail: 7 })];
		const rows = [{ binaryPropertyName: 'data' }];

		test.each([
			[false, []],
			[true, ['data', 'other']],
			['={{ "false" }}', []],
			['={{ "true" }}', ['data', 'other']],
		])('Include Input Files: %s', async (includeInputFiles, expected) => {
			const more = { settings, options: { includeInputFiles } };
			const { output, error } = await send(rows, {}, await items(), more);
			expect(error).toBeUndefined();
			expect(output[0].json.files).toMatchObject([{ fileName: 'a.pdf' }]);
			expect(filesIn(output[0])).toEqual(expected);
		});

		test('a mistake in it is told before anything is sent', async () => {
			const more = { settings, options: { includeInputFiles: '={{ "perhaps" }}' } };
			const { error } = await send(rows, {}, await items(), more);
			expect(error?.message).toMatch(/^'Include Input Files' is neither true nor false/);
			expect(arrived()).toEqual([]);
		});

		test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'an item that failed keeps its files (%s)',
			async (onError) => {
				const missing = [{ binaryPropertyName: 'scan' }];
				const more = { settings, onError };
				const { output, errorOutput } = await send(missing, {}, await items(), more);
				const [failed] = onError === 'continueErrorOutput' ? errorOutput : output;
				expect(failed.json.error).toContain('There is no file in the binary field "scan"');
				expect(filesIn(failed)).toEqual(['data', 'other']);
			},
		);
	});
});

describe('recipes work as they stand', () => {
	const parametersIn = (recipe: { nodes: Array<{ type: string; parameters: unknown }> }) =>
		recipe.nodes.find(({ type }) => type.endsWith('.leadSquared'))!.parameters as IDataObject;

	test.each([
		['one link', (link: string) => link],
		['a list of links', (link: string) => [link, link]],
		['links in lines', (link: string) => `${link}\n${link}`],
	])('files of a form tool: %s', async (_, write) => {
		server.files.set('/cv.pdf', { headers: pdf, body: 'cv' });
		const files = write(`${server.url}/cv.pdf`);
		const item = { json: { body: { email: 'asha@example.com', files } } };
		const [output] = await leadSquared.outputOf(parametersIn(linksRecipe), [item]);
		expect(output.files).toHaveLength(typeof files === 'string' && !files.includes('\n') ? 1 : 2);
	});

	test('a form without files is handed on', async () => {
		const item = { json: { body: { email: 'asha@example.com' } } };
		expect(await leadSquared.outputOf(parametersIn(linksRecipe), [item])).toEqual([item.json]);
	});

	test.each(['asha@example.com', 'Asha Rao <asha@example.com>', '"Rao, Asha" <asha@example.com>'])(
		'attachments of an email from %s',
		async (from) => {
			const item = await itemWith({ attachment_0: 'a.pdf' }, { from, subject: 'Offer' });
			const [output] = await leadSquared.outputOf(parametersIn(mailRecipe), [item]);
			expect(output.files).toMatchObject([{ fileName: 'a.pdf' }]);
		},
	);
});
