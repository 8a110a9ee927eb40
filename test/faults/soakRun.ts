import { readdirSync } from 'node:fs';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Interceptor } from '../stand-ins/common/server';
import { leadId } from '../stand-ins/leadsquared';
import { onDisk } from '../support/binaries';
import { bytesOf, sha256 } from '../support/forms';
import { openFiles } from './openFiles';
import * as server from './serverFaults';
import type { Subject } from '../support/subjects';
import { leadSquared, sharpSpring } from '../support/subjects';

/** How much is to be done, and how fast it may go. */
export interface SoakOptions {
	items: number;
	/** Calls in a window of the service. */
	calls: number;
	/** Whether the account does not show what its file fields hold. */
	isHidden?: boolean;
}

/** What happened, and everything that should not have. */
export interface SoakReport {
	service: string;
	items: number;
	done: number;
	failed: number;
	requests: number;
	faults: number;
	megabytes: number;
	seconds: number;
	/** Resident memory in MB: when a quarter of the requests was made, at the end, and at most. */
	memory: { early: number; late: number; most: number };
	problems: string[];
}

interface Sent {
	item: INodeExecutionData;
	fileName: string;
	sha256: string;
}

const megabyte = 1024 * 1024;
const faultShare = 0.2;

/** Numbers that look random, the same in every run. */
function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** The service does its work, but nobody hears of it. */
const loseAnswer: server.Act = (request, response) => {
	response.end = () => {
		request.socket.resetAndDestroy();
		return response;
	};
};

const acts = [
	server.resetBefore,
	server.resetDuring,
	server.resetAfter,
	server.closeSilently,
	server.cutShort,
	server.earlyRefusal,
	server.redirect(302),
	server.page(200, 'Sign in'),
	server.page(500, 'Oops'),
	server.page(502, 'Bad Gateway'),
	server.text(429, { 'retry-after': '0' }),
	server.text(429, { 'retry-after': '1' }),
];

/** Many small files, some empty, few large. */
function sizeOf(roll: number, random: () => number): number {
	if (roll < 0.1) return 0;
	if (roll < 0.7) return Math.floor(random() * 50_000);
	if (roll < 0.95) return Math.floor(random() * 300_000);
	return Math.floor(random() * (roll < 0.99 ? megabyte : 8 * megabyte));
}

async function prepare({ item }: Subject, count: number, random: () => number): Promise<Sent[]> {
	const sent: Sent[] = [];
	for (let number = 1; number <= count; number++) {
		const content = bytesOf(sizeOf(random(), random), number % 251);
		const fileName = `file-${number}.bin`;
		const binary = await onDisk(content, { fileName });
		sent.push({ item: item(number, binary), fileName, sha256: sha256(content) });
	}
	return sent;
}

/** Enough records, no contents kept, and the limit of calls switched on. */
function setUp(subject: Subject, { items, calls, isHidden }: SoakOptions): void {
	subject.crm.reset();
	const { windowMs } = subject.limit;
	if (subject === leadSquared) {
		const { crm } = leadSquared;
		const [lead] = crm.leads.values();
		for (let number = 5; number < items + 5; number++) {
			const id = leadId(number);
			const values = { EmailAddress: `lead${number}@example.com` };
			crm.leads.set(id, { ...lead, id, values, fieldSets: {} });
		}
		crm.switches.keepFileBytes = 0;
		if (isHidden) crm.switches.leadSetsReadAs = 'nothing';
		crm.switches.rateLimit = { calls, windowMs, status: 429, countUploads: true };
	} else {
		sharpSpring.crm.switches.keepBytes = 0;
		if (isHidden) sharpSpring.crm.switches.fileReadsAs = 'empty';
		sharpSpring.crm.switches.rate = { calls, windowMs, answer: 'code107' };
	}
}

/** Runs many items while one request of five fails, in every way and at any step. */
export async function soak(subject: Subject, options: SoakOptions): Promise<SoakReport> {
	setUp(subject, options);
	const random = dice(options.items);
	const sent = await prepare(subject, options.items, random);
	const descriptors = countDescriptors();
	const memory = watchMemory();
	let faults = 0;
	const intercept: Interceptor = (request, response) => {
		if (random() >= faultShare) return false;
		faults++;
		const act = acts[Math.floor(random() * (acts.length + 3))] ?? loseAnswer;
		act(request, response);
		return act !== loseAnswer;
	};
	subject.crm.intercept = intercept;

	const { output, error, ms } = await subject.run(
		sent.map(({ item }) => item),
		{
			onError: 'continueRegularOutput',
			options: { parallelRequests: 10, ...(subject === sharpSpring ? { confirm: true } : {}) },
			credentialData: { callsPerWindow: options.calls },
		},
	);
	const problems = findProblems(subject, sent, output);
	if (error) problems.push(`The workflow stopped: ${error.message}`);
	const left = countDescriptors() - descriptors;
	if (left > 5 || openFiles().length > 0) problems.push(`${left} descriptors are left`);
	const failed = output.filter(({ json }) => 'error' in json).length;
	const bytes = subject.crm.arrivals().reduce((sum, arrival) => sum + arrival.bytes, 0);
	return {
		service: subject.name,
		items: sent.length,
		done: output.length - failed,
		failed,
		requests: subject.crm.requests.length,
		faults,
		megabytes: Math.round(bytes / megabyte),
		seconds: Math.round(ms / 1000),
		memory: memory(),
		problems,
	};
}

function findProblems(subject: Subject, sent: Sent[], output: INodeExecutionData[]): string[] {
	const problems: string[] = [];
	if (output.length !== sent.length) problems.push(`${output.length} items came out`);
	const arrivals = subject.crm.arrivals();
	output.forEach(({ json, pairedItem }, index) => {
		const { fileName, sha256: expected } = sent[index];
		const arrived = arrivals.filter((arrival) => arrival.fileName === fileName);
		const attached = arrived.filter((arrival) => arrival.attached);
		const problem = (what: string) => problems.push(`${fileName}: ${what}`);
		if ((pairedItem as { item: number }).item !== index) problem('is not in its place');
		// At LeadSquared an upload attaches nothing, so it is repeated when its answer is lost.
		if (attached.length > 1) problem(`was attached ${attached.length} times`);
		if (arrived.length > 1 && subject.name !== 'LeadSquared') {
			problem(`was stored ${arrived.length} times`);
		}
		if (arrived.some((arrival) => arrival.sha256 !== expected)) problem('has other bytes');
		if (attached.some(({ record }) => record !== subject.record(index + 1))) {
			problem('is at another record');
		}
		const fails = 'error' in json;
		if (!fails && attached.length !== 1) problem('was told to be attached, and is not');
		if (fails && attached.length > 0 && !leavesDoubt(json)) problem('was attached after all');
	});
	return problems;
}

function leavesDoubt({ message }: IDataObject): boolean {
	return String(message).includes('It is not known whether the request was carried out');
}

/** Open descriptors of this process, on systems that tell. */
function countDescriptors(): number {
	try {
		return readdirSync('/proc/self/fd').length;
	} catch {
		return 0;
	}
}

function watchMemory(): () => SoakReport['memory'] {
	const samples: number[] = [];
	const sample = () => samples.push(Math.round(process.memoryUsage.rss() / megabyte));
	const timer = setInterval(sample, 100);
	return () => {
		clearInterval(timer);
		sample();
		const early = samples[Math.floor(samples.length / 4)];
		return { early, late: samples.at(-1) ?? 0, most: Math.max(...samples) };
	};
}
