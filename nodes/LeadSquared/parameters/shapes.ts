import { shapedLike } from '../../shared/parameters/locatorModes';

// Nothing at all fits, too: some of these parameters are optional, and n8n says by itself what is required.

/** What every "By ID" of LeadSquared takes. */
export const guidShape = shapedLike(
	'([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?',
	'An ID consists of 36 hexadecimal digits and hyphens, such as fda46463-2f03-439b-ae4b-0649f22b9aa7',
);

/** What every "By Code" takes. */
export const eventCodeShape = shapedLike('(\\d{1,9})?', 'An event code consists of digits only');
