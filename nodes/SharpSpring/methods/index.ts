import { sharpSpringApiTest } from './credentialTest';
import {
	searchAccounts,
	searchFileUploadFields,
	searchOpportunities,
	searchProducts,
} from './listSearch';

export const credentialTest = { sharpSpringApiTest };

export const listSearch = {
	searchAccounts,
	searchFileUploadFields,
	searchOpportunities,
	searchProducts,
};
