import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { by, itemWith, rows, testAccount } from './LeadSquared/account';
import { leadId } from './stand-ins/leadsquared';

/*
 * What people read when something is wrong. `was` is what stood there before somebody without
 * knowledge of the code had read it; it is kept to show what is to be gained, and not to come back.
 */

const account = testAccount();

/** What the editor shows of the error: the message and, below it, the description. */
async function leadSquared(parameters: IDataObject, items?: INodeExecutionData[]): Promise<string> {
	const { error } = await account.run(parameters, items);
	return textOf(error);
}

function textOf(error?: { message: string; description?: string | null }): string {
	return error ? [error.message, error.description].filter(Boolean).join('\n') : '';
}

const toLead: IDataObject = {
	resource: 'lead',
	operation: 'attachFile',
	leadId: by('id', leadId(1)),
	entitySchemaName: by('name', 'mx_KYC'),
	files: rows(['data', 'mx_CustomObject_1']),
};

/** A message of today and of before. */
interface Row {
	what: string;
	was: string;
	is: string | RegExp;
	how: () => Promise<string>;
}

const table: Row[] = [
	{
		what: 'two files of a form, asked for as one',
		was: 'There is no file in the binary field "Documents" [item 0]\nBinary fields with a file: Documents_0, Documents_1.',
		is: "There is no file in the binary field \"Documents\" [item 0]\nSet 'Files to Send' to 'All Binary Fields' and 'Field Name Prefix' to Documents: it takes one file as well as several. Binary fields with a file: Documents_0, Documents_1.",
		how: async () =>
			await leadSquared({ ...toLead, files: rows(['Documents', 'mx_CustomObject_1']) }, [
				await itemWith({ Documents_0: 'a.pdf', Documents_1: 'b.pdf' }),
			]),
	},
	{
		what: 'a visitor who attached nothing',
		was: 'The item has no files. Nodes such as Edit Fields (Set), Code, Aggregate or a sub-workflow',
		is: /\nThe item has no files\. If that is all right, .* choose 'Pass the Item Through' under 'When an Item Has No File' in the options\. Else look at the steps before: Edit Fields \(Set\)/,
		how: async () => await leadSquared(toLead, [{ json: { Email: 'asha@example.com' } }]),
	},
	{
		what: 'more files than fields',
		was: "but 'Files and Fields' has 1 field(s)",
		is: /^The item has 2 files, but 'Files and Fields' has one field \[item 0\]\n/,
		how: async () =>
			await leadSquared({ ...toLead, fileSelection: 'all' }, [
				await itemWith({ attachment_0: 'a.pdf', attachment_1: 'b.pdf' }),
			]),
	},
];

describe('what people read when something is wrong', () => {
	test.each(table)('$what', async ({ was, is, how }) => {
		const text = await how();
		expect(text).toMatch(is instanceof RegExp ? is : new RegExp(`^${escaped(is)}$`));
		expect(text).not.toContain(was);
	});
});

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
