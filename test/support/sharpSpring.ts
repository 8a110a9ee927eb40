import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { SharpSpringApi } from '../../credentials/SharpSpringApi.credentials';
import { SharpSpring } from '../../nodes/SharpSpring/SharpSpring.node';
import { forgetAccounts } from '../../nodes/SharpSpring/transport/accountMemory';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { accountId, FIELD, startSharpSpring } from '../stand-ins/sharpspring';
import { Account, useAccounts } from './account';
import { by, itemWith } from './items';

export * from './items';

/** An account at the stand-in for SharpSpring. */
export class SharpSpringAccount extends Account<SharpSpringStandIn> {
	constructor() {
		super({
			node: SharpSpring,
			nodeName: 'sharpSpring',
			credential: SharpSpringApi,
			start: startSharpSpring,
			access: ({ url, keys }) => ({ baseUrl: url, ...keys }),
		});
	}

	override reset(): void {
		super.reset();
		forgetAccounts();
	}

	/** Names of the JSON methods that were called. */
	methods(): unknown[] {
		return this.crm.requests.flatMap(({ body }) => (body ? [(body as IDataObject).method] : []));
	}
}

/** An account for the tests of a file: seeded records and empty logs before each of them. */
export function useSharpSpring(): SharpSpringAccount {
	const account = new SharpSpringAccount();
	useAccounts([account]);
	return account;
}

/** A row of "Files and Fields". */
export function row(fieldSystemName: string, binaryPropertyName = 'data'): IDataObject {
	return { binaryPropertyName, fieldSystemName: by('name', fieldSystemName) };
}

/** Parameters of Attach File to a lead. */
export function toLead(
	lead: IDataObject | string,
	rows: IDataObject[] = [row(FIELD.leadContract)],
	options: IDataObject = {},
	more: IDataObject = {},
): IDataObject {
	const operation = { resource: 'lead', operation: 'attachFile', leadId: lead };
	return { ...operation, files: { values: rows }, options, ...more };
}

/** Parameters that attach the file of each item to the account in its `id`. */
export function toAccounts(
	options: IDataObject = {},
	rows = [row(FIELD.accountTerms)],
): IDataObject {
	return {
		resource: 'account',
		operation: 'attachFile',
		accountId: by('id', '={{ $json.id }}'),
		files: { values: rows },
		options,
	};
}

/** Items for {@link toAccounts}: `file-1.pdf` for the first account, and so on. */
export async function itemsForAccounts(count: number): Promise<INodeExecutionData[]> {
	const places = Array.from({ length: count }, (_, index) => index + 1);
	return await Promise.all(
		places.map(async (place) => await itemWith(`file-${place}.pdf`, { id: accountId(place) })),
	);
}
