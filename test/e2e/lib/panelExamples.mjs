import { activityId, leadId, opportunityId as dealId } from '../../stand-ins/leadsquared/index.ts';
import { accountId, FIELD, opportunityId, productId } from '../../stand-ins/sharpspring/index.ts';
import { chosen } from './workflows.mjs';

/*
 * Each operation of both nodes, filled in as a user would with the stand-ins. Texts in the third place
 * are what the editor shows for a value from a list.
 */

const lead = chosen('list', leadId(1), 'Asha Rao (asha@example.com)');
const activityType = chosen('list', '252', 'Document Collection (252)');
const opportunityType = chosen('list', '12000', 'Loan (12000)');
const data = { fileSelection: 'fields', binaryPropertyName: 'data' };

const intoSet = (set, setName, field, fieldName) => ({
	entitySchemaName: chosen('list', set, `${setName} (${set})`),
	fileSelection: 'fields',
	files: {
		values: [
			{
				binaryPropertyName: 'data',
				schemaName: chosen('list', field, `${fieldName} (${field})`),
			},
		],
	},
});

const intoUploadField = (field, name) => ({
	fileSelection: 'fields',
	files: {
		values: [
			{ binaryPropertyName: 'data', fieldSystemName: chosen('list', field, `${name} (${field})`) },
		],
	},
});

/** Parameters by node, resource and operation. */
const PANELS = {
	leadSquared: {
		activity: {
			attachFile: {
				activityId: chosen('id', activityId(1)),
				attachTo: 'attachmentList',
				activityType,
				...data,
			},
			createWithFile: {
				leadId: lead,
				activityType,
				attachTo: 'customFieldSet',
				...intoSet('mx_Custom_2', 'Documents', 'mx_CustomObject_1', 'Identity Card'),
				additionalFields: { note: 'Documents received by email' },
			},
			getFiles: { activityId: chosen('id', activityId(1)), download: true },
		},
		file: { upload: { ...data, fileType: 0, fileStorageType: 0 } },
		lead: {
			addNoteWithFile: { leadId: lead, ...data, note: 'Signed contract' },
			attachFile: {
				leadId: chosen('email', 'asha@example.com'),
				...intoSet('mx_KYC', 'KYC', 'mx_CustomObject_1', 'Passport'),
			},
			getFiles: { leadId: chosen('email', 'asha@example.com'), download: false },
		},
		opportunity: {
			attachFile: {
				opportunityType,
				opportunityId: chosen('id', dealId(1)),
				...intoSet('mx_Custom_13', 'Loan File', 'mx_CustomObject_1', 'Application Form'),
			},
			captureWithFile: {
				leadId: lead,
				opportunityType,
				...intoSet('mx_Custom_13', 'Loan File', 'mx_CustomObject_2', 'Offer Letter'),
			},
			getFiles: { opportunityId: chosen('id', dealId(1)), download: false },
		},
	},
	sharpSpring: {
		account: {
			attachFile: {
				accountId: chosen('list', accountId(2), 'Analytical Engines Ltd'),
				...intoUploadField(FIELD.accountTerms, 'Terms & Conditions'),
			},
			getFiles: {
				accountId: chosen('list', accountId(2), 'Analytical Engines Ltd'),
				download: false,
			},
		},
		lead: {
			attachFile: {
				leadId: chosen('email', 'ada@example.com'),
				...intoUploadField(FIELD.leadContract, 'Contract'),
			},
			getFiles: { leadId: chosen('email', 'ada@example.com'), download: true },
		},
		opportunity: {
			attachFile: {
				opportunityId: chosen('list', opportunityId(2), 'Compiler licence'),
				...intoUploadField(FIELD.opportunityProposal, 'Proposal'),
			},
			getFiles: {
				opportunityId: chosen('list', opportunityId(2), 'Compiler licence'),
				download: false,
			},
		},
		product: {
			uploadImage: { productId: chosen('list', productId(1), 'Difference Engine'), ...data },
		},
	},
};

/** The same as a list: `{ node, resource, operation, parameters }`. */
export const panels = () =>
	Object.entries(PANELS).flatMap(([node, resources]) =>
		Object.entries(resources).flatMap(([resource, operations]) =>
			Object.entries(operations).map(([operation, parameters]) => ({
				node,
				resource,
				operation,
				parameters: { resource, operation, ...parameters },
			})),
		),
	);
