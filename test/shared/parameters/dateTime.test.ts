import { runInNewContext } from 'node:vm';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readDateTime } from '../../../nodes/shared/parameters/dateTime';
import { inNode } from '../../support/inNode';

const inZone = (zone: string) => ({ getTimezone: () => zone });
const utc = (value: unknown, zone = 'America/New_York') =>
	readDateTime(inZone(zone), value, 'Date and Time')?.toUTC().toISO();

test.each([
	// In the workflow's zone, not the server's.
	['2026-07-02T10:00:00', '2026-07-02T14:00:00.000Z'],
	['2026-07-02 10:00:00', '2026-07-02T14:00:00.000Z'],
	['2026-07-02T10:00', '2026-07-02T14:00:00.000Z'],
	['2026-07-02', '2026-07-02T04:00:00.000Z'],
	['2026-01-02T10:00:00', '2026-01-02T15:00:00.000Z'],
	// In their own.
	['2026-07-02T10:00:00Z', '2026-07-02T10:00:00.000Z'],
	['2026-07-02t10:00:00z', '2026-07-02T10:00:00.000Z'],
	['2026-07-02T10:00:00.123456Z', '2026-07-02T10:00:00.123Z'],
	['2026-07-02T10:00:00+05:30', '2026-07-02T04:30:00.000Z'],
	['2026-07-02 10:00:00 +0530', '2026-07-02T04:30:00.000Z'],
	['2026-07-02T10:00:00-04', '2026-07-02T14:00:00.000Z'],
	[' 2026-07-02T10:00:00Z\u200b', '2026-07-02T10:00:00.000Z'],
	['2028-02-29', '2028-02-29T05:00:00.000Z'],
	// Dates of JavaScript, of this realm and of another.
	[new Date(Date.UTC(2026, 6, 2, 10)), '2026-07-02T10:00:00.000Z'],
	[runInNewContext('new Date(Date.UTC(2026, 6, 2, 10))'), '2026-07-02T10:00:00.000Z'],
])('%j is %s', (value, expected) => {
	expect(utc(value)).toBe(expected);
});

test.each([
	'Jul 2, 2026, 10:00 AM',
	'02/07/2026',
	'7/2/2026',
	'02.07.2026',
	'2026/07/02',
	'46205',
	46205,
	1_782_986_400_000,
	'1782986400000',
	'Thu, 02 Jul 2026 10:00:00 GMT',
	'tomorrow',
	'10:00',
	'2026',
	'2026-07',
	'2026-7-2',
	'2026-02-30',
	'2026-02-29T10:00:00',
	'2026-13-01',
	'2026-07-02T25:00:00',
	'2026-07-02T10:00:00 Europe/Berlin',
	'26-07-02',
	true,
	{},
	{ isLuxonDateTime: true },
	['2026-07-02'],
	new Date(NaN),
])('%j is not a date', (value) => {
	const attempt = () => utc(value);
	expect(attempt).toThrow(/^'Date and Time' is not a date and time: /);
	expect(attempt).toThrow(
		expect.objectContaining({
			advice: expect.stringContaining('It should look like 2026-01-15T10:20:30'),
		}),
	);
});

test.each([undefined, null, '', '  ', '\u200b'])('%j is no date at all', (value) => {
	expect(utc(value)).toBeUndefined();
});

const properties: INodeProperties[] = [
	{ displayName: 'Date and Time', name: 'when', type: 'dateTime', default: '' },
];

test.each([
	['={{ DateTime.fromISO("2026-07-02T10:00:00", { zone: "Asia/Kolkata" }) }}'],
	['={{ DateTime.fromISO("2026-07-02T10:00:00", { zone: "Asia/Kolkata" }).toJSDate() }}'],
	['={{ DateTime.fromFormat("02/07/2026 10:00", "dd/MM/yyyy HH:mm", { zone: "Asia/Kolkata" }) }}'],
	['={{ new Date(Date.UTC(2026, 6, 2, 4, 30)) }}'],
	['={{ "2026-07-02T04:30:00Z".toDateTime() }}'],
	['2026-07-02T00:30:00'],
])('the expression %s in n8n', async (when) => {
	const run = {
		parameters: { when } as IDataObject,
		properties,
		settings: { timezone: 'America/New_York' },
	};
	const moment = await inNode(run, async (context) =>
		readDateTime(context, context.getNodeParameter('when', 0), 'Date and Time'),
	);
	expect(moment?.toUTC().toISO()).toBe('2026-07-02T04:30:00.000Z');
});
