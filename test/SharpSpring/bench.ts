import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { accountId, FIELD, startSharpSpring } from '../stand-ins/sharpspring';
import type { FileFacts, OpenNode, RunOptions, RunResult } from '../support/n8n';
import { onDisk } from '../support/n8n';
import { useFreshAccounts } from '../support/node';
import { sharpSpringCredential, sharpSpringNode, sharpSpringRun } from '../support/sharpSpring';

/** What surrounds the node in a run. */
export interface Surroundings extends Partial<Omit<RunOptions, 'credential' | 'parameters'>> {
	items: INodeExecutionData[];
	/** Fields of the credential that differ. */
	credential?: IDataObject;
}

/** A SharpSpring stand-in for a test file, and the node in front of it. */
export interface Bench {
	readonly standIn: SharpSpringStandIn;
	run(parameters: IDataObject, surroundings: Surroundings): Promise<RunResult>;
	/** The node as it is open in the editor. */
	open(parameters: IDataObject, credential?: IDataObject): OpenNode;
	/** Names of the JSON methods that were called. */
	methods(): unknown[];
}

/** Starts a stand-in for all tests of a file, and resets it after each. */
export function useSharpSpring(): Bench {
	let standIn: SharpSpringStandIn;
	useFreshAccounts();
	beforeAll(async () => void (standIn = await startSharpSpring()));
	afterEach(() => standIn.reset());
	afterAll(async () => await standIn.close());

	const run = sharpSpringRun(() => standIn);
	return {
		get standIn() {
			return standIn;
		},
		run: async (parameters, { items, credential, ...rest }) =>
			await run(parameters, items, { ...rest, credentialData: credential }),
		open: (parameters, credential) => ({
			...sharpSpringNode(),
			parameters,
			credential: sharpSpringCredential(standIn, credential),
		}),
		methods: () =>
			standIn.requests.flatMap(({ body }) => (body ? [(body as IDataObject).method] : [])),
	};
}

/** The value of a resource locator. */
export function locator(mode: string, value: string | number): IDataObject {
	return { __rl: true, mode, value };
}

/** A row of "Files and Fields". */
export function row(fieldSystemName: string, binaryPropertyName = 'data'): IDataObject {
	return { binaryPropertyName, fieldSystemName: locator('name', fieldSystemName) };
}

/** Parameters of Attach File to a lead. */
export function toLead(
	lead: IDataObject,
	rows: IDataObject[] = [row(FIELD.leadContract)],
	options: IDataObject = {},
	more: IDataObject = {},
): IDataObject {
	const operation = { resource: 'lead', operation: 'attachFile', leadId: lead };
	return { ...operation, files: { values: rows }, options, ...more };
}

/** Parameters that attach the file of each item to the account in its `id`, without waiting for the limit of calls. */
export function toAccounts(
	options: IDataObject = {},
	rows = [row(FIELD.accountTerms)],
): IDataObject {
	return {
		resource: 'account',
		operation: 'attachFile',
		accountId: locator('id', '={{ $json.id }}'),
		files: { values: rows },
		options,
	};
}

/** An item with one stored file in the field `data`. */
export async function itemWith(
	fileName: string,
	json: IDataObject = {},
	{ content = `content of ${fileName}`, ...facts }: FileFacts & { content?: string | Buffer } = {},
): Promise<INodeExecutionData> {
	return { json, binary: { data: await onDisk(content, { fileName, ...facts }) } };
}

/** Items for {@link toAccounts}: `file-1.pdf` for the first account, and so on. */
export async function itemsForAccounts(count: number): Promise<INodeExecutionData[]> {
	const places = Array.from({ length: count }, (_, index) => index + 1);
	return await Promise.all(
		places.map(async (place) => await itemWith(`file-${place}.pdf`, { id: accountId(place) })),
	);
}

/** The JSON of the items. */
export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

/** The numbers of the input items that the items are linked to. */
export function originsOf(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item?: number } | undefined)?.item);
}
