// Makes examples/check-account/*.json anew: npx tsx check-account/workflows/build.ts
// With --check it only says whether they are up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { leadSquaredWorkflow } from './leadsquared';
import { sharpSpringWorkflow } from './sharpspring';

/** Where the workflows are that people import. */
const WORKFLOWS = join(__dirname, '../../examples/check-account');

/** The text of both files, by name. */
async function buildWorkflows(): Promise<Record<string, string>> {
	const made = {
		'leadsquared.json': await leadSquaredWorkflow(),
		'sharpspring.json': await sharpSpringWorkflow(),
	};
	const options = await resolveConfig(join(WORKFLOWS, 'leadsquared.json'));
	const texts = Object.entries(made).map(async ([name, workflow]) => [
		name,
		await format(JSON.stringify(workflow), { ...options, parser: 'json' }),
	]);
	return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

async function main() {
	const isCheck = process.argv.includes('--check');
	mkdirSync(WORKFLOWS, { recursive: true });
	for (const [name, text] of Object.entries(await buildWorkflows())) {
		const file = join(WORKFLOWS, name);
		if (!isCheck) writeFileSync(file, text);
		else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
			console.error(`${name} is not up to date: npx tsx check-account/workflows/build.ts`);
			process.exitCode = 1;
		}
	}
}

void main();
