/**
 * Has the node upload files with hostile names, and PHP itself read the node's requests: each record's
 * ID has to be where a PHP program looks for it. Needs `php` on the path:
 *
 *     npx tsx test/php/nodeRequests.check.ts [number of random names] [seed]
 */
import '../support/sourcesFirst';
import type { IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { accountId, SEED_KEYS } from '../stand-ins/sharpspring';
import { listen, sendJson } from '../stand-ins/common/server';
import { sha256 } from '../support/forms';
import { hostileName } from '../support/hostile';
import { itemWith, SharpSpringAccount, toAccounts } from '../support/sharpSpring';
import { HAND_PICKED } from './names';
import type { PhpEcho } from './phpServer';
import { withPhp } from './phpServer';

const numRuns = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 1);
const names = [...HAND_PICKED, ...fc.sample(hostileName, { numRuns, seed })];
const problems: string[] = [];

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

async function main() {
	let version = '';
	let requests = 0;
	const items = await Promise.all(
		names.map(
			async (name, index) =>
				await itemWith(name, { id: accountId(index + 1) }, { content: contentOf(index) }),
		),
	);
	for (const keepOriginalFileNames of [false, true]) {
		for (const filesPerRequest of [1, 20]) {
			const label = `${keepOriginalFileNames ? 'original' : 'safe'} names, ${filesPerRequest} per request`;
			const { echoes, output } = await upload(items, { keepOriginalFileNames, filesPerRequest });
			[{ version }] = echoes;
			requests += echoes.length;
			compare(label, echoes, output, keepOriginalFileNames);
		}
	}
	for (const problem of problems.slice(0, 20)) console.error(problem);
	console.log(
		`PHP ${version}: ${names.length} names in ${requests} requests, ${problems.length} problems`,
	);
	if (problems.length > 0) process.exitCode = 1;
}

/** Runs the node against a server that hands every upload on to PHP. */
async function upload(items: INodeExecutionData[], options: Record<string, unknown>) {
	const echoes: PhpEcho[] = [];
	let output: INodeExecutionData[] = [];
	await withPhp(async (php) => {
		const relay = await listen(async (request, response) => {
			const echo = await handOn(request, php);
			echoes.push(echo);
			const updates = Object.values(fileNamesIn(echo)).map(() => ({ success: true, error: null }));
			sendJson(response, 200, { result: { updates }, error: [], id: echo.post.id });
		});
		const account = new SharpSpringAccount();
		account.crm = { url: relay.url, keys: SEED_KEYS } as unknown as SharpSpringStandIn;
		const parameters = toAccounts({
			...options,
			checkRecordExists: false,
		});
		const result = await account.run(parameters, items);
		await relay.close();
		if (result.error) throw result.error;
		({ output } = result);
	});
	return { echoes, output };
}

async function handOn(request: IncomingMessage, php: string): Promise<PhpEcho> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	const response = await fetch(`${php}${request.url?.slice(1) ?? ''}`, {
		method: 'POST',
		headers: { 'Content-Type': request.headers['content-type'] ?? '' },
		body: Buffer.concat(chunks),
	});
	return (await response.json()) as PhpEcho;
}

function compare(label: string, echoes: PhpEcho[], output: INodeExecutionData[], kept: boolean) {
	const report = (problem: string) => problems.push(`${label}: ${problem}`);
	const waiting = new Map(names.map((_, index) => [sha256(contentOf(index)), index]));
	for (const { query, post, files } of echoes) {
		const received = Object.entries(fileNamesIn({ files }));
		const hashes = (files.files?.sha256 ?? {}) as Record<string, string>;
		if (!isDeepStrictEqual(query, SEED_KEYS)) report('the keys are not in the query');
		if (Object.keys(post).length !== 3 + received.length) {
			report(`${received.length} files came with ${Object.keys(post).length} parameters`);
		}
		for (const [place, name] of received) {
			const index = waiting.get(hashes[place]) ?? -1;
			waiting.delete(hashes[place]);
			const told = output[index]?.json.files as Array<{ sentFileName: string }> | undefined;
			const isFound = keysFor(name, kept).every((key) => post[key] === accountId(index + 1));
			if (isFound && told?.[0].sentFileName === name) continue;
			const [original, came] = [names[index], name].map((text) => JSON.stringify(text));
			report(`${original} came as ${came}, and its ID was ${isFound ? '' : 'not '}found`);
		}
	}
	for (const index of waiting.values()) report(`${JSON.stringify(names[index])} did not arrive`);
}

/** Where programs may look for a name; the ones that change the last dot only need safe names. */
function keysFor(name: string, kept: boolean): string[] {
	const keys = [name.replace(/[ .]/g, '_')];
	return kept ? keys : [...keys, name.replace(/\.(?=[^.]*$)/, '_')];
}

function fileNamesIn({ files }: Pick<PhpEcho, 'files'>): Record<string, string> {
	return (files.files?.name ?? {}) as Record<string, string>;
}

function contentOf(index: number): string {
	return `content of file ${index}`;
}
