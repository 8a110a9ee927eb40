// `npm run check-account`: what holds for an account, where the services' pages do not say.
import { runCommand } from './command';
import { terminalPrompt } from './keys';

void runCommand(process.argv.slice(2), {
	env: process.env,
	print: (text) => console.log(text),
	say: (text) => console.error(text),
	ask: terminalPrompt(),
}).then((code) => {
	process.exitCode = code;
});
