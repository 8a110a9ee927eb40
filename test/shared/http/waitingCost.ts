import { RateLimiter } from '../../../nodes/shared/http/pace';

/*
 * What waiting calls cost, told to the parent process. In a process of its own, because what else runs in
 * those of the tests takes memory, too.
 */

/** Of one run. */
export interface Cost {
	/** Memory while all calls wait (bytes). */
	grown: number;
	/** Time of the processor for each call (µs). */
	each: number;
}

async function cost(calls: number): Promise<Cost> {
	const limiter = new RateLimiter({ calls: 100_000, windowMs: 1 });
	limiter.refused(50);
	gc?.();
	const before = process.memoryUsage().heapUsed;
	const queue = process.cpuUsage();
	const all = Array.from({ length: calls }, async () => await limiter.schedule());
	const queued = process.cpuUsage(queue);
	gc?.();
	const grown = process.memoryUsage().heapUsed - before;
	const dispatch = process.cpuUsage();
	await Promise.all(all);
	const { user, system } = process.cpuUsage(dispatch);
	return { grown, each: (queued.user + queued.system + user + system) / calls };
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	const costs: Cost[] = [];
	for (const calls of counts) costs.push(await cost(calls));
	process.send?.(costs);
	process.disconnect();
}

void main();
