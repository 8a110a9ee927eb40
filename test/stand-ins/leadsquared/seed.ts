import type { Activity, Lead, Note, Opportunity } from './types';

/** Obviously invented keys of the real shape: the access key holds a `$`, which must survive. */
export const SEED_KEYS = {
	accessKey: `u$r${'0123'.repeat(8)}`,
	secretKey: '0123456789'.repeat(4),
};

/** The account. `uniqueName` is part of every file's address. */
export const SEED_ORGANIZATION = {
	id: '60000000-0000-4000-8000-000000000001',
	name: 'Example Org',
	shortCode: '31999',
	uniqueName: 't20240101093000',
};

/** Users of the account. */
export const SEED_USERS = [
	{ id: '70000000-0000-4000-8000-000000000001', firstName: 'Asha', lastName: 'Admin', status: 0 },
	{ id: '70000000-0000-4000-8000-000000000002', firstName: 'Old', lastName: 'User', status: 1 },
];

const id = (kind: 1 | 2 | 3 | 4, number: number) =>
	`${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Id of the lead with this number; leads 1 to 4 are named, see `seedLeads`. */
export const leadId = (number: number) => id(1, number);
/** Id of the activity with this number. 1 to 60 belong to lead 1. */
export const activityId = (number: number) => id(2, number);
/** Id of the opportunity with this number. */
export const opportunityId = (number: number) => id(3, number);
/** Id of the note with this number. */
export const noteId = (number: number) => id(4, number);

/** Days after the first of January 2026, in the service's way of writing times. */
const day = (number: number) =>
	new Date(Date.UTC(2026, 0, 1 + number, 9, 30)).toISOString().slice(0, 19).replace('T', ' ');

function lead(number: number, values: Record<string, string>): Lead {
	return {
		id: leadId(number),
		autoId: String(1000 + number),
		values: { ProspectStage: 'Prospect', OwnerId: SEED_USERS[0].id, ...values },
		fieldSets: {},
		createdOn: day(number),
		modifiedOn: day(number),
		automationsFired: 0,
	};
}

const FIRST_NAMES = [
	'Ines',
	'Jon',
	'Kaori',
	'Liam',
	'Mona',
	'Nils',
	'Olga',
	'Pia',
	'Quinn',
	'Rosa',
];
const LAST_NAMES = ['Adler', 'Brown', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Gupta', 'Hansen'];

/** 120 leads: two pages of 100. Leads 1 and 2 share a number, lead 4 has no e-mail address. */
export function seedLeads(): Lead[] {
	const named = [
		lead(1, {
			FirstName: 'Asha',
			LastName: 'Rao',
			EmailAddress: 'asha@example.com',
			Phone: '+91-9876543210',
			mx_City: 'Bengaluru',
			mx_Customer_Number: 'C-0001',
		}),
		lead(2, {
			FirstName: 'Ben',
			LastName: 'Okafor',
			EmailAddress: 'ben@example.com',
			Phone: '+1-2025550101',
			Mobile: '+91-9876543210',
		}),
		lead(3, { FirstName: 'Chloé', LastName: 'Müller', EmailAddress: 'chloe@example.com' }),
		lead(4, { FirstName: 'Dev', LastName: 'Nomail', Phone: '+44-2079460958' }),
	];
	const others = Array.from({ length: 116 }, (_, index) => {
		const number = index + 5;
		return lead(number, {
			FirstName: FIRST_NAMES[number % FIRST_NAMES.length],
			LastName: LAST_NAMES[number % LAST_NAMES.length],
			EmailAddress: `lead${number}@example.com`,
			Phone: `+1-2025551${String(number).padStart(3, '0')}`,
		});
	});
	return [...named, ...others];
}

const activity = (number: number, leadNumber: number, event: number): Activity => ({
	id: activityId(number),
	leadId: leadId(leadNumber),
	event,
	note: `Seeded activity ${number}`,
	createdOn: day(number),
	modifiedOn: day(number),
	values: {},
	fieldSets: {},
	attachments: [],
});

/** Lead 1: activities 1 to 60, of 252, 158 and 206 in turn. Lead 2: 61 (252), 62 (158), 63 (206), 64 (built-in). */
export function seedActivities(): Activity[] {
	const first = Array.from({ length: 60 }, (_, index) =>
		activity(index + 1, 1, [252, 158, 206][index % 3]),
	);
	const second = [252, 158, 206, 2].map((event, index) => activity(61 + index, 2, event));
	// Older than all of lead 1's: a shared phone number must lead to lead 1.
	for (const old of second) old.createdOn = '2025-12-01 08:00:00';
	return [...first, ...second];
}

/** 1 (Loan) and 2 (Insurance) of lead 1, 3 (Loan) of lead 2, 4 to 33 (Loan) of lead 3. */
export function seedOpportunities(): Opportunity[] {
	const make = (number: number, leadNumber: number, code: number): Opportunity => ({
		...activity(number, leadNumber, code),
		id: opportunityId(number),
		autoId: String(5000 + number),
		note: `Seeded opportunity ${number}`,
		values: { mx_Custom_1: `Deal ${number}`, Status: 'Open', mx_Custom_2: 'New' },
	});
	const ofThird = Array.from({ length: 30 }, (_, index) => make(index + 4, 3, 12000));
	return [make(1, 1, 12000), make(2, 1, 12001), make(3, 2, 12000), ...ofThird];
}

/** One note of lead 1, without a file. */
export const seedNotes = (): Note[] => [
	{ id: noteId(1), leadId: leadId(1), note: 'Called back', attachmentUrl: '', createdOn: day(1) },
];
