import { parseArgs } from 'node:util';
import type { LeadSquaredGiven } from './leadsquared/plan';
import type { SharpSpringGiven } from './sharpspring/plan';

/** A mistake of the person at the keyboard: its message is all that is shown. */
export class UsageError extends Error {
	override name = 'UsageError';
}

/** The text of `--help`. */
export const HELP = `
Finds out what holds for your account, where the services' pages do not say.

  npm run check-account -- leadsquared --test-lead=<email or ID> --field-set=<name> --file-fields=<name>,<name>
  npm run check-account -- sharpspring --test-lead=<email or ID> --field=<system name>

It asks the account questions and sends small files to the one lead that you name. Make a lead for this, without
anything in it that you need. Everything that is written is called n8n-check-…, and is listed at the end.

Keys are never arguments. They are taken from the environment, or asked for:
  LEADSQUARED_ACCESS_KEY and LEADSQUARED_SECRET_KEY, SHARPSPRING_ACCOUNT_ID and SHARPSPRING_SECRET_KEY

Both:
  --test-lead=…           the lead that everything is written to, by email address or ID; nothing starts without it
  --try-size-mb=0         the largest file to try, in MB, in steps up to it
  --try-calls=0           how many calls to make at once, to see how one too many is answered
  --pause-ms=600          waited between two calls
  --timeout-s=60          waited for one answer
  --json                  print the table as JSON, not as Markdown
  --output=<folder>       write it in both forms into this folder, too
  --help                  show this text

LeadSquared:
  --region=in21           ca12, id51, in21, in22, ir31, me61, sg or us11
  --api-url=…             the address of the API host, in place of a region
  --file-upload-url=…     the address that files are sent to, if it is not the one that the account names
  --field-set=…           schema name of the lead's field that holds a custom field set, such as mx_KYC
  --file-fields=…         schema names of two file fields inside it, such as mx_CustomObject_1,mx_CustomObject_2
  --activity-type=…       event code of an activity type that allows attachments
  --activity-field-set=…  schema name of its custom field set
  --activity-file-field=… schema name of a file field inside that
  --opportunity-type=…    event code of an opportunity type: an opportunity is made for the test lead

SharpSpring:
  --field=…               system name of a File Upload field of leads
  --product=…             ID of a test product, which gets an image
  --api-version=v1.2      v1 or v1.2
  --keys-in=query         query or headers
  --base-url=…            in place of https://api.sharpspring.com
`;

/** What the command line asks for. */
export type Command =
	| { kind: 'help' }
	| ({ kind: 'leadsquared'; given: LeadSquaredGiven } & Common)
	| ({ kind: 'sharpspring'; given: SharpSpringGiven } & Common);

interface Common {
	json: boolean;
	output?: string;
	pauseMs: number;
	timeoutMs: number;
}

const texts = [
	'test-lead',
	'try-size-mb',
	'try-calls',
	'pause-ms',
	'timeout-s',
	'output',
	'region',
	'api-url',
	'file-upload-url',
	'field-set',
	'file-fields',
	'activity-type',
	'activity-field-set',
	'activity-file-field',
	'opportunity-type',
	'field',
	'product',
	'api-version',
	'keys-in',
	'base-url',
] as const;

type Values = Partial<Record<(typeof texts)[number], string>> & { json?: boolean; help?: boolean };

const regions = ['ca12', 'id51', 'in21', 'in22', 'ir31', 'me61', 'sg', 'us11'];

/** Reads the command line. @throws UsageError when something in it is missing or wrong */
export function readCommand(args: string[]): Command {
	const { values, service } = parse(args);
	if (values.help) return { kind: 'help' };
	if (!values['test-lead']?.trim()) {
		throw new UsageError(
			'Name the lead that everything is written to: --test-lead=<email or ID>. Nothing was asked or sent.',
		);
	}
	const common = {
		json: values.json ?? false,
		output: values.output,
		pauseMs: number(values, 'pause-ms', 600),
		timeoutMs: number(values, 'timeout-s', 60) * 1000,
	};
	return service === 'leadsquared'
		? { kind: 'leadsquared', given: leadSquaredGiven(values), ...common }
		: { kind: 'sharpspring', given: sharpSpringGiven(values), ...common };
}

