import type { IDataObject } from 'n8n-workflow';
import { activityId, leadId, opportunityId } from '../stand-ins/leadsquared';
import { by, itemWith, rows, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

const account = useLeadSquared();

const id = leadId(1);
const hostileIds = [
	`${id}&postUpdatedLead=true`,
	`${id}?leadId=${leadId(2)}`,
	`${id}/../Lead.Delete`,
	`../${id}`,
	`${id}#`,
	`${id}%26x=1`,
	`${id}"`,
	`${id}'`,
	`${id}\r\nX-Evil: 1`,
	`${id}\n${leadId(2)}`,
	`${id}\0`,
	`${id},${leadId(2)}`,
	'*',
	"' OR '1'='1",
];

const hostileNames = [
	'mx_KYC&leadId=1',
	'mx_KYC=1',
	'mx_KYC/x',
	'mx_KYC?x',
	'mx_KYC"',
	"mx_KYC'",
	'mx_KYC\r\nX-Evil: 1',
	'mx_KYC"; filename="x',
	'mx_KYC\0',
	'mx KYC',
	'__proto__',
	'mx_KYCé',
	`m${'x'.repeat(200)}`,
];

const hostileCodes = [
	'252&x=1',
	'252/..',
	'252?',
	'252"',
	'25\n2',
	'-1',
	'2e2',
	'0x10',
	'1'.repeat(10),
];

const one = (pattern: RegExp) =>
	attachOperations.find(({ name }) => pattern.test(name))!.parameters;

/** Parameters that take a value from an expression, and what may not be in it. */
const entrances: Array<[where: string, parameters: IDataObject, values: string[]]> = [
	...['id', 'list'].flatMap((mode): typeof entrances => [
		[`lead ${mode}`, { ...one(/^Lead: Attach/), leadId: by(mode, '') }, hostileIds],
		[`lead ${mode} of a note`, { ...one(/Note/), leadId: by(mode, '') }, hostileIds],
		[`lead ${mode} of an activity`, { ...one(/Create.*list/), leadId: by(mode, '') }, hostileIds],
		[`lead ${mode} of a capture`, { ...one(/Match With/), leadId: by(mode, '') }, hostileIds],
		[
			`activity ${mode}`,
			{ ...one(/Activity: Attach.*set/), activityId: by(mode, '') },
			hostileIds.map((text) => text.replace(id, activityId(1))),
		],
		[
			`activity ${mode} for the list`,
			{ ...one(/Activity: Attach.*list/), activityId: by(mode, '') },
			hostileIds,
		],
		[
			`activity ${mode} to read`,
			{ resource: 'activity', operation: 'getFiles', activityId: by(mode, '') },
			hostileIds,
		],
		[
			`opportunity ${mode}`,
			{ ...one(/Opportunity: Attach/), opportunityId: by(mode, '') },
			hostileIds.map((text) => text.replace(id, opportunityId(1))),
		],
		[
			`opportunity ${mode} to read`,
			{ resource: 'opportunity', operation: 'getFiles', opportunityId: by(mode, '') },
			hostileIds,
		],
	]),
	...attachOperations
		.filter(({ parameters }) => parameters.entitySchemaName)
		.flatMap(({ name, parameters }): typeof entrances => [
			[`field set of ${name}`, { ...parameters, entitySchemaName: by('name', '') }, hostileNames],
			[`file field of ${name}`, { ...parameters, files: rows(['data', '']) }, hostileNames],
		]),
	...attachOperations
		.filter(({ parameters }) => parameters.activityType ?? parameters.opportunityType)
		.map(({ name, parameters }): (typeof entrances)[number] => {
			const type = parameters.activityType ? 'activityType' : 'opportunityType';
			return [`event code of ${name}`, { ...parameters, [type]: by('code', '') }, hostileCodes];
		}),
	[
		'further field of an activity',
		{
			...one(/Create.*list/),
			additionalFields: { furtherFields: { values: [{ schemaName: '', value: 'x' }] } },
		},
		hostileNames,
	],
	[
		'further field of an opportunity',
		{
			...one(/Match With/),
			additionalFields: { furtherFields: { values: [{ schemaName: '', value: 'x' }] } },
		},
		hostileNames,
	],
	[
		'email',
		{ ...one(/^Lead: Attach/), leadId: by('email', '') },
		['a@b@c.de', 'a@b.de,c@d.de', 'a b@c.de', 'a@b.de\r\nX-Evil: 1', '"a"@b.de', '<a@b>', 'a'],
	],
	[
		'phone',
		{ ...one(/^Lead: Attach/), leadId: by('phone', '') },
		[
			'12345&phone=6',
			'12345?',
			'12345=',
			'12345\n67890',
			'12345"',
			'+12345+',
			'123',
			'1'.repeat(40),
		],
	],
	[
		'storage',
		{ ...one(/^Lead: Attach/), options: { storageVersion: '' } },
		['0&Id=1', '0\r\nx', '1.5'],
	],
];

/** Puts an expression into the one place that was left empty. */
function fillIn(parameters: IDataObject, expression: string): IDataObject {
	const text = JSON.stringify(parameters);
	const places = ['"value":""', '"schemaName":""', '"storageVersion":""'];
	const place = places.find((candidate) => text.includes(candidate)) ?? '';
	const name = place.slice(0, place.indexOf(':'));
	return JSON.parse(text.replace(place, `${name}:${JSON.stringify(expression)}`)) as IDataObject;
}

test.each(entrances)(
	'%s: nothing is sent, and the message says what is wrong',
	async (_, parameters, values) => {
		const items = await Promise.all(
			values.map(async (value) => await itemWith({ data: 'a.pdf' }, { value })),
		);
		const { output } = await account.run(fillIn(parameters, '={{ $json.value }}'), items, {
			onError: 'continueRegularOutput',
		});
		expect(output).toHaveLength(values.length);
		for (const { json } of output) {
			expect(json.error).toMatch(
				/^('[\w ]+' (does not look right: "|(is not a|holds more than one) )|".*" is (a|not a|no) )/,
			);
		}
		expect(account.crm.requests).toEqual([]);
	},
);

test('texts of any kind arrive as they are, and in their own place', async () => {
	const text = '"},{"Attribute":"OwnerId","Value":"x"\r\n&leadId=1\'</script>\u2028💥';
	const furtherFields = { values: [{ schemaName: 'mx_Custom_1', value: text }] };
	const parameters = {
		...one(/Create.*set/),
		additionalFields: { note: text, furtherFields },
		options: { fieldSetStatus: text },
	};
	const output = await account.outputOf(parameters);
	const activity = account.crm.activities.get(String(output[0].activityId));
	expect(activity).toMatchObject({
		note: text,
		values: { mx_Custom_1: text },
		fieldSets: { mx_Custom_2: { Status: text, mx_CustomObject_1: 'a.pdf' } },
	});
});

const further = (value: string) => ({ values: [{ schemaName: 'mx_Custom_1', value }] });
const newLead = (fields: IDataObject) => ({
	...one(/^Lead: Attach/),
	...{ leadId: by('email', 'new@example.com'), createLead: true, newLead: fields },
});

test.each([
	['note', (text: string) => ({ ...one(/Add Note/), note: text })],
	['note of an activity', (note: string) => ({ ...one(/Create/), additionalFields: { note } })],
	['status', (status: string) => ({ ...one(/Create/), additionalFields: { status } })],
	[
		'further field',
		(text: string) => ({ ...one(/Create/), additionalFields: { furtherFields: further(text) } }),
	],
	[
		'note of an opportunity',
		(note: string) => ({ ...one(/Match With/), additionalFields: { note } }),
	],
	[
		'field set status',
		(fieldSetStatus: string) => ({ ...one(/Create.*set/), options: { fieldSetStatus } }),
	],
	[
		'description',
		(attachmentDescription: string) => ({
			...one(/Attach.*list/),
			options: { attachmentDescription },
		}),
	],
	['name of a new lead', (firstName: string) => newLead({ firstName })],
	['field of a new lead', (text: string) => newLead({ furtherFields: further(text) })],
])('an object in place of a text (%s) is refused, and no record changed', async (_, parameters) => {
	for (const given of ['={{ {} }}', '={{ [{ text: "Hi" }] }}']) {
		const { error } = await account.run(parameters(given));
		expect(error?.message).toMatch(/^'[\w ]+' is not a text: .*[{}].* \[item 0]$/);
	}
	expect(account.crm.uploads).toEqual([]);
	const changes = account.calls().filter((call) => !/Get/.test(call));
	expect(changes).toEqual([]);
});

test('an ID with blanks around it is the ID', async () => {
	const lead = by('id', ` ${leadId(1)}\n`);
	const [output] = await account.outputOf({ ...one(/^Lead: Attach/), leadId: lead });
	expect(output.leadId).toBe(leadId(1));
});

test.each(['', null, undefined, 0, {}, []])(
	'an empty ID (%j) is called empty or wrong',
	async (value) => {
		const items = [await itemWith({ data: 'a.pdf' }, { value: value as never })];
		const parameters = { ...one(/^Lead: Attach/), leadId: by('id', '={{ $json.value }}') };
		const { error } = await account.run(parameters, items);
		expect(error?.message).toMatch(/^'Lead' (is empty|does not look right)/);
		expect(account.crm.requests).toEqual([]);
	},
);
