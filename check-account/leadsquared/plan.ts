import type { AllSeen, Ask, Seen, Step } from '../shared';
import { isObject, isTooMany, listIn, membersOf, textOf } from '../shared';

/** What the person who runs the check gives. Optional parts leave their questions out. */
export interface LeadSquaredGiven {
	/** Without `/v2`. */
	apiUrl: string;
	/** Taken in place of the one that the account names. */
	uploadUrl?: string;
	/** The test lead, by e-mail address or by ID. */
	lead: string;
	/** The lead's field that holds a custom field set, and two file fields inside it. */
	fieldSet: string;
	fileFields: string[];
	/** Event code of an activity type that allows attachments, and its field set. */
	activityType?: string;
	activityFieldSet?: string;
	activityFileField?: string;
	/** Event code of an opportunity type. */
	opportunityType?: string;
	/** The largest file to try, in MB; 0 tries none. */
	sizeMb?: number;
	/** How many calls to make at once; 0 makes none. */
	calls?: number;
	/** Part of every name. */
	stamp: string;
}

/** A lead's set can be filled in these forms. */
export type SetForm = 'nested' | 'flattened' | 'upsert';

const noLead = '00000000-0000-4000-8000-00000000dead';

/** A name of a file, or of anything else that is written. */
export function checkName(given: { stamp: string }, label: string, extension = '.txt'): string {
	return `n8n-check-${given.stamp}-${label}${extension}`;
}

/** The account's user, or nothing when the keys are wrong. */
export function userIn(seen: AllSeen): Record<string, unknown> {
	const { status, body } = seen.user ?? {};
	return status === 200 && isObject(body) && body.Id !== undefined ? body : {};
}

/** The test lead. */
export function leadIn(given: LeadSquaredGiven, seen: AllSeen): Record<string, unknown> {
	const lead = membersOf(listIn(seen.lead?.body)?.[0]);
	const own = given.lead.includes('@') ? lead.EmailAddress : lead.ProspectID;
	// Wrong names of parameters are answered with any lead: only the right one is written to.
	return textOf(own).toLowerCase() === given.lead.toLowerCase() ? lead : {};
}

const leadIdIn = (given: LeadSquaredGiven, seen: AllSeen) => textOf(leadIn(given, seen).ProspectID);

/** Where files go. */
export function uploadUrlOf(given: LeadSquaredGiven, seen: AllSeen): string {
	const told = membersOf(userIn(seen).MobileServiceURLs).FileUploadURL;
	const rule = `${given.apiUrl.replace(/\/\/api/, '//files')}/File/Upload`;
	return given.uploadUrl || textOf(told) || rule;
}

/** Whether a call was carried out, as far as its answer says. */
export function wentWell(answer: Seen | undefined): boolean {
	if (!answer || answer.status !== 200) return false;
	const envelope = envelopeOf(answer.body);
	const stated = textOf(envelope.Status ?? envelope.status).toLowerCase();
	return !/^(error|fail)/.test(stated) && !envelope.ExceptionType;
}

/** The object in an answer, also out of a list of one. */
export function envelopeOf(body: unknown): Record<string, unknown> {
	return membersOf(Array.isArray(body) && body.length === 1 ? body[0] : body);
}

/** What an upload's answer says. */
export function uploadedIn(answer: Seen | undefined) {
	const envelope = envelopeOf(answer?.body);
	const name = wentWell(answer) ? textOf(envelope.uploadedFile ?? envelope.UploadedFile) : '';
	return {
		name,
		link: textOf(envelope.relativeFilePath),
		storageLink: textOf(envelope.s3FilePath),
	};
}

/** The id in the answer to something that was made. */
export function madeIn(answer: Seen | undefined): string {
	if (!wentWell(answer)) return '';
	return textOf(membersOf(envelopeOf(answer?.body).Message).Id);
}

/** The id of the opportunity that a capture made, also when it succeeded in part only. */
export function capturedIn(answer: Seen | undefined): string {
	return answer?.status === 200 ? textOf(envelopeOf(answer.body).CreatedOpportunityId) : '';
}

