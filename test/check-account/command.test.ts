import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../check-account/command';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { startLeadSquared } from '../stand-ins/leadsquared';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { FIELD, startSharpSpring } from '../stand-ins/sharpspring';

let leadSquared: LeadSquaredStandIn;
let sharpSpring: SharpSpringStandIn;

beforeAll(async () => {
	leadSquared = await startLeadSquared();
	sharpSpring = await startSharpSpring();
});
beforeEach(() => {
	leadSquared.reset();
	sharpSpring.reset();
});
afterAll(async () => {
	await Promise.all([leadSquared.close(), sharpSpring.close()]);
});

/** Runs the command as a person would: keys in the environment unless `ask` is given. */
async function run(args: string[], ask?: (label: string) => Promise<string>) {
	const printed: string[] = [];
	const said: string[] = [];
	const keys = {
		LEADSQUARED_ACCESS_KEY: leadSquared.keys.accessKey,
		LEADSQUARED_SECRET_KEY: leadSquared.keys.secretKey,
		SHARPSPRING_ACCOUNT_ID: sharpSpring.keys.accountID,
		SHARPSPRING_SECRET_KEY: sharpSpring.keys.secretKey,
	};
	const code = await runCommand(args, {
		env: ask ? {} : keys,
		print: (text) => printed.push(text),
		say: (text) => said.push(text),
		ask,
	});
	return { code, printed: printed.join('\n'), said: said.join('\n') };
}

const forLeadSquared = () => [
	'leadsquared',
	`--api-url=${leadSquared.apiUrl}`,
	'--field-set=mx_KYC',
	'--file-fields=mx_CustomObject_1,mx_CustomObject_2',
	'--pause-ms=0',
];
const forSharpSpring = () => [
	'sharpspring',
	`--base-url=${sharpSpring.url}`,
	`--field=${FIELD.leadContract}`,
	'--pause-ms=0',
];
const lead = '--test-lead=asha@example.com';

it('prints a table that can be pasted into an issue', async () => {
	const { code, printed } = await run([...forLeadSquared(), lead]);
	expect(code).toBe(0);
	expect(printed).toMatch(/^# What holds for this LeadSquared account \(\d{4}-\d\d-\d\d\)/);
	const rows = printed.split('\n').filter((line) => line.startsWith('| '));
	expect(rows.length).toBeGreaterThan(30);
	// Four cells each, whatever a service has answered.
	expect(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 6)).toEqual([]);
	expect(printed).toContain('## To be deleted by hand');
});

it('prints the same as JSON, and writes both into a folder', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'check-account-'));
	try {
		const args = [
			...forSharpSpring(),
			'--test-lead=ada@example.com',
			'--json',
			`--output=${folder}`,
		];
		const { code, printed } = await run(args);
		expect(code).toBe(0);
		const report = JSON.parse(printed) as { service: string; lines: Array<{ question: string }> };
		expect(report.service).toBe('SharpSpring');
		expect(JSON.parse(readFileSync(join(folder, 'check-sharpspring.json'), 'utf8'))).toEqual(
			report,
		);
		const table = readFileSync(join(folder, 'check-sharpspring.md'), 'utf8');
		expect(report.lines.filter(({ question }) => !table.includes(`| ${question} |`))).toEqual([]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

it('does not start without the lead that is written to', async () => {
	for (const args of [forLeadSquared(), forSharpSpring(), [...forLeadSquared(), '--test-lead= ']]) {
		const { code, said, printed } = await run(args);
		expect(code).toBe(2);
		expect(said).toContain('--test-lead');
		expect(printed).toBe('');
	}
	expect([...leadSquared.requests, ...sharpSpring.requests]).toEqual([]);
});

it.each(['--access-key=abc', '--secret-key=abc', '--accountId=abc', '--secretKey'])(
	'takes no keys from arguments: %s',
	async (argument) => {
		const { code, said } = await run([...forLeadSquared(), lead, argument]);
		expect(code).toBe(2);
		expect(said).toMatch(/^Keys are never arguments/);
		expect(said).not.toContain('abc');
	},
);

it('asks for keys that are not in the environment', async () => {
	const asked: string[] = [];
	const { code } = await run([...forLeadSquared(), lead], async (label) => {
		asked.push(label);
		return await Promise.resolve(
			label === 'access key' ? leadSquared.keys.accessKey : ` ${leadSquared.keys.secretKey} `,
		);
	});
	expect(code).toBe(0);
	expect(asked).toEqual(['access key', 'secret key']);
	const nothing = await run([...forLeadSquared(), lead], async () => await Promise.resolve(''));
	expect(nothing).toMatchObject({
		code: 2,
		said: expect.stringContaining('LEADSQUARED_ACCESS_KEY') as string,
	});
});

it('ends with what is wrong, in plain words', async () => {
	const wrong = await run(
		[...forLeadSquared(), lead],
		async () => await Promise.resolve('wrong-key'),
	);
	expect(wrong.code).toBe(1);
	expect(wrong.said).toMatch(
		/The check could not do its work: wrong keys \(.*\)\. Copy both keys again/,
	);
	expect(wrong.said + wrong.printed).not.toContain('wrong-key');
});

it.each([
	[['leadsquared', '--test-lead=a@example.com'], '--field-set is missing'],
	[
		['leadsquared', '--test-lead=a@example.com', '--field-set=mx_KYC', '--file-fields=mx_KYC'],
		'--file-fields does not look right',
	],
	[['leadsquared', '--test-lead=a@example.com', '--region=eu'], '--region is one of'],
	[
		['sharpspring', '--test-lead=a@example.com', '--field=x', '--base-url=http://example.com'],
		'begins with https://',
	],
	[
		['sharpspring', '--test-lead=a@example.com', '--field=x', '--try-calls=many'],
		'--try-calls is a whole number',
	],
	[['salesforce', '--test-lead=a@example.com'], 'leadsquared or sharpspring'],
	[['leadsquared', '--colour=red'], "Unknown option '--colour'"],
])('says what is wrong with %j', async (args, words) => {
	const { code, said } = await run(args);
	expect(code).toBe(2);
	expect(said).toContain(words);
});

it('shows all options with --help', async () => {
	const { code, printed } = await run(['--help']);
	expect(code).toBe(0);
	for (const name of [
		'--test-lead',
		'--field-set',
		'--field',
		'--try-calls',
		'LEADSQUARED_ACCESS_KEY',
	]) {
		expect(printed).toContain(name);
	}
});
