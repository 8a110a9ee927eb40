import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { LeadSquaredApi } from '../../credentials/LeadSquaredApi.credentials';
import { SharpSpringApi } from '../../credentials/SharpSpringApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { limiters } from '../../nodes/shared/http/accounts';
import { SharpSpring } from '../../nodes/SharpSpring/SharpSpring.node';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import type { SavedCredential } from './host';
import type { RunOptions, RunResult } from './run';
import { runNode } from './run';

/** What differs from a plain run; `credentialData` changes single fields of the credential. */
export type Differences = Partial<RunOptions> & { credentialData?: IDataObject };

/** Runs the node with these parameters and items. */
export type Run = (
	parameters: IDataObject,
	items: INodeExecutionData[],
	differences?: Differences,
) => Promise<RunResult>;

/** Makes each test begin with an account of which nobody has made any use. */
export function useFreshAccounts(): void {
	beforeEach(() => limiters.clear());
}

/** Tests of one file share an account: only those of the pace wait for it. */
export const noLimit = 100_000;

/** A credential for the stand-in. */
export function leadSquaredCredential(
	{ apiUrl, fileUploadUrl, keys }: LeadSquaredStandIn,
	data: IDataObject = {},
): SavedCredential {
	const own = { region: 'custom', apiUrl, fileUploadUrl, ...keys, callsPerWindow: noLimit };
	return { type: new LeadSquaredApi(), data: { ...own, ...data } };
}

/** A credential for the stand-in. */
export function sharpSpringCredential(
	{ url, keys }: SharpSpringStandIn,
	data: IDataObject = {},
): SavedCredential {
	return {
		type: new SharpSpringApi(),
		data: { baseUrl: url, ...keys, callsPerWindow: noLimit, ...data },
	};
}

/** The LeadSquared node, as a workflow holds it. */
export const leadSquaredNode = () => ({
	node: new LeadSquared(),
	typeName: 'n8n-nodes-leadsquared-sharpspring.leadSquared',
});

/** The SharpSpring node, as a workflow holds it. */
export const sharpSpringNode = () => ({
	node: new SharpSpring(),
	typeName: 'n8n-nodes-leadsquared-sharpspring.sharpSpring',
});

/** Runs the LeadSquared node against the stand-in. */
export function leadSquaredRun(standIn: () => LeadSquaredStandIn): Run {
	return async (parameters, items, { credentialData, ...rest } = {}) => {
		const credential = leadSquaredCredential(standIn(), credentialData);
		return await runNode({ ...leadSquaredNode(), parameters, items, credential, ...rest });
	};
}

/** Runs the SharpSpring node against the stand-in. */
export function sharpSpringRun(standIn: () => SharpSpringStandIn): Run {
	return async (parameters, items, { credentialData, ...rest } = {}) => {
		const credential = sharpSpringCredential(standIn(), credentialData);
		return await runNode({ ...sharpSpringNode(), parameters, items, credential, ...rest });
	};
}
