const UNFINISHED = new Set(['new', 'running', 'waiting']);

/** All executions of a workflow, oldest first: `id`, `mode`, `status`. */
export async function allExecutions(client, workflowId) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	// n8n gives 20, if not told otherwise, and 100 at most.
	const { results } = await client.request('GET', `/executions?limit=100&filter=${filter}`);
	return results.reverse();
}

/** Those that have ended. */
export async function finishedExecutions(client, workflowId) {
	const all = await allExecutions(client, workflowId);
	return all.filter(({ status }) => !UNFINISHED.has(status));
}

/** Those that have not ended. */
export async function openExecutions(client, workflowId) {
	const all = await allExecutions(client, workflowId);
	return all.filter(({ status }) => UNFINISHED.has(status));
}
