import type { INodeExecutionData } from 'n8n-workflow';
import { onDisk } from '../support/binaries';
import { fastSleep } from '../support/fastClock';
import { expectNothingLeft, run } from './leftovers';
import type { Subject } from '../support/subjects';
import { leadSquared, sharpSpring, subjects, useSubjects } from '../support/subjects';

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('../support/fastClock')>('../support/fastClock')
		.withFastClock(20),
);

useSubjects();
expectNothingLeft();

async function itemsFor({ item }: Subject, count: number): Promise<INodeExecutionData[]> {
	const numbers = Array.from({ length: count }, (_, index) => index + 1);
	return await Promise.all(
		numbers.map(async (number) =>
			item(number, await onDisk('content', { fileName: `file-${number}.pdf` })),
		),
	);
}

/** Makes the services count as documented, uploads too. */
function limit(calls: { leadSquared: number; sharpSpring: number }): void {
	leadSquared.crm.switches.rateLimit = {
		...leadSquared.limit,
		calls: calls.leadSquared,
		status: 429,
		countUploads: true,
	};
	sharpSpring.crm.switches.rate = {
		...sharpSpring.limit,
		calls: calls.sharpSpring,
		answer: 'http429',
	};
}

/** Requests that were made when every item needs one for each of its steps. */
const needed = ({ steps }: Subject, items: number) => Object.keys(steps).length * items;

// The services count an upload when all of it has come. So that this shows, some take their time.
function slowDownUploads(subject: Subject, most: number): void {
	let count = 0;
	subject.crm.intercept = async (_request, _response, url) => {
		if (subject.steps.upload?.test(url.pathname)) await fastSleep([most, 0, most / 2][count++ % 3]);
		return false;
	};
}

// Both at the same time: most of it is waiting. A call that is refused would be made again.
test.each([
	['with the default limit', {}, { leadSquared: 10, sharpSpring: 10 }, [6, 24]],
	[
		'with ten parallel requests',
		{ parallelRequests: 10 },
		{ leadSquared: 10, sharpSpring: 10 },
		[6, 24],
	],
	['with a lower limit', {}, { leadSquared: 3, sharpSpring: 3 }, [3, 8]],
	['with a higher limit', { parallelRequests: 10 }, { leadSquared: 25, sharpSpring: 25 }, [12, 50]],
])('no call is refused %s', async (_, options, calls, counts) => {
	limit(calls);
	slowDownUploads(leadSquared, 900);
	slowDownUploads(sharpSpring, 400);
	const results = await Promise.all(
		subjects.map(async (subject, index) => {
			const callsPerWindow = calls[subject === leadSquared ? 'leadSquared' : 'sharpSpring'];
			const changes = { options, credentialData: { callsPerWindow } };
			return await run(subject, await itemsFor(subject, counts[index]), changes);
		}),
	);
	subjects.forEach((subject, index) => {
		expect(results[index].error).toBeUndefined();
		expect(results[index].output).toHaveLength(counts[index]);
		expect(subject.crm.requests).toHaveLength(needed(subject, counts[index]));
	});
	expect(leadSquared.crm.refusedForRate).toBe(0);
});

test('the stand-ins do refuse calls, when there are too many', async () => {
	limit({ leadSquared: 2, sharpSpring: 2 });
	for (const subject of subjects) {
		await run(subject, await itemsFor(subject, 3));
		expect(subject.crm.requests.length).toBeGreaterThan(needed(subject, 3));
	}
	expect(leadSquared.crm.refusedForRate).toBeGreaterThan(0);
});
