// Starts both stand-ins by hand: npx tsx test/stand-ins/start.ts
import { parseArgs } from 'node:util';
import { startLeadSquared } from './leadsquared';
import { startSharpSpring } from './sharpspring';

const HELP = `
Starts stand-ins of LeadSquared and SharpSpring, until Ctrl-C.

  npx tsx test/stand-ins/start.ts [options]

  --leadsquared-port=8701          API and page of the LeadSquared stand-in
  --leadsquared-files-port=8702    its file host
  --sharpspring-port=8703          API and page of the SharpSpring stand-in
  --json                           print addresses and keys as one line of JSON
  --help                           show this text
`;

async function main() {
	const { values } = parseArgs({
		options: {
			'leadsquared-port': { type: 'string', default: '8701' },
			'leadsquared-files-port': { type: 'string', default: '8702' },
			'sharpspring-port': { type: 'string', default: '8703' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}

	const leadSquared = await startLeadSquared({
		port: Number(values['leadsquared-port']),
		filePort: Number(values['leadsquared-files-port']),
	});
	const sharpSpring = await startSharpSpring({ port: Number(values['sharpspring-port']) });

	let ending = false;
	const end = async () => {
		if (ending) return;
		ending = true;
		await Promise.all([leadSquared.close(), sharpSpring.close()]);
		process.exit(0);
	};
	process.on('SIGINT', () => void end());
	process.on('SIGTERM', () => void end());

	const addresses = {
		leadSquared: {
			apiUrl: leadSquared.apiUrl,
			fileUploadUrl: leadSquared.fileUploadUrl,
			pageUrl: leadSquared.pageUrl,
			keys: leadSquared.keys,
		},
		sharpSpring: {
			url: sharpSpring.url,
			pageUrl: sharpSpring.pageUrl,
			keys: sharpSpring.keys,
		},
	};
	console.log(values.json ? JSON.stringify(addresses) : describe(addresses));
}

function describe({ leadSquared, sharpSpring }: Addresses) {
	return `
LeadSquared stand-in
  what arrived       ${leadSquared.pageUrl}
  API URL            ${leadSquared.apiUrl}
  File Upload URL    ${leadSquared.fileUploadUrl}
  Access Key         ${leadSquared.keys.accessKey}
  Secret Key         ${leadSquared.keys.secretKey}

SharpSpring stand-in
  what arrived       ${sharpSpring.pageUrl}
  Base URL           ${sharpSpring.url}
  Account ID         ${sharpSpring.keys.accountID}
  Secret Key         ${sharpSpring.keys.secretKey}

In n8n choose the region "Custom" for LeadSquared. Press Ctrl-C to end both.`;
}

interface Addresses {
	leadSquared: {
		apiUrl: string;
		fileUploadUrl: string;
		pageUrl: string;
		keys: { accessKey: string; secretKey: string };
	};
	sharpSpring: {
		url: string;
		pageUrl: string;
		keys: { accountID: string; secretKey: string };
	};
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
