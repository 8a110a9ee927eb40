import { leadSquaredApiTest } from './credentialTest';
import {
	searchActivityFields,
	searchFileFields,
	searchLeadFields,
	searchOpportunityFields,
	searchPlainLeadFields,
} from './fieldSearch';
import {
	searchActivities,
	searchActivityTypes,
	searchLeads,
	searchOpportunities,
	searchOpportunityTypes,
} from './listSearch';

export const credentialTest = { leadSquaredApiTest };

export const listSearch = {
	searchActivities,
	searchActivityFields,
	searchActivityTypes,
	searchFileFields,
	searchLeadFields,
	searchLeads,
	searchOpportunities,
	searchOpportunityFields,
	searchOpportunityTypes,
	searchPlainLeadFields,
};
