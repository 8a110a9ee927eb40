import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { lookAt } from '../../shared/execution/doubt';
import type { AccountMemory, UpdateForm } from '../transport/accountMemory';
import type { DoubtSettings, LeadSquaredClient } from '../transport/client';
import type { SetReadings } from '../transport/fieldReadings';
import {
	areRead,
	comparedWith,
	emptySet,
	hasChanged,
	isConfirmed,
	unreadSet,
} from '../transport/fieldReadings';
import type { FieldSetValues } from '../transport/fieldRows';
import type { Lead } from '../transport/leadLookups';
import { lookUpLead } from '../transport/leadLookups';
import {
	changedNothing,
	formsFor,
	notChanged,
	readLeadSet,
	updateLeadFieldSet,
} from '../transport/leads';
import type { Confirmation } from './confirm';
import { readBack, toConfirmations } from './confirm';
import { fieldKey } from './inFieldOrder';

/** What goes into a lead's custom field set, and how. */
export interface LeadFilling {
	/** As it was found; what is in it now tells whether a form took effect. */
	lead: Lead;
	/** Whether it was made for this item, so that its fields are empty. */
	isNew: boolean;
	set: FieldSetValues;
	form: 'findOut' | 'flattened' | 'nested';
	triggerAutomations: boolean;
	confirm: boolean;
}

const formUnproven =
	'The lead could not be read, so that it is not known whether LeadSquared takes this form of the update: look in LeadSquared whether the file is in its field.';

const perhapsNotTriggered =
	'LeadSquared found nothing to change in the lead, which holds the file already: automations may not have run.';

/**
 * Fills the set in the form that the account takes. Which one that is, is found out with the first lead of
 * an account, by reading it back; where nothing can be read back, it is the one seen in use.
 *
 * @throws ActionableError when the update fails, or the lead shows that it did not take effect
 */
export async function fillLead(
	client: LeadSquaredClient,
	filling: LeadFilling,
	doubt: DoubtSettings,
): Promise<{ response: IDataObject; confirmations?: Confirmation[] }> {
	const { lead, isNew, set, triggerAutomations, confirm } = filling;
	const { account, filledFields, signal } = client.execution;
	let before = isNew ? emptySet(set) : readLeadSet(lead, set);
	account.noteShown('lead', before);
	const readNow = async () => {
		const now = await lookUpLead(client, { by: 'id', value: lead.ProspectID });
		return now && comparedWith(before, readLeadSet(now, set));
	};
	const look = async () => await readBack(client, 'lead', set, readNow);
	const isOurs = set.values.every(
		({ schemaName, value }) =>
			filledFields.get(fieldKey(lead.ProspectID, set.setField, schemaName)) === value,
	);
	const update = async (form: UpdateForm, { isTrial = false, isWritten = false } = {}) => {
		const what = {
			lead,
			set,
			before,
			form,
			isWritten: isWritten || isOurs,
			triggerAutomations: triggerAutomations && !isTrial,
		};
		const response = await updateLeadFieldSet(client, what, doubt);
		if (isTrial || !changedNothing(response)) return response;
		// What was written just now, or by an attempt whose answer was lost, leaves nothing to change.
		if (!isWritten && !isHeld(await look())) throw notChanged();
		if (what.triggerAutomations) doubt.warnings.push(perhapsNotTriggered);
		return response;
	};
	const finish = async (response: IDataObject, seen?: SetReadings) => {
		if (!confirm) return { response };
		const readings = seen ?? (await look());
		return { response, confirmations: toConfirmations(readings, account.shows('lead')) };
	};
	// The one seen in use comes first; the others are documented for new leads and for upserts.
	const forms = formsFor(lead);
	const usableForm = () =>
		forms.find((form) => form === account.updateForm) ??
		// The error for a lead without an address says so.
		(account.isAddressNeeded ? account.updateForm : undefined);
	const known = filling.form === 'findOut' ? usableForm() : filling.form;
	// A lookup by some field shows a few columns only.
	const readBefore = async () => {
		if (before.every(({ reading }) => reading.state !== 'hidden')) return;
		before = (await lookAt(readNow, signal)) ?? unreadSet(set);
		account.noteShown('lead', before);
	};
	if (known) {
		if (confirm) await readBefore();
		return await finish(await update(known));
	}
	const search = async () => {
		if (usableForm()) return undefined;
		// What was there before is no proof of a form.
		await readBefore();
		// A field that holds the same name already would confirm any form.
		if (isHeld(before)) return undefined;
		account.hasSearchedForm = true;
		const found = await findForm({ forms, setField: set.setField, account, update, look });
		// What another lead has shown holds, although it may not be for this one; looks that failed prove nothing.
		if (areRead(found.readings)) account.updateForm ??= found.form;
		else if (!isHeld(found.readings)) doubt.warnings.push(formUnproven);
		return found;
	};
	// One item finds out for all; where it could not, the others need not wait for each other.
	const searchFirst = async () => (account.hasSearchedForm ? undefined : await search());
	const found = (await account.mutex.run('form', searchFirst, signal)) ?? (await search());
	if (!found) return await finish(await update(usableForm() ?? forms[0]));
	const response = triggerAutomations
		? await update(found.form, { isWritten: true })
		: found.response;
	return await finish(response, found.readings);
}