/** What a lead's file field reads back as: the name, empty, or undefined when the set is not shown. */
export function fieldValue(
	given: LeadSquaredGiven,
	answer: Seen | undefined,
	field: string,
): string | undefined {
	if (answer?.status !== 200) return undefined;
	const lead = membersOf(listIn(answer.body)?.[0]);
	const flattened = lead[`${given.fieldSet}${field}`];
	if (flattened !== undefined) return textOf(flattened);
	const set = parsed(lead[given.fieldSet]);
	// An empty set and one that is not shown look the same.
	return isObject(set) ? textOf(set[field]) : undefined;
}

/** Whether the lead's field held a file before that is not of this check: it is left alone then. */
export function isFieldTaken(
	given: LeadSquaredGiven,
	seen: AllSeen,
	field: string | undefined,
): boolean {
	const value = field ? (fieldValue(given, seen.lead, field) ?? '') : '';
	return value !== '' && !value.includes('n8n-check-');
}

/** What says whose account it is: not for a table that others read. */
export function privateValues(given: LeadSquaredGiven, seen: AllSeen): string[] {
	const { ProspectID, EmailAddress, Phone, Mobile } = leadIn(given, seen);
	const { OrgUniqueName, OrgId, OrgDisplayName, OrgShortCode, PassPhrase, Id } = userIn(seen);
	const ofLead = [given.lead, ProspectID, EmailAddress, Phone, Mobile];
	return [...ofLead, OrgUniqueName, OrgId, OrgDisplayName, OrgShortCode, PassPhrase, Id]
		.map(textOf)
		.filter(Boolean);
}

/** A value that may be JSON in a text. */
export function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return value;
	}
}

/** Whether a form filled the field: it said so, and the field reads back as the file's name. */
export function formWorks(given: LeadSquaredGiven, seen: AllSeen, form: SetForm): boolean {
	const { name } = uploadedIn(seen[`upload-${form}`]);
	const value = fieldValue(given, seen[`after-${form}`], given.fileFields[0]);
	return name !== '' && wentWell(seen[`write-${form}`]) && value === name;
}

const forms: SetForm[] = ['nested', 'flattened', 'upsert'];

/** The form to write further fields with. */
export function workingForm(given: LeadSquaredGiven, seen: AllSeen): SetForm | undefined {
	return (
		forms.find((form) => formWorks(given, seen, form)) ??
		forms.find((form) => wentWell(seen[`write-${form}`]))
	);
}

/** A row of a field set in the nested form. */
const nestedRow = (
	word: 'Attribute' | 'SchemaName',
	set: string,
	field: string,
	value: string,
) => ({
	[word]: set,
	Value: '',
	Fields: [{ [word]: field, Value: value }],
});

/** The update of one field of the lead's set. */
function writeField(
	given: LeadSquaredGiven,
	seen: AllSeen,
	write: { id: string; form: SetForm | undefined; field: string | undefined; name: string },
): Ask[] {
	const { id, form, field, name } = write;
	const lead = leadIn(given, seen);
	const email = textOf(lead.EmailAddress);
	if (isFieldTaken(given, seen, field)) return [];
	if (!form || !field || !name || !lead.ProspectID || (form === 'upsert' && !email)) return [];
	const service = `${given.apiUrl}/v2/LeadManagement.svc`;
	const nested = nestedRow('Attribute', given.fieldSet, field, name);
	if (form === 'upsert') {
		const who = [
			{ Attribute: 'EmailAddress', Value: email },
			{ Attribute: 'SearchBy', Value: 'EmailAddress' },
		];
		const url = `${service}/Lead.CreateOrUpdate?postUpdatedLead=false`;
		return [{ id, kind: 'write', url, body: [...who, nested] }];
	}
	const flattened = { Attribute: `${given.fieldSet}${field}`, Value: name };
	const url = `${service}/Lead.Update?leadId=${textOf(lead.ProspectID)}`;
	return [{ id, kind: 'write', url, body: [form === 'nested' ? nested : flattened] }];
}

