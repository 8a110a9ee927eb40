import type { FieldDefinition, ObjectType, SharpSpringRecord } from './types';

/** System names of the seeded custom fields. */
export const FIELD = {
	leadContract: 'contract_65f0a1b2c3d4e',
	leadIdCopy: 'id_copy_65f0a1b2c3d4f',
	leadAttachment: 'brochure_65f0a1b2c3d50',
	leadText: 'Favorite_Color_5a0dd86e6e290',
	leadPicklist: 'segment_65f0a1b2c3d51',
	leadDeactivated: 'old_scan_65f0a1b2c3d52',
	accountTerms: 'terms_65f0a1b2c3d53',
	accountText: 'region_65f0a1b2c3d54',
	opportunityProposal: 'proposal_65f0a1b2c3d55',
	opportunityDrawing: 'drawing_65f0a1b2c3d56',
	opportunityText: 'remarks_65f0a1b2c3d57',
} as const;

/** An empty record. */
export function record(id: string, values: SharpSpringRecord['values']): SharpSpringRecord {
	return { id, values, files: {}, history: [] };
}

/** A field as `getFields` shows it. */
export function field(
	relationship: ObjectType,
	systemName: string,
	label: string,
	dataType: string,
	more: Partial<FieldDefinition> = {},
): FieldDefinition {
	return {
		id: '589000000',
		relationship,
		systemName,
		label,
		source: 'sharpspring',
		dataType,
		dataLength: '255',
		isRequired: '0',
		isCustom: '1',
		isAvailableInContactManager: '1',
		isEditableInContactManager: '1',
		isAvailableInForms: '0',
		isActive: '1',
		...more,
	};
}

const STANDARD: Partial<FieldDefinition> = { isCustom: '0', source: 'standard' };

const PICKLIST = {
	options: ['Small', 'Medium', 'Large'].map((label, index) => ({
		label,
		value: label.toLowerCase(),
		displayOrder: String(index),
	})),
};

/** The seeded fields: standard ones, file fields of each type of record, and others to stumble over. */
export const SEED_FIELDS: readonly FieldDefinition[] = [
	field('lead', 'firstName', 'First Name', 'string', STANDARD),
	field('lead', 'lastName', 'Last Name', 'string', STANDARD),
	field('lead', 'emailAddress', 'Email', 'email', { ...STANDARD, isRequired: '1' }),
	field('lead', 'phoneNumber', 'Phone Number', 'phone', STANDARD),
	field('lead', FIELD.leadContract, 'Contract', 'upload'),
	field('lead', FIELD.leadIdCopy, 'ID &amp; Passport Copy', 'upload'),
	field('lead', FIELD.leadAttachment, 'Brochure', 'attachment'),
	field('lead', FIELD.leadText, 'Favorite Color', 'string'),
	field('lead', FIELD.leadPicklist, 'Segment', 'picklist', PICKLIST),
	field('lead', FIELD.leadDeactivated, 'Old Scan', 'upload', { isActive: '0' }),
	field('account', 'accountName', 'Account Name', 'string', { ...STANDARD, isRequired: '1' }),
	field('account', FIELD.accountTerms, 'Terms &amp; Conditions', 'upload'),
	field('account', FIELD.accountText, 'Region', 'string'),
	field('opportunity', 'opportunityName', 'Opportunity Name', 'string', STANDARD),
	field('opportunity', FIELD.opportunityProposal, 'Proposal', 'upload'),
	field('opportunity', FIELD.opportunityDrawing, 'Drawing', 'upload'),
	field('opportunity', FIELD.opportunityText, 'Remarks', 'textarea'),
].map((definition, index) => ({ ...definition, id: String(589000001 + index) }));
