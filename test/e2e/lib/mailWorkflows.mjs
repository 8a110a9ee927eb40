import { adaptExample, loadExamples, RECIPES_FOLDER } from '../../../playground/examples.mjs';
import { FIELD } from '../../stand-ins/sharpspring/index.ts';
import {
	chosen,
	emailTrigger,
	goesOn,
	leadFields,
	leadSquared,
	SENDER,
	sharpSpring,
	uploadFields,
	workflow,
} from './workflows.mjs';

const RECIPE = 'email-attachments-to-lead.json';

const allAttachments = { fileSelection: 'all', binaryPropertyPrefix: 'attachment_' };

/** Puts all attachments into fields of the sender's leads; `more` are settings of both nodes. */
export function attachingWorkflow(credentials, more = {}) {
	const toLead = {
		resource: 'lead',
		operation: 'attachFile',
		leadId: chosen('email', SENDER),
		...allAttachments,
	};
	return workflow(more.onError ? 'Attach or go on' : 'Attach', [
		emailTrigger(credentials.imap),
		leadSquared(
			credentials,
			{
				...toLead,
				entitySchemaName: chosen('name', 'mx_Loan_Documents'),
				files: leadFields('mx_CustomObject_1', 'mx_CustomObject_4', 'mx_CustomObject_111'),
			},
			more,
		),
		goesOn(),
		sharpSpring(
			credentials,
			{
				...toLead,
				files: uploadFields(FIELD.leadContract, FIELD.leadIdCopy, FIELD.leadAttachment),
			},
			{ ...more, after: 'New Email', leadsTo: 'Goes On' },
		),
	]);
}

/** Takes any number of attachments: the list of a new activity, and one field after the other. */
export function hostileWorkflow(credentials) {
	return workflow('Hostile names', [
		emailTrigger(credentials.imap),
		leadSquared(credentials, {
			resource: 'activity',
			operation: 'createWithFile',
			leadId: chosen('email', SENDER),
			activityType: chosen('code', '252'),
			attachTo: 'attachmentList',
			...allAttachments,
		}),
		sharpSpring(
			credentials,
			{
				resource: 'lead',
				operation: 'attachFile',
				leadId: chosen('email', SENDER),
				// All of them in one field, one after the other: only a list of names may do that.
				fileSelection: 'fields',
				files: {
					values: [
						{
							binaryPropertyName: "={{ Object.keys($binary).join(',') }}",
							fieldSystemName: chosen('name', FIELD.leadAttachment),
						},
					],
				},
				// The field shows the last file only.
				options: { confirm: false },
			},
			{ after: 'New Email' },
		),
	]);
}

/** The workflow that the README offers, as it is. */
export function recipeWorkflow(credentials) {
	const recipe = loadExamples(RECIPES_FOLDER).find(({ fileName }) => fileName === RECIPE);
	return adaptExample(recipe, { credentials, filesFolder: '' });
}