function parse(args: string[]): { values: Values; service: string | undefined } {
	const looksLikeKey = args.find((arg) =>
		/^--?(access|secret|account|api)-?_?(key|id)\b/i.test(arg),
	);
	if (looksLikeKey !== undefined) {
		throw new UsageError(
			'Keys are never arguments, because other programs of this computer can read those. Set them in the environment, or type them when you are asked.',
		);
	}
	try {
		const options = Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }]));
		const flags = { json: { type: 'boolean' as const }, help: { type: 'boolean' as const } };
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: { ...options, ...flags },
		});
		const [service, ...others] = positionals;
		const isKnown = service === 'leadsquared' || service === 'sharpspring';
		if (!values.help && (!isKnown || others.length > 0)) {
			throw new UsageError('Say which account to check: leadsquared or sharpspring.');
		}
		return { values: values as Values, service };
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError((error as Error).message.split('. ')[0]);
	}
}

function leadSquaredGiven(values: Values): LeadSquaredGiven {
	const { region = 'in21' } = values;
	if (!regions.includes(region)) {
		throw new UsageError(`--region is one of ${regions.join(', ')}, not "${region}".`);
	}
	const suffix = region === 'sg' ? '' : `-${region}`;
	const fileFields = (values['file-fields'] ?? '').split(',').map((name) => name.trim());
	return {
		...common(values),
		apiUrl: address(values, 'api-url') ?? `https://api${suffix}.leadsquared.com`,
		uploadUrl: address(values, 'file-upload-url'),
		fieldSet: needed(values, 'field-set', /^\w+$/),
		fileFields: fileFields.map((name) => matching(name, 'file-fields', /^mx_CustomObject_\d+$/)),
		activityType: matching(values['activity-type'], 'activity-type', /^\d*$/),
		activityFieldSet: values['activity-field-set'],
		activityFileField: values['activity-file-field'],
		opportunityType: matching(values['opportunity-type'], 'opportunity-type', /^\d*$/),
	};
}

function sharpSpringGiven(values: Values): SharpSpringGiven {
	return {
		...common(values),
		baseUrl: address(values, 'base-url') ?? 'https://api.sharpspring.com',
		version: matching(values['api-version'] ?? 'v1.2', 'api-version', /^v1(\.2)?$/),
		field: needed(values, 'field', /^\w+$/),
		product: matching(values.product, 'product', /^\d*$/),
		keysIn: matching(values['keys-in'] ?? 'query', 'keys-in', /^(query|headers)$/) as 'query',
		otherKeys: true,
	};
}

const common = (values: Values) => ({
	lead: (values['test-lead'] ?? '').trim(),
	sizeMb: number(values, 'try-size-mb', 0),
	calls: number(values, 'try-calls', 0),
	stamp: Date.now().toString(36),
});

function needed(values: Values, name: (typeof texts)[number], shape: RegExp): string {
	const value = values[name];
	if (!value) throw new UsageError(`--${name} is missing. See --help.`);
	return matching(value, name, shape);
}

function matching<T extends string | undefined>(value: T, name: string, shape: RegExp): T {
	if (value === undefined || shape.test(value)) return value;
	throw new UsageError(`--${name} does not look right: "${value}". See --help.`);
}

function number(values: Values, name: (typeof texts)[number], fallback: number): number {
	const value = values[name];
	if (value === undefined) return fallback;
	if (!/^\d{1,6}$/.test(value))
		throw new UsageError(`--${name} is a whole number, not "${value}".`);
	return Number(value);
}

/** An address without a slash at its end. Keys are not sent in the clear, but to this computer. */
function address(values: Values, name: (typeof texts)[number]): string | undefined {
	const value = values[name];
	if (!value) return undefined;
	const url = URL.canParse(value) ? new URL(value) : undefined;
	const isHere = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
	if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))) {
		throw new UsageError(`--${name} is an address that begins with https://, not "${value}".`);
	}
	return url.href.replace(/\/+$/, '');
}