/** Reads the lead again after a write, if there was one. */
const readLead =
	(id: string, after: string): Step<LeadSquaredGiven> =>
	(given, seen) =>
		seen[after]
			? [
					{
						id,
						kind: 'read',
						url: `${given.apiUrl}/v2/LeadManagement.svc/Leads.GetById?id=${leadIdIn(given, seen)}`,
					},
				]
			: [];

const inForm =
	(form: SetForm): Step<LeadSquaredGiven> =>
	(given, seen) =>
		writeField(given, seen, {
			id: `write-${form}`,
			form,
			field: given.fileFields[0],
			name: uploadedIn(seen[`upload-${form}`]).name,
		});

const inSecondField =
	(
		id: string,
		nameOf: (given: LeadSquaredGiven, seen: AllSeen) => string,
	): Step<LeadSquaredGiven> =>
	(given, seen) =>
		writeField(given, seen, {
			id,
			form: workingForm(given, seen),
			field: given.fileFields[1],
			name: nameOf(given, seen),
		});

const page = (rows: number, offset: number) => ({
	Paging: { Offset: String(offset), RowCount: String(rows) },
});

/** 32 bytes, for files of any size. */
const filler = 'n8n-check filler text, 32 bytes\n';

/** Sizes to try: in steps of four up to the limit. */
export function sizesFor(limit: number | undefined): number[] {
	const sizes: number[] = [];
	if (!limit || limit < 1) return sizes;
	for (let size = 1; size < limit; size *= 4) sizes.push(size);
	return [...sizes, Math.floor(limit)];
}

/** The form of an upload. */
function upload(
	given: LeadSquaredGiven,
	seen: AllSeen,
	id: string,
	label: string,
	{ fields = {}, text = label }: { fields?: Record<string, string>; text?: string } = {},
): Ask {
	return {
		id,
		kind: fields.SchemaName ? 'uploadIntoField' : 'upload',
		url: uploadUrlOf(given, seen),
		fields: {
			FileType: '0',
			FileStorageType: '0',
			EnableResize: 'false',
			StorageVersion: '0',
			...fields,
		},
		files: [{ part: 'uploadFiles', name: checkName(given, label), text: `n8n-check ${text}\n` }],
	};
}

/** Uploads of plain documents. */
const uploadDocuments: Step<LeadSquaredGiven> = (given, seen) =>
	leadIdIn(given, seen)
		? [
				upload(given, seen, 'upload-document', 'document'),
				upload(given, seen, 'upload-same-1', 'same', { text: 'first' }),
				upload(given, seen, 'upload-same-2', 'same', { text: 'second, and longer' }),
				upload(given, seen, 'upload-letters', 'ünï-日本'),
				upload(given, seen, 'upload-spaces', 'two words'),
				upload(given, seen, 'upload-hash', 'no#1'),
			]
		: [];

/** Uploads for file fields. */
const uploadIntoFields: Step<LeadSquaredGiven> = (given, seen) => {
	const lead = leadIdIn(given, seen);
	if (!lead) return [];
	const inField = (id: string, label: string, SchemaName: string) =>
		upload(given, seen, id, label, {
			fields: {
				FileType: '7',
				Entity: '0',
				Id: lead,
				EntitySchemaName: given.fieldSet,
				SchemaName,
			},
		});
	const [first, second] = given.fileFields;
	const { activityType, activityFieldSet, activityFileField } = given;
	return [
		inField('upload-refused', 'wrong-field', 'mx_CustomObject_99999'),
		...forms.map((form) => inField(`upload-${form}`, form, first)),
		...(second ? [inField('upload-second', 'second', second)] : []),
		...(activityType && activityFieldSet && activityFileField
			? [
					upload(given, seen, 'upload-activity', 'in-activity', {
						fields: {
							FileType: '7',
							Entity: '1',
							Id: activityType,
							EntitySchemaName: activityFieldSet,
							SchemaName: activityFileField,
						},
					}),
				]
			: []),
	];
};

