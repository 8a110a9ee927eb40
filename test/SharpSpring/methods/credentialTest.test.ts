import { testCredential } from '../../support/n8n';
import { useSharpSpring } from '../../support/sharpSpring';

// More is in test/credentials.

const bench = useSharpSpring();

async function pressTest() {
	const { node, credential } = bench.open({});
	return await testCredential(node, credential!);
}

test('an account without custom fields is good', async () => {
	bench.crm.fields.splice(0, Infinity);
	expect(await pressTest()).toEqual({ status: 'OK', message: 'Connection successful!' });
	expect(bench.methods()).toEqual(['getFields']);
});

test.each([
	['noResult200', 'without a result'],
	['yes500', 'not available'],
	['errorKeyed', 'SharpSpring says: Missing parameters. (code 206)'],
] as const)('%s is no good answer', async (answer, message) => {
	bench.crm.switches.nextMethodAnswers = [answer];
	const result = await pressTest();
	expect(result.status).toBe('Error');
	expect(result.message).toContain(message);
});

test('another service is no SharpSpring', async () => {
	bench.crm.intercept = (request, response) => {
		request.resume();
		response.end(JSON.stringify({ result: { ok: true }, error: null }));
		return true;
	};
	expect(await pressTest()).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('not with the list of fields'),
	});
});
