// The former place of the harness, for tests that are being written: `test/support/sharpSpring.ts`.
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Differences } from '../support/account';
import { useSharpSpring as useAccount } from '../support/sharpSpring';

export * from '../support/sharpSpring';
export { by as locator } from '../support/sharpSpring';

type Surroundings = Omit<Differences, 'credential'> & {
	items: INodeExecutionData[];
	credential?: IDataObject;
};

export function useSharpSpring() {
	const account = useAccount();
	return {
		get standIn() {
			return account.crm;
		},
		run: async (parameters: IDataObject, { items, credential, ...rest }: Surroundings) =>
			await account.run(parameters, items, { ...rest, credentialData: credential }),
		open: (parameters: IDataObject, credential?: IDataObject) =>
			account.open(parameters, credential),
		methods: () => account.methods(),
	};
}