/** Uploads that try sizes, one after the other until one is refused. */
const trySize =
	(index: number): Step<LeadSquaredGiven> =>
	(given, seen) => {
		const size = sizesFor(given.sizeMb)[index];
		const before = index === 0 ? seen['upload-document'] : seen[`size-${index - 1}`];
		if (!size || !uploadedIn(before).name) return [];
		const files = [
			{
				part: 'uploadFiles',
				name: checkName(given, `${size}-mb`),
				text: filler,
				repeat: 32768 * size,
			},
		];
		return [{ ...upload(given, seen, `size-${index}`, ''), files }];
	};

/** Asks for an activity's details, with links. */
function detailsOfActivity(given: LeadSquaredGiven, seen: AllSeen, id: string): Ask {
	const query = `activityId=${madeIn(seen.activity)}&getFileURL=true`;
	const url = `${given.apiUrl}/v2/ProspectActivity.svc/GetActivityDetails?${query}`;
	return { id, kind: 'read', url };
}

/** Opens the first link in an activity's details. */
const openLinkOf =
	(id: string, details: string): Step<LeadSquaredGiven> =>
	(_, seen) => {
		const url = fileLinkIn(seen[details]?.body);
		return url ? [{ id, kind: 'open', url: encodeURI(decode(url)) }] : [];
	};

