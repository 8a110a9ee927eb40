import type { INodeExecutionData } from 'n8n-workflow';
import type { OpenedStream } from '../support/binaries';
import { watchStreams } from '../support/binaries';
import type { RunResult } from '../support/run';
import { expectNoSecret } from '../support/secrets';
import { openFiles } from './openFiles';
import type { Changes, Subject } from '../support/subjects';
import { subjects } from '../support/subjects';
import { until } from '../support/until';

/** Fails a test that leaves a connection, an open file or an unhandled rejection behind. */
export function expectNothingLeft(): { opened: OpenedStream[] } {
	const watched: { opened: OpenedStream[]; stop: () => void } = { opened: [], stop: () => {} };
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		Object.assign(watched, await watchStreams());
	});
	beforeEach(() => void (watched.opened.length = 0));
	afterEach(async () => {
		for (const { name, crm } of subjects) {
			await until(() => crm.connections().open === 0, `no connection to ${name} is open`);
		}
		await until(() => openFiles().length === 0, 'no file is open');
		expect(watched.opened.filter(({ stream }) => !stream.destroyed)).toEqual([]);
		expect(rejections).toEqual([]);
	});
	afterAll(() => {
		process.off('unhandledRejection', note);
		watched.stop();
	});
	return watched;
}

/** Runs the job, and fails when a key shows up in anything that n8n keeps or shows. */
export async function run(
	subject: Subject,
	items: INodeExecutionData[],
	changes?: Changes,
): Promise<RunResult> {
	const result = await subject.run(items, changes);
	expectNoSecret(result, { ...subject.crm.keys });
	return result;
}
