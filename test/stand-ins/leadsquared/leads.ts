import { randomUUID } from 'node:crypto';
import type { Endpoints } from './endpoint';
import { isTrue, success } from './endpoint';
import { invalidInput, missing, unknownLead } from './errors';
import { readRows } from './fieldValues';
import { newLead, upsertLead, writeLead } from './leadWrites';

/** Writing leads. */
export const leadEndpoints: Endpoints = {
	'LeadManagement.svc/Lead.Create': {
		method: 'POST',
		handle({ state, body }) {
			const rows = readRows(body, 'Attribute');
			if (!rows.some(({ value }) => value !== '')) {
				throw invalidInput('No details of a lead were passed.');
			}
			const lead = newLead(state);
			writeLead(state, lead, rows, { nested: true, flattened: false });
			return success({ Id: lead.id });
		},
	},

	'LeadManagement.svc/Lead.CreateOrUpdate': {
		method: 'POST',
		handle(call) {
			const { state, body, rawUrl } = call;
			if (state.switches.dollarInQueryDropsPayload && /[?&]accessKey=[^&]*\$/.test(rawUrl)) {
				// The finding says "no error, no lead"; the exact body is a guess.
				return success({ Id: randomUUID(), AffectedRows: 0 });
			}
			const { lead, isNew, changed } = upsertLead(state, body, {
				nested: true,
				nestedAs: 'upsert',
				defaultOrder: ['EmailAddress', 'Phone'],
			});
			if (!isNew && changed && isTrue(call, 'postUpdatedLead')) lead.automationsFired++;
			return success({ Id: lead.id, AffectedRows: changed });
		},
	},

	'LeadManagement.svc/Lead.Capture': {
		method: 'POST',
		handle({ state, body, query }) {
			const { lead, isNew } = upsertLead(state, body, {
				nested: state.switches.leadCaptureAcceptsNested,
				updateBehavior: query.get('LeadUpdateBehavior') ?? undefined,
				defaultOrder: ['ProspectID', 'EmailAddress', 'Phone'],
				allDefaultsWin: true,
			});
			// The keys come from a client; what `RelatedId` holds is a guess.
			return success({ Id: lead.id, RelatedId: lead.id, IsCreated: isNew });
		},
	},

	'LeadManagement.svc/Lead.Update': {
		method: 'POST',
		handle(call) {
			const { state, body, query } = call;
			const id = query.get('leadId');
			if (!id) throw missing(`'leadId' is mandatory for updating lead`);
			const rows = readRows(body, 'Attribute');
			const lead = state.leads.get(id);
			if (!lead) {
				if (state.switches.unknownLeadUpdate === 'zeroRows') return success({ AffectedRows: 0 });
				throw unknownLead();
			}
			if (rows.length === 0) throw invalidInput('No details of a lead were passed.');
			const changed = writeLead(state, lead, rows, {
				nested: state.switches.leadUpdateAcceptsNested,
				nestedAs: 'nested',
				flattened: state.switches.leadUpdateAcceptsFlattened,
			});
			// Documented: automations run on an update only when asked for.
			if (changed && isTrue(call, 'postUpdatedLead')) lead.automationsFired++;
			return success({ AffectedRows: changed });
		},
	},
};
