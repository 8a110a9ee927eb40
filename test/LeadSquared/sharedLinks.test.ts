import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { FileServer } from '../stand-ins/common/fileServer';
import { startFileServer } from '../stand-ins/common/fileServer';
import { leadId } from '../stand-ins/leadsquared';
import { by, itemWith, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();

const upload = { name: 'File: Upload', parameters: { resource: 'file', operation: 'upload' } };
const [attachToLead, addNote] = attachOperations;

const passportOf = async (person: string, json: IDataObject = {}) =>
	await itemWith('passport.pdf', json, { content: `passport of ${person}` });

const inMemory = (content: string): INodeExecutionData => ({
	json: {},
	binary: {
		data: {
			fileName: 'passport.pdf',
			mimeType: 'application/pdf',
			data: Buffer.from(content).toString('base64'),
		},
	},
});

const sameLinkAs = (others: string) =>
	`"passport.pdf" got the same link as ${others}: one may have replaced the other. Switch on 'Make File Names Unique'.`;

/** What each output says of links. */
async function told(
	parameters: IDataObject,
	items: INodeExecutionData[],
): Promise<Array<[item: number, warnings: string[]]>> {
	const { error, output } = await account.run(parameters, items);
	expect(error).toBeUndefined();
	return output.map(({ json, pairedItem }) => [
		(pairedItem as { item: number }).item,
		(json.warnings as string[]).filter((warning) => warning.includes('same link')),
	]);
}

describe.each([upload, ...attachOperations])('$name', ({ parameters }) => {
	test('warns both items when two files get the same link', async () => {
		const items = [await passportOf('Asha'), await passportOf('Ben')];
		expect(await told(parameters, items)).toEqual([
			[0, [sameLinkAs('the file of item 1')]],
			[1, [sameLinkAs('the file of item 0')]],
		]);
	});

	test('says nothing when names are made unique', async () => {
		const items = [await passportOf('Asha'), await passportOf('Ben')];
		const unique = { ...parameters, options: { uniqueNames: true } };
		expect(await told(unique, items)).toEqual([
			[0, []],
			[1, []],
		]);
	});
});

test('two leads: each result has the warning beside the link', async () => {
	const items = [
		await passportOf('Asha', { lead: leadId(1) }),
		await passportOf('Ben', { lead: leadId(2) }),
	];
	const parameters = { ...attachToLead.parameters, leadId: by('id', '={{ $json.lead }}') };
	const { output, hints } = await account.run(parameters, items);
	const [asha, ben] = output.map(({ json }) => json);
	expect(asha.warnings).toEqual([sameLinkAs('the file of item 1')]);
	expect(ben.warnings).toEqual([sameLinkAs('the file of item 0')]);
	const linkIn = ({ files }: IDataObject) => (files as IDataObject[])[0].fileUrl;
	expect(linkIn(asha)).toBe(linkIn(ben));
	expect(hints.map(({ message }) => message)).toEqual([
		`${sameLinkAs('the file of item 1')} (item 0)`,
		`${sameLinkAs('the file of item 0')} (item 1)`,
	]);
});

test('one hint for all later items, however many they are', async () => {
	const people = ['Asha', 'Ben', 'Cem', 'Dora'];
	const items = await Promise.all(people.map(async (person) => await passportOf(person)));
	const parameters = { ...upload.parameters, options: { parallelRequests: 1 } };
	const { hints } = await account.run(parameters, items);
	expect(hints.map(({ message }) => message)).toEqual([
		`${sameLinkAs('the file of item 1')} (item 0)`,
		`${sameLinkAs('the file of item 0')} (items 1 to 3)`,
	]);
});

test('says nothing where the account keeps the files apart', async () => {
	account.crm.switches.sameNameTwice = 'rename';
	const items = [await passportOf('Asha'), await passportOf('Ben')];
	expect(await told(addNote.parameters, items)).toEqual([
		[0, []],
		[1, []],
	]);
});

describe('the same file in several items', () => {
	test('is not replaced by another one: stored', async () => {
		const item = await passportOf('Asha');
		expect(await told(addNote.parameters, [item, { ...item }])).toEqual([
			[0, []],
			[1, []],
		]);
	});

	test('is not replaced by another one: in memory', async () => {
		const items = [inMemory('passport of Asha'), inMemory('passport of Asha')];
		expect(await told(addNote.parameters, items)).toEqual([
			[0, []],
			[1, []],
		]);
	});

	test('is replaced in all of them by another file', async () => {
		const item = await passportOf('Asha');
		const parameters = { ...addNote.parameters, options: { parallelRequests: 1 } };
		const items = [item, { ...item }, await passportOf('Ben')];
		expect(await told(parameters, items)).toEqual([
			[0, [sameLinkAs('the file of item 2')]],
			[1, [sameLinkAs('the file of item 2')]],
			[2, [sameLinkAs('the file of item 0')]],
		]);
	});
});

test('files in memory are told apart by their content', async () => {
	const items = [inMemory('passport of Asha'), inMemory('passport of Ben')];
	expect(await told(addNote.parameters, items)).toEqual([
		[0, [sameLinkAs('the file of item 1')]],
		[1, [sameLinkAs('the file of item 0')]],
	]);
});

describe('From URL', () => {
	let server: FileServer;
	beforeAll(async () => (server = await startFileServer()));
	afterAll(async () => await server.close());

	test.each([
		['one link for all items is one file', ['/asha', '/asha'], [[], []]],
		[
			'two links are two files',
			['/asha', '/ben'],
			[[sameLinkAs('the file of item 1')], [sameLinkAs('the file of item 0')]],
		],
	])('%s', async (_, paths, expected) => {
		for (const path of paths) {
			const headers = { 'content-type': 'application/pdf' };
			server.files.set(path, { headers, body: `passport of ${path}` });
		}
		const parameters = {
			...addNote.parameters,
			fileSelection: 'url',
			fileUrl: '={{ $json.link }}',
			options: { fileName: 'passport.pdf' },
		};
		const items = paths.map((path) => ({ json: { link: `${server.url}${path}` } }));
		const all = await told(parameters, items);
		expect(all.map(([, warnings]) => warnings)).toEqual(expected);
	});
});
