import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { limiters } from '../../nodes/shared/http/accounts';
import type { RunOptions, RunResult } from './run';

/** What differs from a plain run; `credentialData` changes single fields of the credential. */
export type Differences = Partial<RunOptions> & { credentialData?: IDataObject };

/** Runs the node with these parameters and items. */
export type Run = (
	parameters: IDataObject,
	items: INodeExecutionData[],
	differences?: Differences,
) => Promise<RunResult>;

/** Makes each test begin with an account of which nobody has made any use. */
export function useFreshAccounts(): void {
	beforeEach(() => limiters.clear());
}

/** Tests of one file share an account: only those of the pace wait for it. */
export const noLimit = 100_000;
