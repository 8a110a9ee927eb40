import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { by, envelope, itemWith, rows, useLeadSquared } from './support/leadSquared';
import { toLead, useSharpSpring } from './support/sharpSpring';
import { leadId } from './stand-ins/leadsquared';
import { testCredential } from './support/n8n';

/*
 * What people read when something is wrong. `was` is what stood there before somebody without
 * knowledge of the code had read it; it is kept to show what is to be gained, and not to come back.
 */

const account = useLeadSquared();
const bench = useSharpSpring();

/** What the editor shows of the error: the message and, below it, the description. */
async function leadSquared(parameters: IDataObject, items?: INodeExecutionData[]): Promise<string> {
	const { error } = await account.run(parameters, items);
	return textOf(error);
}

async function sharpSpring(
	parameters: IDataObject,
	credential?: IDataObject,
	items?: INodeExecutionData[],
): Promise<string> {
	items ??= [await itemWith({ data: 'a.pdf' })];
	return textOf((await bench.run(parameters, items, { credentialData: credential })).error);
}

/** What the credential dialog shows. */
async function credentialTest(data: IDataObject): Promise<string> {
	const { credential, node } = account.open({});
	if (!credential) throw new Error('The account has a credential');
	const { message } = await testCredential(node, {
		...credential,
		data: { ...credential.data, ...data },
	});
	return message;
}

function textOf(error?: { message: string; description?: string | null }): string {
	return error ? [error.message, error.description].filter(Boolean).join('\n') : '';
}

const toLeadSet: IDataObject = {
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
		is: "There is no file in the binary field \"Documents\" [item 0]\nSet 'Files to Send' to 'All Binary Fields' and 'Field Name Prefix' to Documents: it takes one file as well as several. Binary fields with a file: Documents_0, Documents_1. Nothing was sent.",
		how: async () =>
			await leadSquared({ ...toLeadSet, files: rows(['Documents', 'mx_CustomObject_1']) }, [
				await itemWith({ Documents_0: 'a.pdf', Documents_1: 'b.pdf' }),
			]),
	},
	{
		what: 'a visitor who attached nothing',
		was: 'The item has no files. Nodes such as Edit Fields (Set), Code, Aggregate or a sub-workflow',
		is: /\nThe item has no files\. If that is all right, .* choose 'Pass the Item Through' under 'When a File Is Missing' in the options\. Else look at the steps before: Edit Fields \(Set\)/,
		how: async () => await leadSquared(toLeadSet, [{ json: { Email: 'asha@example.com' } }]),
	},
	{
		what: 'more files than fields',
		was: "but 'Files and Fields' has 1 field(s)",
		is: /^There is no field for the file "b\.pdf" \(binary field "attachment_1"\) \[item 0\]\n/,
		how: async () =>
			await leadSquared({ ...toLeadSet, fileSelection: 'all' }, [
				await itemWith({ attachment_0: 'a.pdf', attachment_1: 'b.pdf' }),
			]),
	},
	{
		what: "LeadSquared's answer to wrong keys",
		was: 'provided Check the keys in the credential, and that they belong to the region or account chosen there.',
		is: /LeadSquared says: [^.]*\. Check the keys in the credential, and that they belong to the region chosen there\.$/,
		how: async () => await credentialTest({ secretKey: 'wrong' }),
	},
	{
		what: "SharpSpring's answer to an account that it does not know",
		was: 'Check the keys in the credential, and that they belong to the region or account chosen there.',
		is: /^SharpSpring did not accept the keys \[item 0\]\nSharpSpring says: [^.]*\. Check the account ID and the secret key in the credential\.$/,
		how: async () =>
			await sharpSpring(toLead(by('email', 'ada@example.com')), { accountID: 'unknown' }),
	},
	{
		what: 'a list from which nothing was chosen',
		was: 'It should look like 252.',
		is: "'Activity Type' is empty [item 0]\nChoose it from the list, or enter its event code.",
		how: async () =>
			await leadSquared({
				resource: 'activity',
				operation: 'createWithFile',
				leadId: by('id', leadId(1)),
				activityType: by('list', '={{ "" }}'),
				attachTo: 'attachmentList',
			}),
	},
	{
		what: 'an expression that gives nothing',
		was: 'It should look like ada@example.com.',
		is: "'Lead' is empty [item 0]\nIts expression gives nothing for this item. It should give a value such as ada@example.com.",
		how: async () => await leadSquared({ ...toLeadSet, leadId: by('email', '={{ $json.Email }}') }),
	},
	{
		what: 'something that is not a MIME type (it was sent as application/octet-stream)',
		was: 'application/octet-stream',
		is: '\'MIME Type\' is not a MIME type: "picture" [item 0]\nIt should look like application/pdf.',
		how: async () => await leadSquared({ ...toLeadSet, options: { mimeType: 'picture' } }),
	},
	{
		what: 'which of several items it was',
		was: 'LeadSquared says: Nope. [item 1]',
		is: /^LeadSquared says: Nope\. \[item 1, b\.pdf\]/,
		how: async () => {
			account.answer('Lead.Update', 500, envelope('Nope.', 'MXException'), 2);
			return await leadSquared({ ...toLeadSet, options: { parallelRequests: 1 } }, [
				await itemWith({ data: 'a.pdf' }),
				await itemWith({ data: 'b.pdf' }),
			]);
		},
	},
	{
		what: 'an API URL that is none',
		was: "'API URL' in the credential is no address",
		is: "'API URL' in the credential is not a valid address. It should look like https://api-in21.leadsquared.com.",
		how: async () => await credentialTest({ apiUrl: 'leadsquared' }),
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
