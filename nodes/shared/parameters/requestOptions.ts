import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { NumberRange } from './coercion';
import { readNumber } from './coercion';

/** How the user wants requests to be made; read once per execution. */
export interface RequestOptions {
	parallelRequests: number;
	/** How long the calls of an item may wait for the account (ms). */
	maxWaitMs: number;
	timeoutMs?: number;
}

const defaultParallelRequests = 3;
const defaultWaitMinutes = 15;

/** Options on how requests are made. How many calls an account takes stands in its credential. */
export function requestFields(): INodeProperties[] {
	return [
		{
			displayName: 'Parallel Requests',
			name: 'parallelRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: defaultParallelRequests,
			description:
				'How many items are worked on at the same time. The order of the output stays. The value of the first item counts for all.',
		},
		{
			displayName: 'Raw Response',
			name: 'rawResponse',
			type: 'boolean',
			default: false,
			description: 'Whether to add what the service answered, as it came, to the output',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How long a file may stand still on its way, and how long to wait for the answer after its last byte; a slow line does not count, unless a download brings less than 200 bytes per second. 0 means 60 seconds, and more for large files and for downloads. The value of the first item counts for all.',
		},
		{
			displayName: 'Wait for a Free Call (Minutes)',
			name: 'waitForFreeCall',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultWaitMinutes,
			description:
				"How long the calls of an item may wait, all together, when other executions or other programs use up the account's calls. Then the item fails. The value of the first item counts for all.",
		},
	];
}

/** Reads the options of {@link requestFields} from the first item. */
export function readRequestOptions(context: IExecuteFunctions): RequestOptions {
	// One by one: an option that fails for the first item is that item's own matter.
	const option = (name: string, label: string, range: NumberRange) =>
		readNumber(context.getNodeParameter(`options.${name}`, 0, ''), label, range);
	const parallel = { min: 1, max: 10, fallback: defaultParallelRequests };
	const minutes = { min: 0, fallback: defaultWaitMinutes };
	const timeout = option('timeout', 'Timeout (Seconds)', { min: 0, fallback: 0 });
	return {
		parallelRequests: Math.floor(option('parallelRequests', 'Parallel Requests', parallel)),
		maxWaitMs: 60_000 * option('waitForFreeCall', 'Wait for a Free Call (Minutes)', minutes),
		timeoutMs: timeout > 0 ? timeout * 1000 : undefined,
	};
}
