import { parseJson } from '../../../nodes/shared/http/reply';
import { replyFault } from '../../../nodes/shared/http/replyFaults';
import { toUserError } from '../../../nodes/SharpSpring/transport/apiErrors';
import { toNodeError } from '../../../nodes/shared/errors';
import type { INode } from 'n8n-workflow';

const node = { name: 'Tested', type: 'tested', parameters: {} } as unknown as INode;

const failureOf = (status: number, text = '', headers = {}) => {
	const fault = replyFault({ status, headers, text, json: parseJson(text) }, 'Test CRM');
	return (toNodeError(node, fault, 0) as { failure?: unknown }).failure;
};

describe('programs that read errors are told why it failed', () => {
	test.each([
		[401, { cause: 'credential-invalid' }],
		[429, { cause: 'rate-limited' }],
		[503, { cause: 'temporarily-unavailable' }],
		[403, undefined],
		[413, undefined],
	])('HTTP %i', (status, failure) => {
		expect(failureOf(status)).toEqual(failure);
	});

	test('and how long to wait', () => {
		const { retryAfterMs } = failureOf(429, '', { 'retry-after': '7' }) as { retryAfterMs: number };
		expect(retryAfterMs).toBeGreaterThanOrEqual(7000);
		expect(retryAfterMs).toBeLessThan(8000);
	});

	test.each([
		['105', { cause: 'credential-invalid' }],
		['106', { cause: 'quota-exhausted' }],
		['107', { cause: 'rate-limited' }],
		['205', undefined],
	])('code %s of SharpSpring', (code, failure) => {
		const error = toNodeError(node, toUserError({ code, message: 'No' }, 200), 0);
		expect((error as { failure?: unknown }).failure).toEqual(failure);
	});
});
