import { measurePace } from '../lib/pace.mjs';

export const name = 'paceLeadSquared';
export const title =
	'Many executions at once for one LeadSquared account, with the documented limit on';
/** It waits for the limit most of its time: once is enough. */
export const runs = 1;

export async function run(bench) {
	return await measurePace(bench, name, 'LeadSquared');
}
