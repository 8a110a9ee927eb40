import { parseArgs } from 'node:util';
import { PlaygroundError, portProblem } from './processes.mjs';

const PORTS = {
	port: { standard: 5678, what: 'n8n' },
	'leadsquared-port': { standard: 8701, what: 'the LeadSquared stand-in' },
	'leadsquared-files-port': { standard: 8702, what: "the LeadSquared stand-in's file host" },
	'sharpspring-port': { standard: 8703, what: 'the SharpSpring stand-in' },
};

/** The text of `--help`. */
export const HELP = `
Starts a real n8n with this package, and stand-ins of both CRMs to send files to.

  npm start                          start, run the examples, stay until Ctrl-C
  npm start -- --once                the same, then end: exit code 0 if all went well, 1 if not
  npm run dev                        start, and load the nodes anew whenever their sources change

Options, after "npm start --":

  --port=5678                        of the n8n editor
  --leadsquared-port=8701            of the LeadSquared stand-in
  --leadsquared-files-port=8702      of the LeadSquared stand-in's file host
  --sharpspring-port=8703            of the SharpSpring stand-in
  --once                             run the examples once and end
  --dev                              watch the sources, as npm run dev does
  --help                             show this text
`;

/** Reads the command line. */
export function readOptions(args) {
	const flag = { type: 'boolean', default: false };
	const ports = Object.keys(PORTS).map((name) => [name, { type: 'string' }]);
	let values;
	try {
		({ values } = parseArgs({
			args,
			options: { once: flag, dev: flag, help: flag, ...Object.fromEntries(ports) },
		}));
	} catch (error) {
		throw new PlaygroundError(`${error.message}\n${HELP}`);
	}
	return {
		once: values.once,
		dev: values.dev,
		help: values.help,
		ports: {
			n8n: readPort(values, 'port'),
			leadSquared: readPort(values, 'leadsquared-port'),
			leadSquaredFiles: readPort(values, 'leadsquared-files-port'),
			sharpSpring: readPort(values, 'sharpspring-port'),
		},
	};
}

function readPort(values, name) {
	const port = Number(values[name] ?? PORTS[name].standard);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new PlaygroundError(`--${name} must be a number from 1 to 65535, not "${values[name]}".`);
}

/** Fails, naming the option to use, when one of the ports cannot be had. */
export async function checkPorts(ports) {
	const wanted = [
		['port', ports.n8n],
		['leadsquared-port', ports.leadSquared],
		['leadsquared-files-port', ports.leadSquaredFiles],
		['sharpspring-port', ports.sharpSpring],
	];
	const problems = [];
	for (const [index, [name, port]] of wanted.entries()) {
		const twin = wanted.slice(0, index).find(([, other]) => other === port);
		const problem = twin ? `is already given to --${twin[0]}` : await portProblem(port);
		if (!problem) continue;
		problems.push(
			`Port ${port}, for ${PORTS[name].what}, ${problem}.\n` +
				`  Choose another one:  npm start -- --${name}=${port + 1_000 > 65_535 ? port - 1_000 : port + 1_000}`,
		);
	}
	if (problems.length === 0) return;
	throw new PlaygroundError(
		`${problems.join('\n')}\n\nIf a playground is still running in another window, end it there with Ctrl-C.`,
	);
}
