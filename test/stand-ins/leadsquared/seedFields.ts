import type { Field, InnerField, RecordType } from './types';

const file = (number: number, displayName: string): InnerField => ({
	schemaName: `mx_CustomObject_${number}`,
	displayName,
	dataType: 'File',
});

const status: InnerField = {
	schemaName: 'Status',
	displayName: 'Status',
	dataType: 'Dropdown',
	options: ['Pending', 'Approved', 'Rejected'],
};

const text = (number: number, displayName: string): InnerField => ({
	schemaName: `mx_CustomObject_${number}`,
	displayName,
	dataType: 'String',
});

const field = (
	schemaName: string,
	displayName: string,
	dataType = 'Text',
	rest: Partial<Field> = {},
): Field => ({ schemaName, displayName, dataType, ...rest });

const fieldSet = (schemaName: string, displayName: string, inner: InnerField[]): Field => ({
	schemaName,
	displayName,
	dataType: 'CustomObject',
	inner: [status, ...inner],
});

/** Fields of leads. */
export const seedLeadFields = (): Field[] => [
	field('ProspectID', 'Lead ID', 'Text', { readOnly: true }),
	field('ProspectAutoId', 'Lead Number', 'Number', { readOnly: true }),
	field('FirstName', 'First Name'),
	field('LastName', 'Last Name'),
	field('EmailAddress', 'Email Address', 'Email', { unique: true }),
	field('Phone', 'Phone Number', 'Phone', { unique: true }),
	field('Mobile', 'Mobile Number', 'Phone'),
	field('Company', 'Company'),
	field('Source', 'Lead Source', 'Select', { options: ['Website', 'Referral', 'Event'] }),
	field('ProspectStage', 'Lead Stage', 'Select', { options: ['Prospect', 'Customer'] }),
	field('OwnerId', 'Owner', 'Text'),
	field('Notes', 'Notes', 'Text'),
	field('CreatedOn', 'Created On', 'Date', { readOnly: true }),
	field('ModifiedOn', 'Modified On', 'Date', { readOnly: true }),
	field('mx_City', 'City'),
	field('mx_Customer_Number', 'Customer Number', 'Text', { unique: true }),
	fieldSet('mx_KYC', 'KYC', [
		file(1, 'Passport'),
		file(2, 'Proof of Address'),
		text(3, 'Passport Number'),
	]),
	fieldSet('mx_Loan_Documents', 'Loan Documents', [
		file(1, 'Contract'),
		file(4, 'Bank Statement'),
		file(111, 'Other Document'),
	]),
];

const typeId = (code: number) => `50000000-0000-4000-8000-${String(code).padStart(12, '0')}`;

const recordType = (
	code: number,
	name: string,
	allowAttachments: boolean,
	fields: Field[],
	eventType = 2,
): RecordType => ({ id: typeId(code), code, name, allowAttachments, eventType, fields });

/** Types of activities. 252 takes attachments and files in a field set, 206 takes neither. */
export const seedActivityTypes = (): RecordType[] => [
	recordType(252, 'Document Collection', true, [
		field('mx_Custom_1', 'Reference', 'String'),
		fieldSet('mx_Custom_2', 'Documents', [
			file(1, 'Identity Card'),
			file(2, 'Proof of Income'),
			text(3, 'Document Number'),
			file(111, 'Other Document'),
		]),
		field('mx_Custom_3', 'Channel', 'Dropdown', { options: ['E-mail', 'Branch', 'Courier'] }),
	]),
	recordType(158, 'Verification Visit', false, [
		fieldSet('mx_Custom_1', 'Visit Report', [file(1, 'Photo'), file(2, 'Signed Report')]),
		field('mx_Custom_2', 'Address', 'String'),
	]),
	recordType(206, 'Phone Call Logged', false, [
		field('mx_Custom_1', 'Topic', 'String'),
		field('mx_Custom_2', 'Outcome', 'Dropdown', { options: ['Reached', 'Not reached'] }),
	]),
	// Guess: the code and the event type of a built-in activity, which cannot be updated.
	recordType(2, 'Page Visited on Website', false, [], 1),
];

const opportunityFields = (setName: string, setLabel: string, inner: InnerField[]) => [
	field('mx_Custom_1', 'Opportunity Name', 'String', { unique: true }),
	field('Status', 'Status', 'SearchableDropdown', { options: ['Open', 'Won', 'Lost'] }),
	field('mx_Custom_2', 'Stage', 'SearchableDropdown', { options: ['New', 'Offer', 'Closed'] }),
	field('mx_Custom_6', 'Expected Deal Size', 'Number'),
	fieldSet(setName, setLabel, inner),
	field('mx_Custom_19', 'Status Comment', 'String'),
];

/** Types of opportunities. */
export const seedOpportunityTypes = (): RecordType[] => [
	recordType(
		12000,
		'Loan',
		false,
		opportunityFields('mx_Custom_13', 'Loan File', [
			file(1, 'Application Form'),
			file(2, 'Offer Letter'),
			text(3, 'File Number'),
		]),
	),
	recordType(
		12001,
		'Insurance',
		true,
		opportunityFields('mx_Custom_14', 'Policy File', [file(1, 'Policy'), file(4, 'Claim Form')]),
	),
];