/** All steps of the check, in order. */
export const leadSquaredSteps: Array<Step<LeadSquaredGiven>> = [
	({ apiUrl }) => [
		{ id: 'user', kind: 'read', url: `${apiUrl}/v2/Authentication.svc/UserByAccessKey.Get` },
	],
	(given, seen) => {
		if (!userIn(seen).Id) return [];
		const { apiUrl, lead, fieldSet } = given;
		const leads = `${apiUrl}/v2/LeadManagement.svc`;
		const byEmail = `Leads.GetByEmailaddress?emailaddress=${encodeURIComponent(lead)}`;
		const byId = `Leads.GetById?id=${encodeURIComponent(lead)}`;
		const read = (id: string, url: string): Ask => ({ id, kind: 'read', url });
		return [
			read('lead', `${leads}/${lead.includes('@') ? byEmail : byId}`),
			read('metadata', `${leads}/LeadsMetaData.Get?schemaName=${encodeURIComponent(fieldSet)}`),
			read('activityTypes', `${apiUrl}/v2/ProspectActivity.svc/ActivityTypes.Get`),
			read('opportunityTypes', `${apiUrl}/v2/OpportunityManagement.svc/GetOpportunityTypes`),
			read('phoneUnknown', `${leads}/RetrieveLeadByPhoneNumber?phone=0000000000`),
		];
	},
	(given, seen) => {
		const { Phone } = leadIn(given, seen);
		const digits = textOf(Phone).replace(/\D/g, '');
		if (digits.length < 5) return [];
		const service = `${given.apiUrl}/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=`;
		return [
			{
				id: 'phoneStored',
				kind: 'read',
				url: `${service}${encodeURIComponent(textOf(Phone))}`,
			},
			{ id: 'phoneDigits', kind: 'read', url: `${service}${digits}` },
		];
	},
	(given, seen) => {
		const lead = leadIdIn(given, seen);
		if (!lead) return [];
		const { apiUrl, opportunityType } = given;
		const activities = `${apiUrl}/v2/ProspectActivity.svc/Retrieve?leadId=${lead}`;
		const opportunities = `${apiUrl}/v2/OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=${lead}`;
		const paging = { Paging: { PageIndex: 1, PageSize: 5 } };
		const list = (id: string, url: string, body: unknown): Ask => ({
			id,
			kind: 'write',
			url,
			body,
		});
		return [
			list('rows', activities, page(4, 0)),
			list('rowsLater', activities, page(2, 1)),
			list('rowsNone', activities, page(2, 90000)),
			list('opportunities', opportunities, paging),
			...(opportunityType
				? [
						list(
							'opportunitiesOfType',
							`${opportunities}&opportunityType=${opportunityType}`,
							paging,
						),
					]
				: []),
		];
	},
	uploadDocuments,
	uploadIntoFields,
	(given, seen) =>
		uploadedIn(seen['upload-document']).name
			? [
					{
						id: 'upload-headers',
						kind: 'keysElsewhere',
						url: uploadUrlOf(given, seen),
						fields: { FileType: '0' },
						files: [
							{ part: 'uploadFiles', name: checkName(given, 'headers'), text: 'n8n-check\n' },
						],
						keys: 'headers',
					},
				]
			: [],
	(_, seen) => {
		const links: Array<[id: string, upload: string]> = [
			['open-document', 'upload-document'],
			['open-set', 'upload-nested'],
			['open-same', 'upload-same-1'],
		];
		return links.flatMap(([id, upload]) => {
			const { link } = uploadedIn(seen[upload]);
			const url = encodeURI(link).replace(/#/g, '%23');
			return /^https?:/.test(link) ? [{ id, kind: 'open' as const, url }] : [];
		});
	},
	inForm('nested'),
	readLead('after-nested', 'write-nested'),
	inForm('flattened'),
	readLead('after-flattened', 'write-flattened'),
	inForm('upsert'),
	readLead('after-upsert', 'write-upsert'),
	inSecondField('write-second', (_, seen) => uploadedIn(seen['upload-second']).name),
	readLead('after-second', 'write-second'),
	inSecondField('write-unknown-name', (given) => checkName(given, 'never-uploaded')),
	readLead('after-unknown-name', 'write-unknown-name'),
	inSecondField('write-other-upload', (_, seen) => uploadedIn(seen['upload-document']).name),
	readLead('after-other-upload', 'write-other-upload'),
	(given, seen) => {
		const [field] = given.fileFields;
		const name = uploadedIn(seen['upload-nested']).name;
		if (!name) return [];
		const form = workingForm(given, seen);
		const nested = nestedRow('Attribute', given.fieldSet, field, name);
		const flattened = { Attribute: `${given.fieldSet}${field}`, Value: name };
		const url = `${given.apiUrl}/v2/LeadManagement.svc/Lead.Update?leadId=${noLead}`;
		const body = [form === 'flattened' ? flattened : nested];
		return [{ id: 'unknownLead', kind: 'write', url, body }];
	},
	(given, seen) => {
		const lead = leadIdIn(given, seen);
		const { apiUrl, activityType, activityFieldSet = '', activityFileField = '' } = given;
		if (!lead || !activityType) return [];
		const { name } = uploadedIn(seen['upload-activity']);
		const set = name ? [nestedRow('SchemaName', activityFieldSet, activityFileField, name)] : [];
		const body = {
			RelatedProspectId: lead,
			ActivityEvent: Number(activityType),
			ActivityNote: checkName(given, 'activity', ''),
			Fields: set,
		};
		return [
			{ id: 'activity', kind: 'write', url: `${apiUrl}/v2/ProspectActivity.svc/Create`, body },
		];
	},
	(given, seen) => {
		const activity = madeIn(seen.activity);
		const { storageLink } = uploadedIn(seen['upload-document']);
		const { apiUrl, activityType, activityFieldSet = '', activityFileField = '' } = given;
		if (!activity) return [];
		const service = `${apiUrl}/v2/ProspectActivity.svc`;
		const attach = (id: string, name: string, link: string): Ask => ({
			id,
			kind: 'write',
			url: `${service}/Attachment/Add`,
			body: {
				ProspectActivityId: activity,
				AttachmentName: name,
				Description: '',
				AttachmentFile: link,
			},
		});
		const { name } = uploadedIn(seen['upload-activity']);
		const elsewhere = checkName(given, 'elsewhere');
		const update: Ask = {
			id: 'activityUpdate',
			kind: 'write',
			url: `${service}/CustomActivity/Update`,
			body: {
				ProspectActivityId: activity,
				ActivityEvent: Number(activityType),
				Fields: name ? [nestedRow('SchemaName', activityFieldSet, activityFileField, name)] : [],
			},
		};
		return [
			...(storageLink ? [attach('attachment', checkName(given, 'attachment'), storageLink)] : []),
			attach('attachmentElsewhere', elsewhere, `https://example.com/${elsewhere}`),
			update,
		];
	},
	(given, seen) =>
		madeIn(seen.activity) ? [detailsOfActivity(given, seen, 'activityDetails')] : [],
	(given, seen) => {
		const url = `${given.apiUrl}/v2/ProspectActivity.svc/Retrieve?leadId=${leadIdIn(given, seen)}`;
		return madeIn(seen.activity)
			? [{ id: 'activityRow', kind: 'write', url, body: page(25, 0) }]
			: [];
	},
	openLinkOf('open-details', 'activityDetails'),
	(given, seen) =>
		seen['open-details'] && seen['open-details'].status !== 200
			? [detailsOfActivity(given, seen, 'activityDetailsAgain')]
			: [],
	openLinkOf('open-details-again', 'activityDetailsAgain'),
	(given, seen) => {
		const email = textOf(leadIn(given, seen).EmailAddress);
		const { apiUrl, opportunityType } = given;
		if (!email || !opportunityType) return [];
		const url = `${apiUrl}/v2/OpportunityManagement.svc/Capture`;
		const capture = (id: string, searchBy: string): Ask => ({
			id,
			kind: 'write',
			url,
			body: {
				LeadDetails: [
					{ Attribute: 'EmailAddress', Value: email },
					{ Attribute: 'SearchBy', Value: searchBy },
				],
				Opportunity: {
					OpportunityEventCode: Number(opportunityType),
					OpportunityNote: checkName(given, 'opportunity', ''),
					Fields: [{ SchemaName: 'mx_Custom_1', Value: checkName(given, 'opportunity', '') }],
				},
			},
		});
		return [capture('captureWrong', 'n8nCheck'), capture('capture', 'EmailAddress')];
	},
	(given, seen) => {
		const opportunity = capturedIn(seen.capture);
		const { storageLink } = uploadedIn(seen['upload-document']);
		if (!opportunity || !storageLink) return [];
		const url = `${given.apiUrl}/v2/ProspectActivity.svc/Attachment/Add`;
		const body = {
			ProspectActivityId: opportunity,
			AttachmentName: checkName(given, 'opportunity-attachment'),
			Description: '',
			AttachmentFile: storageLink,
		};
		return [{ id: 'opportunityAttachment', kind: 'write', url, body }];
	},
	(given, seen) => {
		const lead = leadIdIn(given, seen);
		const { link, storageLink } = uploadedIn(seen['upload-document']);
		if (!lead || !(link || storageLink)) return [];
		const body = {
			RelatedProspectId: lead,
			Note: checkName(given, 'note', ''),
			AttachmentName: link || storageLink,
		};
		const url = `${given.apiUrl}/v2/LeadManagement.svc/CreateNote`;
		return [{ id: 'note', kind: 'write', url, body }];
	},
	(given, seen) => {
		const body = {
			Parameter: { RelatedId: leadIdIn(given, seen) },
			Paging: { PageIndex: 1, PageSize: 100 },
		};
		const url = `${given.apiUrl}/v2/LeadManagement.svc/RetrieveNote`;
		return madeIn(seen.note) ? [{ id: 'noteRow', kind: 'write', url, body }] : [];
	},
	...[0, 1, 2, 3, 4, 5].map(trySize),
	(given, seen) => {
		const url = `${given.apiUrl}/v2/Authentication.svc/UserByAccessKey.Get`;
		const count = userIn(seen).Id ? Math.min(given.calls ?? 0, 100) : 0;
		return Array.from({ length: count }, (_, index) => ({
			id: `burst-${index}`,
			kind: 'burst' as const,
			url,
		}));
	},
];

/** The first link to a file in an activity's details. */
export function fileLinkIn(details: unknown): string {
	const link = /"FileURL":\s*"(https?:[^"]+)"/.exec(textOf(details))?.[1] ?? '';
	return link.replace(/\\\//g, '/');
}

/** Percent-decoded, or as it is when it cannot be decoded. */
function decode(text: string): string {
	try {
		return decodeURI(text);
	} catch {
		return text;
	}
}

/** Requests that were refused because of too many: what they asked is not known. */
export function refusedForPace(seen: AllSeen): string[] {
	return Object.entries(seen).flatMap(([id, answer]) => (answer && isTooMany(answer) ? [id] : []));
}
