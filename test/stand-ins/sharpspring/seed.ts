import type { Keys } from './access';
import { record, SEED_FIELDS } from './seedFields';
import type { FieldDefinition, SharpSpringRecord } from './types';

export { SEED_FIELDS };

/** Keys of the real shape that nobody can mistake for real ones. */
export const SEED_KEYS: Readonly<Keys> = {
	accountID: `3_${'ACC0'.repeat(8)}`,
	secretKey: 'FACE'.repeat(8),
};

/** The number of seeded accounts, and of opportunities: more than two pages of the largest size. */
export const SEED_PAGES = 1040;

/** ID of a seeded lead, counted from 1. */
export const leadId = (place: number): string => longId('20003', place);

/** ID of a seeded account, counted from 1. */
export const accountId = (place: number): string => longId('20004', place);

/** ID of a seeded opportunity, counted from 1. */
export const opportunityId = (place: number): string => longId('20005', place);

/** ID of a seeded product, counted from 1. */
export const productId = (place: number): string => longId('20006', place);

function longId(prefix: string, place: number) {
	return `${prefix}1${String(place).padStart(10, '0')}`;
}

const STANDARD_LEAD = {
	accountID: null,
	ownerID: '313400001',
	companyName: null,
	title: null,
	firstName: null,
	lastName: null,
	emailAddress: null,
	leadStatus: 'open',
	leadScore: '12',
	active: '1',
	isUnsubscribed: '0',
	phoneNumber: null,
	updateTimestamp: '2026-03-04 10:11:12',
};

/** A lead with the given values; everything else is unset. */
export function newLead(id: string, values: Record<string, string | null>): SharpSpringRecord {
	return record(id, { ...STANDARD_LEAD, ...values });
}

// Text is stored as it goes over the wire: some of it HTML-encoded, some of it twice.
function leads() {
	const seeded: Array<Record<string, string>> = [
		{
			firstName: 'Ada',
			lastName: 'Lovelace',
			emailAddress: 'ada@example.com',
			companyName: 'Byron &amp; Sons',
			accountID: accountId(1),
		},
		{ firstName: 'Grace', lastName: 'Hopper', emailAddress: 'grace@example.com' },
		{ firstName: 'Alan', lastName: 'Turing', emailAddress: 'alan@example.com' },
		{ firstName: 'Katherine', lastName: 'Johnson', emailAddress: 'katherine+crm@example.com' },
		{ firstName: 'Rip', lastName: 'van Winkle', emailAddress: 'inactive@example.com', active: '0' },
		{ firstName: 'No', lastName: 'Mail' },
	];
	return seeded.map((values, index) => newLead(leadId(index + 1), values));
}

function accounts() {
	const first = ['Byron &amp; Sons', 'Analytical Engines Ltd', '&amp;lt;Tags&amp;gt; Inc'];
	return places(SEED_PAGES).map((place) =>
		record(accountId(place), {
			ownerID: '313400001',
			accountName: first[place - 1] ?? `Account ${String(place).padStart(4, '0')}`,
			industry: null,
			phone: null,
			annualRevenue: null,
			website: null,
			fax: null,
		}),
	);
}

function opportunities() {
	const first = ['Engine No. 1 &amp; Spares', 'Compiler licence'];
	return places(SEED_PAGES).map((place) =>
		record(opportunityId(place), {
			ownerID: '313400001',
			dealStageID: '81000001',
			accountID: accountId(place),
			campaignID: null,
			opportunityName: first[place - 1] ?? `Opportunity ${String(place).padStart(4, '0')}`,
			probability: '40',
			amount: '1000.00',
			isClosed: '0',
			isWon: '0',
			isActive: '1',
			closeDate: '2026-12-31 00:00:00',
			originatingLeadID: null,
			primaryLeadID: place === 1 ? leadId(1) : null,
		}),
	);
}

// Guess: the members of a product are those of the web application.
function products() {
	const first = ['Difference Engine', 'Cams &amp; Gears'];
	return places(25).map((place) =>
		record(productId(place), {
			productName: first[place - 1] ?? `Product ${place}`,
			productType: 'standard',
			itemCode: `P-${place}`,
			price: '99.00',
			description: null,
		}),
	);
}

const USER_PROFILES = [
	['313400001', 'Charles', 'Babbage', '1'],
	['313400002', 'Mary', 'Somerville', '1'],
	['313400003', 'Old', 'Colleague', '0'],
].map(([id, firstName, lastName, isActive]) => ({
	id,
	firstName,
	lastName,
	displayName: `${firstName} ${lastName}`,
	emailAddress: `${firstName.toLowerCase()}@example.com`,
	isActive,
	isReseller: '0',
	userTimezone: 'Europe/London',
	phone: null,
}));

/** The records of a new stand-in. */
export function seed() {
	const byId = (records: SharpSpringRecord[]) => new Map(records.map((each) => [each.id, each]));
	return {
		leads: byId(leads()),
		accounts: byId(accounts()),
		opportunities: byId(opportunities()),
		products: byId(products()),
		fields: structuredClone(SEED_FIELDS) as FieldDefinition[],
		userProfiles: structuredClone(USER_PROFILES) as Array<Record<string, string | null>>,
	};
}

function places(count: number) {
	return Array.from({ length: count }, (_, index) => index + 1);
}
