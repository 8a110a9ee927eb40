import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PACKAGE_ROOT } from './package.mjs';
import { describeFiles } from './samples.mjs';

/** The importable workflows that the README shows. */
const EXAMPLES_FOLDER = join(PACKAGE_ROOT, 'examples');

/** Workflows that begin with a trigger of their own. */
export const RECIPES_FOLDER = join(EXAMPLES_FOLDER, 'recipes');

/** Workflows that find out what holds for an account; they begin with a form. */
export const CHECKS_FOLDER = join(EXAMPLES_FOLDER, 'check-account');

/** Where n8n's own image lets workflows read files from: what the examples say. */
const FOLDER_IN_EXAMPLES = '/home/node/.n8n-files';

/**
 * All examples in the order of their file names.
 * @returns {Array<{ fileName: string, workflow: object }>}
 */
export function loadExamples(folder = EXAMPLES_FOLDER) {
	return readdirSync(folder)
		.filter((fileName) => fileName.endsWith('.json'))
		.sort()
		.map((fileName) => ({
			fileName,
			workflow: JSON.parse(readFileSync(join(folder, fileName), 'utf8')),
		}));
}

/**
 * An example as it runs here: with the credentials of this n8n and files of this computer.
 * @param {{ fileName: string, workflow: object }} example
 * @param {{ credentials: Record<string, { id: string, name: string }>, filesFolder: string }} setting
 */
export function adaptExample({ workflow }, { credentials, filesFolder }) {
	const adapted = replaceInStrings(workflow, FOLDER_IN_EXAMPLES, filesFolder.replaceAll('\\', '/'));
	for (const node of adapted.nodes) {
		for (const type of Object.keys(node.credentials ?? {})) {
			node.credentials[type] = credentials[type] ?? node.credentials[type];
		}
	}
	const { id, name, nodes, connections, settings = {} } = adapted;
	return { id, name, nodes, connections, settings };
}

/** Runs an adapted workflow once and compares what arrived at the stand-ins with the files on disk. */
export async function runExample({ client, workflow, standIns, timeoutMs }) {
	const saved = await client.saveWorkflow(workflow);
	const before = await standIns.arrivals();
	const executionId = await client.runWorkflow(saved.id, triggerName(workflow));
	const execution = await client.waitForExecution(executionId, timeoutMs);
	const arrivals = (await standIns.arrivals()).filter(
		(arrival) => !before.some((earlier) => isSame(earlier, arrival)),
	);
	return { execution, ...(await compareArrivals(workflow, { arrivals, error: execution.error })) };
}

/** Compares what a run of an adapted workflow sent to the stand-ins with the files on disk. */
export async function compareArrivals(workflow, { arrivals, error }) {
	const expected = await filesToSend(workflow);
	const unexpected = [...arrivals];
	const mustBeAttached = ({ service }) => attachesFiles(workflow, service);
	const files = expected.map((file) => {
		const equal = unexpected.filter(
			({ sha256, bytes }) => sha256 === file.sha256 && bytes === file.bytes,
		);
		const arrival = equal.find(({ fileName }) => fileName === file.name) ?? equal[0];
		if (!arrival) return { expected: file, problem: 'did not arrive' };
		unexpected.splice(unexpected.indexOf(arrival), 1);
		const isDone = !mustBeAttached(arrival) || isOnRecord(arrival, arrivals);
		return {
			expected: file,
			arrival,
			problem: isDone ? undefined : 'arrived, but was not attached to a record',
		};
	});
	const failure = error ?? (expected.length === 0 ? 'There was no file to send' : undefined);
	const ok = !failure && unexpected.length === 0 && files.every(({ problem }) => !problem);
	return { ok, error: failure, files, unexpected };
}

function attachesFiles(workflow, service) {
	return workflow.nodes.some(
		({ type, parameters }) =>
			type.toLowerCase().endsWith(`.${service.toLowerCase()}`) && parameters.operation !== 'upload',
	);
}

// A later file may have taken the place of this one: it was attached all the same.
function isOnRecord({ attached, record, field }, arrivals) {
	return (
		attached ||
		arrivals.some((other) => other.attached && other.record === record && other.field === field)
	);
}

/** The files that the workflow's "Read Files" nodes find on disk now, once for each node that sends them on. */
async function filesToSend(workflow) {
	const senders = workflow.nodes.filter(
		({ type, parameters }) =>
			/\.(leadSquared|sharpSpring)$/.test(type) && parameters.operation !== 'getFiles',
	);
	const selectors = workflow.nodes
		.filter(({ type }) => type === 'n8n-nodes-base.readWriteFile')
		.map(({ parameters }) => parameters.fileSelector);
	const found = await Promise.all(
		selectors.map(async (selector) => await describeFiles(dirname(selector), basename(selector))),
	);
	return senders.flatMap(() => found.flat());
}

function triggerName(workflow) {
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (!trigger) throw new Error(`Workflow "${workflow.name}" has no Manual Trigger`);
	return trigger.name;
}

// A record may take up a file later: `attached` and `record` are no part of what an arrival is.
function isSame(one, other) {
	return ['at', 'service', 'fileName', 'sha256'].every((key) => one[key] === other[key]);
}

function replaceInStrings(value, from, to) {
	if (typeof value === 'string') return value.replaceAll(from, to);
	if (Array.isArray(value)) return value.map((entry) => replaceInStrings(entry, from, to));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, replaceInStrings(entry, from, to)]),
	);
}