function isHeld(readings: SetReadings): boolean {
	return readings.every((it) => isConfirmed(it) === true);
}

interface FoundForm {
	form: UpdateForm;
	response: IDataObject;
	readings: SetReadings;
}

/** How to look for the form. */
interface Search {
	forms: UpdateForm[];
	setField: string;
	account: AccountMemory;
	update: (form: UpdateForm, kind: { isTrial: true }) => Promise<IDataObject>;
	look: () => Promise<SetReadings>;
}

async function findForm({ forms, setField, account, update, look }: Search): Promise<FoundForm> {
	const tried: FoundForm[] = [];
	const isSeenWithout = ({ readings }: FoundForm) =>
		readings.some((it) => isConfirmed(it, account.shows('lead')) === false);
	let refusal: unknown;
	for (const form of forms) {
		const answer = await update(form, { isTrial: true }).then(
			(response) => ({ response }),
			(error: unknown) => ({ error }),
		);
		if ('error' in answer) {
			const { error } = answer;
			// A form that is not understood is refused by LeadSquared itself; nothing else is a matter of it.
			if (!isAboutForm(error, setField)) throw error;
			refusal ??= error;
			continue;
		}
		const readings = await look();
		const trial = { form, response: answer.response, readings };
		// What has changed has been written, although nobody may know how to read it.
		if (readings.every((it) => isConfirmed(it) === true || hasChanged(it))) return trial;
		if (changedNothing(trial.response)) {
			refusal ??= notChanged();
			if (isSeenWithout(trial)) continue;
			// The fields may hold the files already, where other forms could only do harm; and where the lead
			// itself is missing, the last of them would make another one.
			if (tried.length === 0) throw notChanged();
			break;
		}
		tried.push(trial);
		if (readings.every(({ reading }) => /hidden|unread/.test(reading.state))) return trial;
	}
	// Then the form that leads with an address have shown is the only one.
	account.isAddressNeeded ||= account.updateForm === 'upsert' && tried.every(isSeenWithout);
	if (tried.length === 0) throw refusal;
	// A set that can be read, and holds none of it after all forms: LeadSquared does not take it.
	for (const { readings } of tried) toConfirmations(readings, account.shows('lead'));
	return tried[0];
}

/** Whether LeadSquared itself refused the names of the fields, and nothing else. */
function isAboutForm(error: unknown, setField: string): boolean {
	if (!(error instanceof ActionableError) || error.details.isInDoubt) return false;
	const text = `${error.message} ${error.advice ?? ''}`;
	return (
		/\bMX\w*Exception\b/.test(text) && (/UnknownAttribute/.test(text) || text.includes(setField))
	);
}
