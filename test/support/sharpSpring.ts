import type { IDataObject } from 'n8n-workflow';
import { SharpSpringApi } from '../../credentials/SharpSpringApi.credentials';
import { SharpSpring } from '../../nodes/SharpSpring/SharpSpring.node';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import type { SavedCredential } from './host';
import type { Run } from './node';
import { noLimit } from './node';
import { runNode } from './run';

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

/** The node, as a workflow holds it. */
export const sharpSpringNode = () => ({
	node: new SharpSpring(),
	typeName: 'n8n-nodes-leadsquared-sharpspring.sharpSpring',
});

/** Runs the node against the stand-in. */
export function sharpSpringRun(standIn: () => SharpSpringStandIn): Run {
	return async (parameters, items, { credentialData, ...rest } = {}) => {
		const credential = sharpSpringCredential(standIn(), credentialData);
		return await runNode({ ...sharpSpringNode(), parameters, items, credential, ...rest });
	};
}
