import { ActionableError } from '../../shared/errors';

/** An application error as LeadSquared writes it (apidocs.leadsquared.com, "Error Handling"). */
export interface LeadSquaredException {
	/** For example `MXInvalidInputException`; empty when there is none. */
	type: string;
	/** LeadSquared's own words, if it gave any. */
	message?: string;
	status: number;
}

/** What was sent, by LeadSquared's names for it, e.g. `{ EntitySchemaName: 'mx_Custom_2' }`. */
export type SentValues = Record<string, unknown>;

/** How the panel calls what LeadSquared's parameters carry, and where its value comes from. */
const panelLabels: Record<string, [label: string, advice: string]> = {
	activityevent: ['Activity Type', 'Choose it from the list.'],
	activitydatetime: ['Date and Time', 'It should look like 2026-01-15T10:20:30.'],
	activityid: ['Activity', 'Check the ID of the activity.'],
	code: ['Activity Type or Opportunity Type', 'Choose it from the list.'],
	emailaddress: ['Lead', 'Check the email address.'],
	entity: ['Record Type', 'Choose the kind of record that the file is meant for.'],
	entityschemaname: ['Custom Field Set', 'Choose it from the list.'],
	filestoragetype: ['Storage Type', 'Choose it from the list.'],
	filetype: ['File Type', 'Choose it from the list.'],
	id: ['Lead ID or Event Code', 'A lead needs its ID, an activity or opportunity its event code.'],
	leadid: ['Lead', 'Check the lead.'],
	lookupname: ['Lead', 'Check the schema name of the field that the lead is looked for by.'],
	opportunityeventcode: ['Opportunity Type', 'Choose it from the list.'],
	opportunityid: ['Opportunity', 'Check the ID of the opportunity.'],
	phone: ['Lead', 'Check the phone number.'],
	prospectactivityid: ['Activity', 'Check the ID of the activity.'],
	prospectid: ['Lead', 'Check the ID of the lead.'],
	prospectopportunityid: ['Opportunity', 'Check the ID of the opportunity.'],
	relatedprospectid: ['Lead', 'Check the ID of the lead.'],
	schemaname: ['File Field', 'Choose it from the list.'],
	score: ['Score', 'Enter a number.'],
	storageversion: [
		'Storage Version',
		'Remove the option, or ask your LeadSquared account manager.',
	],
	uploadfiles: ['Files to Send', 'Check that the file is not empty.'],
};

const adviceByType: Record<string, string> = {
	MXDuplicateEntryException:
		'A field that must be unique holds a value that another record already has.',
	MXInvalidAccessDetailsException: 'Check the keys and the region in the credential.',
	MXInvalidActivityFieldsException:
		"Fill in the field that the message names: add it to 'Further Fields'.",
	MXInvalidDataTypeException: 'A value does not fit its field: check numbers, dates and lists.',
	MXMandatoryAttributeMissingException: 'Fill in the field that the message names.',
	MXMandatoryFieldMissingException: 'Fill in the field that the message names.',
	MXUnAuthorizedAccessException:
		'The keys act with the rights of the user who owns them; use those of an administrator.',
	MXUnknownAttributeException: 'Check the schema names of the fields.',
	MXUnknownProspectActivityException: 'Check the ID of the activity.',
};

/**
 * The error in the words of the panel, where LeadSquared names a parameter of the call; its own message
 * is kept beside them.
 */
export function toRefusal(
	{ type, message, status }: LeadSquaredException,
	sent: SentValues,
): ActionableError {
	const details = { httpCode: String(status), fromService: true };
	const exception = type && `(${type})`;
	const says = message ?? `the request failed (HTTP ${status})`;
	const named = namedParameter(message ?? '');
	const known = named && panelLabels[named.toLowerCase()];
	if (!known) {
		const advice = [adviceByType[type], exception].filter(Boolean).join(' ');
		return new ActionableError(`LeadSquared says: ${says}`, advice, details);
	}
	const [label, advice] = known;
	const value = valueOf(named, sent);
	const told =
		value === undefined || value === ''
			? `LeadSquared needs a value for '${label}'`
			: `LeadSquared does not accept ${JSON.stringify(value.slice(0, 100))} as '${label}'`;
	return new ActionableError(told, `${advice} LeadSquared says: ${says} ${exception}`, details);
}

/** The parameter in "Invalid Input! Parameter Name: X" or "'X' is mandatory" (both seen live). */
function namedParameter(message: string): string | undefined {
	const [, name] =
		/^Invalid Input!? Parameter Name: ?(\w{1,60})/i.exec(message) ??
		/^'(\w{1,60})' is mandatory/i.exec(message) ??
		[];
	return name;
}

function valueOf(name: string, sent: SentValues): string | undefined {
	const wanted = name.toLowerCase();
	const found = Object.entries(sent).find(([key]) => key.toLowerCase() === wanted);
	return found && ['string', 'number'].includes(typeof found[1]) ? String(found[1]) : undefined;
}

/** The plain values of a request: those of its query, and of the outermost level of its body. */
export function sentValues(...places: unknown[]): SentValues {
	const entries = places.flatMap((place) => {
		if (typeof place !== 'object' || place === null) return [];
		// Parts of a form, and rows of fields, name their value.
		if (Array.isArray(place)) {
			return (place as Array<Record<string, unknown>>).map((row) => [
				String(row.name ?? row.Attribute ?? row.SchemaName),
				row.value ?? row.Value,
			]);
		}
		const nested = (place as Record<string, unknown>).Opportunity;
		return [...Object.entries(place), ...Object.entries(nested ?? {})];
	});
	return Object.fromEntries(entries) as SentValues;
}
