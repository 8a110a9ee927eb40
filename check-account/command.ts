import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLeadSquared, checkSharpSpring } from './checks';
import type { AskForKey } from './keys';
import { readKey } from './keys';
import type { Command } from './options';
import { HELP, readCommand, UsageError } from './options';
import type { Report } from './report';
import { toMarkdown } from './report';

/** What the command needs of the computer it runs on. */
export interface Surroundings {
	env: Record<string, string | undefined>;
	/** The table, and nothing else. */
	print: (text: string) => void;
	/** Everything that is said beside it. */
	say: (text: string) => void;
	/** Absent where nobody can be asked. */
	ask?: AskForKey;
}

/** Runs `npm run check-account`. @returns the exit code: 0 when the account could be checked */
export async function runCommand(args: string[], around: Surroundings): Promise<number> {
	try {
		const command = readCommand(args);
		if (command.kind === 'help') {
			around.print(HELP);
			return 0;
		}
		const report = await check(command, around);
		const json = JSON.stringify(report, null, '\t');
		around.print(command.json ? json : toMarkdown(report));
		if (command.output) save(command.output, report, json, around);
		const [keys] = report.lines;
		if (keys.answer === 'yes') return 0;
		const advice = keys.advice ? ` ${keys.advice}` : '';
		around.say(`The check could not do its work: ${keys.answer} (${keys.seen}).${advice}`);
		return 1;
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		around.say(error.message);
		return 2;
	}
}

async function check(
	command: Exclude<Command, { kind: 'help' }>,
	{ env, ask, say }: Surroundings,
): Promise<Report> {
	const key = async (variable: string, label: string) => await readKey(env, variable, label, ask);
	const { pauseMs, timeoutMs } = command;
	const onStep = (asks: Array<{ id: string }>) => say(`· ${asks.map(({ id }) => id).join(', ')}`);
	const manner = { pauseMs, timeoutMs, onStep };
	if (command.kind === 'leadsquared') {
		const accessKey = await key('LEADSQUARED_ACCESS_KEY', 'access key');
		const secretKey = await key('LEADSQUARED_SECRET_KEY', 'secret key');
		return await checkLeadSquared(command.given, { accessKey, secretKey }, manner);
	}
	const accountID = await key('SHARPSPRING_ACCOUNT_ID', 'account ID');
	const secretKey = await key('SHARPSPRING_SECRET_KEY', 'secret key');
	return await checkSharpSpring(command.given, { accountID, secretKey }, manner);
}

function save(folder: string, report: Report, json: string, { say }: Surroundings) {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `check-${report.service.toLowerCase()}`);
	writeFileSync(`${file}.md`, toMarkdown(report));
	writeFileSync(`${file}.json`, `${json}\n`);
	say(`Written: ${file}.md and ${file}.json`);
}
