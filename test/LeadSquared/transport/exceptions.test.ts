import { sentValues, toRefusal } from '../../../nodes/LeadSquared/transport/exceptions';

const invalid = (name: string) => ({
	type: 'MXInvalidInputException',
	message: `Invalid Input! Parameter Name: ${name}`,
	status: 500,
});

// What LeadSquared says, what was sent, what the user reads, and what to do.
test.each([
	[
		invalid('EntitySchemaName'),
		{ EntitySchemaName: 'mx_Custom_99' },
		`LeadSquared does not accept "mx_Custom_99" as 'Custom Field Set'`,
		'Choose it from the list. LeadSquared says: Invalid Input! Parameter Name: EntitySchemaName (MXInvalidInputException)',
	],
	[
		invalid('SchemaName'),
		{ SchemaName: 'mx_CustomObject_99' },
		`LeadSquared does not accept "mx_CustomObject_99" as 'File Field'`,
		'Choose it from the list. LeadSquared says: Invalid Input! Parameter Name: SchemaName (MXInvalidInputException)',
	],
	[
		invalid('ActivityEvent'),
		{ ActivityEvent: 999 },
		`LeadSquared does not accept "999" as 'Activity Type'`,
		'Choose it from the list. LeadSquared says: Invalid Input! Parameter Name: ActivityEvent (MXInvalidInputException)',
	],
	[
		{
			type: 'MXMandatoryAttributeMissingException',
			message: "'leadId' is mandatory for updating lead",
			status: 500,
		},
		{},
		"LeadSquared needs a value for 'Lead'",
		"Check the lead. LeadSquared says: 'leadId' is mandatory for updating lead (MXMandatoryAttributeMissingException)",
	],
	[
		invalid('SqlOperator'),
		{},
		'LeadSquared says: Invalid Input! Parameter Name: SqlOperator',
		'(MXInvalidInputException)',
	],
	[
		{
			type: 'MXInvalidActivityFieldsException',
			message: "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.",
			status: 500,
		},
		{},
		"LeadSquared says: Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.",
		"Fill in the field that the message names: add it to 'Further Fields'. (MXInvalidActivityFieldsException)",
	],
	[{ type: '', status: 400 }, {}, 'LeadSquared says: the request failed (HTTP 400)', ''],
])('%j', (exception, sent, message, advice) => {
	expect(toRefusal(exception, sent)).toMatchObject({
		message,
		advice,
		details: { fromService: true, httpCode: String(exception.status) },
	});
});

test('a long value is cut', () => {
	const sent = { EntitySchemaName: 'x'.repeat(5000) };
	expect(toRefusal(invalid('EntitySchemaName'), sent).message.length).toBeLessThan(200);
});

test('values are found in the query, in rows of fields, in parts of a form, and inside an opportunity', () => {
	const parts = [
		{ name: 'EntitySchemaName', value: 'mx_A' },
		{ name: 'uploadFiles', bytes: 1 },
	];
	expect(sentValues({ leadId: '1' }, parts)).toMatchObject({
		leadId: '1',
		EntitySchemaName: 'mx_A',
	});
	expect(sentValues([{ Attribute: 'Phone', Value: '12' }])).toEqual({ Phone: '12' });
	expect(sentValues({ Opportunity: { OpportunityEventCode: 12 } })).toMatchObject({
		OpportunityEventCode: 12,
	});
});
