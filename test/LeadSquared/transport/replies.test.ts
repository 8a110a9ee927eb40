import type { Reply } from '../../../nodes/shared/http/reply';
import { classifyResponse, readReply } from '../../../nodes/LeadSquared/transport/replies';
import { envelope } from '../../support/leadSquared';

const reply = (status: number, body: unknown): Reply => {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers: {}, text, json: typeof body === 'string' ? undefined : body };
};

/** An exception that is not LeadSquared's own. */
const brokenOff = envelope('Execution Timeout Expired.', 'SqlException');
const tooMany = envelope('API calls exceeded the limit of 25 in 5 second(s)');

describe('what an answer means for trying again', () => {
	test.each([
		[200, { Status: 'Success' }, 'final'],
		[200, envelope('no'), 'final'],
		[200, tooMany, 'refused'],
		[200, { ...tooMany, Status: 2 }, 'final'],
		[400, envelope('no'), 'final'],
		[401, envelope('no'), 'final'],
		[403, '<h1>Forbidden</h1>', 'final'],
		[403, tooMany, 'refused'],
		[429, tooMany, 'refused'],
		[429, '<h1>Too many</h1>', 'refused'],
		[500, tooMany, 'refused'],
		[500, envelope('no'), 'final'],
		[500, envelope('File size exceeded the limit of 10 MB'), 'final'],
		[500, brokenOff, 'unavailable'],
		[503, envelope('no', 'NullReferenceException'), 'unavailable'],
		[200, brokenOff, 'final'],
		[500, '<h1>Server Error</h1>', 'unavailable'],
		[502, '', 'unavailable'],
		[503, { Status: 'Error' }, 'unavailable'],
	])('%i %j: %s', (status, body, verdict) => {
		expect(classifyResponse(reply(status, body))).toBe(verdict);
	});
});

describe('an answer that is a failure', () => {
	test.each([
		[500, envelope('It is wrong.'), 'LeadSquared says: It is wrong.'],
		[400, envelope('It is wrong.'), 'LeadSquared says: It is wrong.'],
		[200, envelope('It is wrong.'), 'LeadSquared says: It is wrong.'],
		[200, [envelope('It is wrong.')], 'LeadSquared says: It is wrong.'],
		[200, { status: 'error', description: 'It is wrong.' }, 'LeadSquared says: It is wrong.'],
		[200, { Status: 'Failure' }, 'LeadSquared says: the request failed (HTTP 200)'],
		[200, { ExceptionType: 'NullReferenceException' }, 'LeadSquared says: the request failed'],
		[500, brokenOff, 'LeadSquared is not available at the moment (HTTP 500)'],
		[200, brokenOff, 'LeadSquared says: Execution Timeout Expired.'],
		[500, { Message: 'x' }, 'LeadSquared is not available at the moment (HTTP 500)'],
		[400, { Message: 'x' }, 'LeadSquared says: the request failed (HTTP 400)'],
		[429, tooMany, 'LeadSquared received too many calls'],
		[403, tooMany, 'LeadSquared received too many calls'],
		[401, envelope('Invalid'), 'LeadSquared did not accept the keys'],
		[404, '<h1>Not Found</h1>', 'LeadSquared does not know this address'],
		[404, envelope('No such lead.'), 'LeadSquared says: No such lead.'],
		[502, '<h1>Bad Gateway</h1>', 'LeadSquared is not available at the moment (HTTP 502)'],
		[302, '', 'LeadSquared redirected the request instead of answering it'],
		[200, '<h1>Log in</h1>', 'LeadSquared answered with something other than data'],
		[200, '', 'LeadSquared answered with something other than data'],
	])('%i %j', (status, body, message) => {
		expect(() => readReply(reply(status, body))).toThrow(message);
	});

	test.each([
		['MXDuplicateEntryException', 'must be unique'],
		['MXInvalidActivityFieldsException', 'Fill in the field that the message names'],
		['MXMandatoryAttributeMissingException', 'Fill in the field that the message names'],
		['MXUnAuthorizedAccessException', 'use those of an administrator'],
		['MXUnknownAttributeException', 'Check the schema names of the fields.'],
		['MXUnknownProspectActivityException', 'Check the ID of the activity.'],
		['MXNeverSeenException', '(MXNeverSeenException)'],
	])('%s: what to do', (exceptionType, advice) => {
		const failing = reply(500, envelope('No.', exceptionType));
		expect(() => readReply(failing)).toThrow(
			expect.objectContaining({ advice: expect.stringContaining(advice) }),
		);
	});
});

test.each([
	['lookup', false],
	['idempotent', true],
	['change', true],
] as const)(
	"an exception that is not LeadSquared's own, in a request of the kind %s",
	(kind, isInDoubt) => {
		expect(() => readReply({ ...reply(500, brokenOff), kind })).toThrow(
			expect.objectContaining({
				advice: expect.stringContaining('LeadSquared says: Execution Timeout Expired.'),
				details: expect.objectContaining({ isInDoubt }),
			}),
		);
	},
);

test('a right that the user of the keys lacks is not taken for wrong keys', () => {
	const failing = reply(401, envelope('Not for you.', 'MXUnAuthorizedAccessException'));
	expect(() => readReply(failing)).toThrow(
		expect.objectContaining({
			message: 'LeadSquared says: Not for you.',
			advice: expect.stringContaining('use those of an administrator'),
		}),
	);
});

test.each([
	['a record', { ProspectID: '1' }, { ProspectID: '1' }],
	['a list', [{ ProspectID: '1' }], [{ ProspectID: '1' }]],
	['an empty list', [], []],
	['null', null, {}],
	['success', { Status: 'Success', Message: {} }, { Status: 'Success', Message: {} }],
	['a numeric status', { Status: 1, ExceptionType: 'X' }, { Status: 1, ExceptionType: 'X' }],
	['an opportunity in any state', { Status: 'Lost' }, { Status: 'Lost' }],
])('%s is data', (_, body, data) => {
	expect(readReply(reply(200, body))).toEqual(data);
});
