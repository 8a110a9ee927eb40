import type { IDataObject } from 'n8n-workflow';
import { LeadSquaredApi } from '../../credentials/LeadSquaredApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import type { SavedCredential } from './host';
import type { Run } from './node';
import { noLimit } from './node';
import { runNode } from './run';

/** A credential for the stand-in. */
export function leadSquaredCredential(
	{ apiUrl, fileUploadUrl, keys }: LeadSquaredStandIn,
	data: IDataObject = {},
): SavedCredential {
	const own = { region: 'custom', apiUrl, fileUploadUrl, ...keys, callsPerWindow: noLimit };
	return { type: new LeadSquaredApi(), data: { ...own, ...data } };
}

/** The node, as a workflow holds it. */
export const leadSquaredNode = () => ({
	node: new LeadSquared(),
	typeName: 'n8n-nodes-leadsquared-sharpspring.leadSquared',
});

/** Runs the node against the stand-in. */
export function leadSquaredRun(standIn: () => LeadSquaredStandIn): Run {
	return async (parameters, items, { credentialData, ...rest } = {}) => {
		const credential = leadSquaredCredential(standIn(), credentialData);
		return await runNode({ ...leadSquaredNode(), parameters, items, credential, ...rest });
	};
}
