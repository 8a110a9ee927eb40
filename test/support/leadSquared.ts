import type { IDataObject } from 'n8n-workflow';
import { LeadSquaredApi } from '../../credentials/LeadSquaredApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import type { UpdateForm } from '../../nodes/LeadSquared/transport/accountMemory';
import { forgetAccounts, memoryOf } from '../../nodes/LeadSquared/transport/accountMemory';
import { profile } from '../../nodes/LeadSquared/transport/client';
import { accountIn } from '../../nodes/shared/http/connect';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { startLeadSquared } from '../stand-ins/leadsquared';
import { Account, useAccounts } from './account';
import { by } from './items';

export * from './items';

/** An account at the stand-in for LeadSquared. */
export class LeadSquaredAccount extends Account<LeadSquaredStandIn> {
	constructor() {
		super({
			node: LeadSquared,
			nodeName: 'leadSquared',
			credential: LeadSquaredApi,
			start: startLeadSquared,
			access: ({ apiUrl, fileUploadUrl, keys }) => ({
				...{ region: 'custom', apiUrl, fileUploadUrl },
				...keys,
			}),
		});
	}

	override reset(): void {
		super.reset();
		forgetAccounts();
		// The first update of an account would be looked at, to see which form it takes.
		this.knowsForm('flattened');
	}

	/** What has been found out about how leads are updated here, in earlier executions. */
	knowsForm(form: UpdateForm | undefined): void {
		memoryOf(accountIn(this.credential().data, profile).id).updateForm = form;
	}

	/** Requests so far, by the end of their paths, e.g. `Lead.Update`. */
	calls(): string[] {
		return this.crm.requests.map(({ path }) => path.replace(/^\/(v2\/\w+\.svc\/)?/, ''));
	}

	/** Uploads that arrived: the text parts besides those that are always the same. */
	targets(): Array<Record<string, string>> {
		const constant = ['FileStorageType', 'EnableResize', 'StorageVersion'];
		return this.crm.uploads.map(({ fields }) =>
			Object.fromEntries(Object.entries(fields).filter(([name]) => !constant.includes(name))),
		);
	}
}

/** An account for the tests of a file: seeded records and empty logs before each of them. */
export function useLeadSquared(): LeadSquaredAccount {
	const account = new LeadSquaredAccount();
	useAccounts([account]);
	return account;
}

/** What an error says about files in the account: name and link, e.g. `a.pdf at http`. */
export function notAttached(files: string): RegExp {
	const text = files.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	// Only some failures leave no doubt that the file is not where it belongs.
	return new RegExp(`Uploaded to the account, but not attached( as far as is known)?: ${text}`);
}

/** A stored file's link as a browser opens it: nothing of the name reads as a query or a fragment. */
export function openable(link: string): string {
	const name = link.split('/').at(-1) ?? '';
	return `${encodeURI(link.slice(0, link.length - name.length))}${encodeURIComponent(name)}`;
}

/** A standard envelope of a failure. */
export const envelope = (ExceptionMessage: string, ExceptionType = 'MXInvalidInputException') => ({
	Status: 'Error',
	ExceptionType,
	ExceptionMessage,
});

/** Rows of binary field and file field. */
export function rows(...pairs: Array<[binaryField: string, fileField: string]>): IDataObject {
	return {
		values: pairs.map(([binaryPropertyName, fileField]) => ({
			binaryPropertyName,
			schemaName: by('name', fileField),
		})),
	};
}
