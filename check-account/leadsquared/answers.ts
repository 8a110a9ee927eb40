import type { AllSeen, Line, Seen } from '../shared';
import {
	found,
	isObject,
	isTooMany,
	listIn,
	membersOf,
	notAsked,
	pageText,
	shapeOfLink,
	short,
	textOf,
} from '../shared';
import type { LeadSquaredGiven, SetForm } from './plan';
import {
	capturedIn,
	envelopeOf,
	fieldValue,
	fileLinkIn,
	formWorks,
	isFieldTaken,
	leadIn,
	madeIn,
	refusedForPace,
	sizesFor,
	uploadedIn,
	userIn,
	wentWell,
	workingForm,
} from './plan';

type Finding = Omit<Line, 'id' | 'question'>;

/** What is known when a question is answered. */
interface Case {
	given: LeadSquaredGiven;
	seen: AllSeen;
}

interface Question {
	id: string;
	question: string;
	/** The requests that it rests on: when one of them was refused for pace, it is not known. */
	asks: string[];
	answer: (known: Case) => Finding;
}

/** An answer that was not the one hoped for, in words. */
function saysNo(answer: Seen | undefined): string {
	if (!answer) return 'it was not asked';
	if (answer.fault) return `no answer: ${short(answer.fault)}`;
	const { ExceptionType, ExceptionMessage, description } = envelopeOf(answer.body);
	const says = [ExceptionType, ExceptionMessage ?? description].map(textOf).filter(Boolean);
	const page = isObject(answer.body) || Array.isArray(answer.body) ? '' : pageText(answer.body);
	return [`HTTP ${answer.status}`, ...says, page].filter(Boolean).join(': ').slice(0, 240);
}

/** How an answer refuses: what a program has to look at. */
function kindOfRefusal(answer: Seen | undefined): string {
	if (!answer || answer.fault) return 'no answer';
	if (lacksRights(answer)) return 'the user may not';
	const envelope = envelopeOf(answer.body);
	const exception = envelope.ExceptionType ? 'an exception' : '';
	if (!isObject(answer.body) && !Array.isArray(answer.body)) return `a page, HTTP ${answer.status}`;
	if (exception) return `${exception} in HTTP ${answer.status}`;
	const stated = textOf(envelope.Status ?? envelope.status);
	return stated ? `Status "${stated}" in HTTP ${answer.status}` : `HTTP ${answer.status}`;
}

/** Whether the keys' user lacks a right. */
function lacksRights({ status, body }: Seen): boolean {
	return (
		/unauthorizedaccess/i.test(textOf(envelopeOf(body).ExceptionType)) ||
		(status === 403 && !isTooMany({ status, body }))
	);
}

const readOnly =
	'The keys belong to a user who may not do this. Use the keys of an administrator, or of a user with the rights to change leads, activities and files.';

/** Yes or no for a write, with what the user can do about it. */
function refused(answer: Seen | undefined, advice = ''): Finding {
	const says = saysNo(answer);
	return answer && lacksRights(answer)
		? found('the user may not', says, readOnly)
		: found('no', says, advice);
}

const inDouble = (values: string[]) => [...new Set(values.filter(Boolean))];

const fieldIsTaken =
	'the field of the test lead holds a file already: empty it, or use another lead';

const keysLine = ({ given, seen }: Case): Finding => {
	const { user, lead } = seen;
	const host = given.apiUrl.replace(/^https?:\/\//, '');
	if (!user || user.fault) {
		return found(
			'no answer',
			`${host}: ${short(user?.fault ?? '')}`,
			'Check the API host, and whether this computer reaches it.',
		);
	}
	if (!userIn(seen).Id) {
		const wrong = user.status === 401 || user.status === 403;
		return found(
			wrong ? 'wrong keys' : 'not LeadSquared',
			saysNo(user),
			wrong
				? 'Copy both keys again: My Profile > Settings > API and Webhooks > API Access Keys. The user has to be active.'
				: 'Check the API host: this does not answer as LeadSquared does.',
		);
	}
	const told = textOf(membersOf(userIn(seen).LSQCommonServiceURLs).api).replace(/^https?:\/\//, '');
	if (told && told !== host) {
		return found(
			'another region',
			`the account names the host ${told}, the check asked ${host}`,
			`Choose the region of ${told} in the credential.`,
		);
	}
	if (lead && lead.status !== 200) {
		return found('yes, but not for leads', saysNo(lead), lacksRights(lead) ? readOnly : '');
	}
	if (!leadIn(given, seen).ProspectID) {
		return found(
			'yes, but no such lead',
			'the account has no lead of exactly this address or ID',
			'Create the test lead, then run the check again. Everything else waits for it.',
		);
	}
	return found('yes', `host ${host}`);
};

const hostsLine = ({ given, seen }: Case): Finding => {
	const user = userIn(seen);
	if (!user.Id) return notAsked('the keys did not work');
	const api = textOf(membersOf(user.LSQCommonServiceURLs).api);
	const upload = textOf(membersOf(user.MobileServiceURLs).FileUploadURL);
	const rule = `${given.apiUrl.replace(/\/\/api/, '//files')}/File/Upload`;
	const words = [
		!upload ? 'no upload host told' : upload === rule ? 'as the rule says' : 'another upload host',
		...(/^https?:/.test(api) ? ['hosts with https://'] : []),
	];
	return found(
		words.join(', '),
		`API host ${api || '(not told)'}, upload address ${upload || '(not told)'}`,
		upload && upload !== rule
			? `If uploads fail, choose the region "Custom" in the credential, and ${upload} as File Upload URL.`
			: '',
	);
};

const uploadKeysLine = ({ seen }: Case): Finding => {
	const answer = seen['upload-headers'];
	if (!answer) return notAsked('no upload worked before it');
	return uploadedIn(answer).name
		? found('yes', 'an upload with keys in headers only was taken')
		: found('no', saysNo(answer), 'Nothing: the nodes send form fields, as documented.');
};

/** The upload that stands for all others: a plain document. */
const uploadReplyLine = ({ seen }: Case): Finding => {
	const answer = seen['upload-document'];
	if (!answer) return notAsked('there was no test lead');
	const { body } = answer;
	const { name, link, storageLink } = uploadedIn(answer);
	if (!name) {
		if (lacksRights(answer)) return found('the user may not', saysNo(answer), readOnly);
		const empty = wentWell(answer) && 'uploadedFile' in envelopeOf(body);
		const words = empty ? 'success without a name' : kindOfRefusal(answer);
		return found(words, saysNo(answer), 'No file can be sent like this. Please report this line.');
	}
	const envelope = envelopeOf(body);
	const words = [
		...(Array.isArray(body) ? ['in a list'] : []),
		...('UploadedFile' in envelope ? ['UploadedFile with a capital'] : []),
		...('status' in envelope ? ['status in lower case'] : []),
		...(link ? [] : ['no link']),
		...(storageLink ? [] : ['no storage link']),
	];
	const members = Object.keys(envelope).join(', ');
	return found(words.length > 0 ? words.join(', ') : 'as documented', `members: ${members}`);
};

const uploadNameLine = ({ seen }: Case): Finding => {
	const { name } = uploadedIn(seen['upload-document']);
	if (!name) return notAsked('no upload worked');
	return name.includes('-document.')
		? found('kept', `it came back as ${name}`)
		: found(
				'renamed',
				`it came back as ${name}`,
				'Nothing: the nodes attach the name that came back.',
			);
};

const uploadRefusalLine = ({ seen }: Case): Finding => {
	const answer = seen['upload-refused'];
	if (!answer) return notAsked('there was no test lead');
	const { name } = uploadedIn(answer);
	return name
		? found(
				'taken',
				'the field mx_CustomObject_99999 was not checked',
				'Check the names of fields yourself.',
			)
		: found(kindOfRefusal(answer), saysNo(answer));
};

const storageLine = ({ seen }: Case): Finding => {
	const answer = seen['upload-document'];
	if (!answer) return notAsked('there was no test lead');
	if (uploadedIn(answer).name) return found('yes', 'StorageVersion 0 was taken');
	const aboutIt = /StorageVersion/i.test(saysNo(answer));
	return aboutIt
		? found(
				'no',
				saysNo(answer),
				'Ask LeadSquared for the value, and set it in the option "Storage Version".',
			)
		: notAsked('no upload worked, for another reason');
};

const sameNameLine = ({ seen }: Case): Finding => {
	const first = uploadedIn(seen['upload-same-1']);
	const second = uploadedIn(seen['upload-same-2']);
	if (!first.name || !second.name) return notAsked('no upload worked');
	const unique = 'Switch the option "Make File Names Unique" on where file names repeat.';
	const content = textOf(seen['open-same']?.body);
	if (first.name !== second.name) {
		return found('kept apart', `the second came back as ${second.name}`);
	}
	if (first.link && second.link && first.link !== second.link) {
		return found('kept apart', 'the same name, but another link');
	}
	if (content.includes('second')) {
		return found('replaced', 'the link of the first file opens the second one', unique);
	}
	if (content.includes('first')) {
		return found(
			'the first stays',
			'the same name and link, but the first content (perhaps for a while)',
			unique,
		);
	}
	return found(
		'the same name and link',
		'the link could not be opened to see which file it is',
		unique,
	);
};

const oddNamesLine = ({ given, seen }: Case): Finding => {
	const asked: Array<[id: string, words: string, sent: string]> = [
		['upload-letters', 'other alphabets', `n8n-check-${given.stamp}-ünï-日本.txt`],
		['upload-spaces', 'spaces', `n8n-check-${given.stamp}-two words.txt`],
		['upload-hash', '#', `n8n-check-${given.stamp}-no#1.txt`],
	];
	if (!seen['upload-letters']) return notAsked('there was no test lead');
	const results = asked.map(([id, words, sent]) => {
		const { name } = uploadedIn(seen[id]);
		if (!name) return `${words} refused`;
		return name === sent ? '' : `${words} changed`;
	});
	const changed = results.filter(Boolean);
	return found(
		changed.length > 0 ? changed.join(', ') : 'yes',
		asked.map(([id]) => uploadedIn(seen[id]).name || saysNo(seen[id])).join('; '),
		changed.length > 0 ? 'Set the option "File Name" to plain letters, digits and hyphens.' : '',
	);
};

const sizeLine = ({ given, seen }: Case): Finding => {
	const sizes = sizesFor(given.sizeMb);
	if (sizes.length === 0) return notAsked('no size was given to try');
	const taken = sizes.filter((_, index) => uploadedIn(seen[`size-${index}`]).name);
	const failed = sizes.findIndex((_, index) => {
		const answer = seen[`size-${index}`];
		return answer && !uploadedIn(answer).name;
	});
	if (failed === -1) {
		return taken.length > 0
			? found(`${taken.at(-1)} MB taken`, 'no limit was met')
			: notAsked('no upload worked before it');
	}
	return found(
		`${taken.at(-1) ?? 0} MB taken, ${sizes[failed]} MB refused`,
		saysNo(seen[`size-${failed}`]),
		`Set the option "Maximum File Size (MB)" to ${taken.at(-1) ?? 1}.`,
	);
};

const otherForm = (form: string) =>
	`Under 'Form of the Update' in the options of Attach File keep Find Out, or choose ${form} if that fills it.`;

const notNoticed =
	"LeadSquared does not notice this: turn on 'Confirm' in the options, so that the node does.";

/** Whether a form fills the lead's set. */
const formLine =
	(form: SetForm, good: string, bad = '') =>
	(known: Case): Finding => {
		const { given, seen } = known;
		const write = seen[`write-${form}`];
		if (isFieldTaken(given, seen, given.fileFields[0])) return notAsked(fieldIsTaken);
		if (!write) {
			return notAsked(
				uploadedIn(seen[`upload-${form}`]).name
					? 'the lead has no email address'
					: 'no upload worked',
			);
		}
		if (!wentWell(write)) return refused(write, bad);
		if (formWorks(given, seen, form)) return found('yes', 'the field reads back as the file', good);
		const value = fieldValue(given, seen[`after-${form}`], given.fileFields[0]);
		return value === undefined
			? found('success, not shown', 'it said success, but the lead does not show the field set')
			: found(
					'success, but not filled',
					`it said success; the field reads back as "${short(value)}"`,
					`${bad} ${notNoticed}`.trim(),
				);
	};

const siblingsLine = ({ given, seen }: Case): Finding => {
	if (!given.fileFields[1]) return notAsked('no second file field was given');
	if (isFieldTaken(given, seen, given.fileFields[1])) return notAsked(fieldIsTaken);
	const form = workingForm(given, seen);
	const write = seen['write-second'];
	if (!write || !form) return notAsked('no form filled the field set');
	if (!wentWell(write)) return refused(write);
	const [first, second] = given.fileFields.map((field) =>
		fieldValue(given, seen['after-second'], field),
	);
	if (second === undefined && first === undefined) {
		return found('not known', 'the lead does not show the field set');
	}
	return first
		? found('they stay', `written in the ${form} form`)
		: found(
				'they are emptied',
				`written in the ${form} form`,
				'Put all files of a field set into one Attach File step, with a row for each.',
			);
};

const setReadsAsLine = ({ given, seen }: Case): Finding => {
	const answer = ['after-upsert', 'after-flattened', 'after-nested']
		.map((id) => seen[id])
		.find((after) => after?.status === 200);
	if (!answer) return notAsked('no form filled the field set');
	const lead = membersOf(listIn(answer.body)?.[0]);
	const value = lead[given.fieldSet];
	const flat = given.fileFields.some((field) => `${given.fieldSet}${field}` in lead);
	if (flat) return found('as fields of the lead', 'set and field in one name');
	if (isObject(value)) return found('an object', `members: ${Object.keys(value).join(', ')}`);
	if (typeof value === 'string' && value.startsWith('{')) return found('a JSON text');
	if (value === null)
		return found('nothing', 'the set reads back as null, although it was written');
	return value === undefined
		? found(
				'not shown',
				`the lead has no member ${given.fieldSet}`,
				'Whether a file has arrived shows in LeadSquared only.',
			)
		: found('something else', `a ${typeof value}`);
};

/** Whether a write to the second field was taken that a strict service refuses. */
const strictLine =
	(id: string, name: (known: Case) => string) =>
	(known: Case): Finding => {
		const { given, seen } = known;
		const write = seen[`write-${id}`];
		if (isFieldTaken(given, seen, given.fileFields[1])) return notAsked(fieldIsTaken);
		if (!write)
			return notAsked(
				given.fileFields[1] ? 'no form filled the field set' : 'no second file field was given',
			);
		if (!wentWell(write)) {
			return lacksRights(write)
				? found('the user may not', saysNo(write), readOnly)
				: found('no', saysNo(write));
		}
		const value = fieldValue(given, seen[`after-${id}`], given.fileFields[1]);
		if (value === undefined) return found('success, not shown');
		return value === name(known)
			? found('yes', 'it reads back as written', notNoticed)
			: found('success, but not filled', `it reads back as "${short(value)}"`, notNoticed);
	};

const unknownLeadLine = ({ seen }: Case): Finding => {
	const answer = seen.unknownLead;
	if (!answer) return notAsked('no upload worked');
	if (!wentWell(answer)) return found(kindOfRefusal(answer), saysNo(answer));
	const rows = textOf(membersOf(envelopeOf(answer.body).Message).AffectedRows);
	return found(
		rows === '0' ? 'success with 0 rows' : 'success',
		rows ? `AffectedRows: ${rows}` : 'without a number of rows',
		'A lead that was deleted is not noticed: look it up before, as the node does by email.',
	);
};

const noActivity = ({ given, seen }: Case): Finding => {
	if (!given.activityType) return notAsked('no activity type was given');
	return seen.activity ? refused(seen.activity) : notAsked('there was no test lead');
};

const activityAnswerLine = (known: Case): Finding => {
	const { seen } = known;
	if (!madeIn(seen.activity)) return noActivity(known);
	const message = Object.keys(membersOf(envelopeOf(seen.activity?.body).Message));
	return found(
		message.includes('RelatedId') ? 'the activity and its lead' : 'the activity only',
		`members: ${message.join(', ')}`,
	);
};

const activityNoteLine = (known: Case): Finding => {
	const { given, seen } = known;
	const id = madeIn(seen.activity);
	if (!id) return noActivity(known);
	if (!wentWell(seen.activityUpdate)) return refused(seen.activityUpdate);
	const row = (listIn(seen.activityRow?.body) ?? []).find((each) => membersOf(each).Id === id);
	if (!row) return found('not known', 'the activity was not in the list of the lead');
	return textOf(row).includes(`n8n-check-${given.stamp}-activity`)
		? found('it stays')
		: found('it is emptied', '', 'Attach File to an activity empties its note.');
};

const attachmentLine = (known: Case): Finding => {
	const { seen } = known;
	if (!madeIn(seen.activity)) return noActivity(known);
	const answer = seen.attachment;
	if (!answer) return notAsked('no upload worked');
	return wentWell(answer)
		? found('yes')
		: {
				...refused(
					answer,
					'Switch "Allow Attachments" on for the activity type, or use a field set.',
				),
				...(lacksRights(answer) ? {} : { answer: kindOfRefusal(answer) }),
			};
};

const attachmentAddressLine = (known: Case): Finding => {
	const { seen } = known;
	if (!madeIn(seen.activity)) return noActivity(known);
	const answer = seen.attachmentElsewhere;
	if (!wentWell(seen.attachment)) return notAsked('no attachment was taken at all');
	return wentWell(answer)
		? found('yes', 'an address of example.com was taken')
		: found('no', saysNo(answer));
};

const attachmentsShownLine = (known: Case): Finding => {
	const { given, seen } = known;
	if (!madeIn(seen.activity)) return noActivity(known);
	if (!wentWell(seen.attachment)) return notAsked('no attachment was taken');
	const details = seen.activityDetails;
	if (!wentWell(details)) return found('not known', saysNo(details));
	const name = `n8n-check-${given.stamp}-attachment`;
	if (!textOf(details?.body).includes(name)) {
		return found('no', '', 'Get Files cannot list the attachments of this account.');
	}
	const place = Object.entries(membersOf(details?.body)).find(([, value]) =>
		textOf(value).includes(name),
	);
	return found('yes', `under ${place?.[0] ?? 'another name'}`);
};

const opportunityAttachmentLine = ({ given, seen }: Case): Finding => {
	if (!given.opportunityType) return notAsked('no opportunity type was given');
	const answer = seen.opportunityAttachment;
	if (!answer) return notAsked('no opportunity was captured');
	return wentWell(answer)
		? found('yes', 'the ID of the opportunity was taken as that of an activity')
		: refused(answer, 'Use a custom field set for the files of opportunities.');
};

const linksLine = ({ seen }: Case): Finding => {
	const kinds: Array<[id: string, words: string]> = [
		['open-document', 'documents'],
		['open-set', 'files of field sets'],
	];
	const asked = kinds.filter(([id]) => seen[id]);
	if (asked.length === 0) return notAsked('no upload gave a link');
	const words = asked.map(([id, kind]) => {
		const answer = seen[id];
		const opens = answer?.status === 200 && textOf(answer.body).includes('n8n-check');
		return `${kind} ${opens ? 'open' : 'do not'}`;
	});
	const { link } = uploadedIn(seen['upload-document']);
	return found(
		words.join(', '),
		[shapeOfLink(link), ...asked.map(([id]) => `HTTP ${seen[id]?.status ?? 'none'}`)].join('; '),
		words.some((word) => word.endsWith(' open'))
			? 'Whoever has the link can open the file: do not pass links on.'
			: '',
	);
};

const detailsLinksLine = (known: Case): Finding => {
	const { given, seen } = known;
	if (!madeIn(seen.activity)) return noActivity(known);
	if (!given.activityFileField) return notAsked('no file field of the activity was given');
	if (!uploadedIn(seen['upload-activity']).name) return refused(seen['upload-activity']);
	const details = seen.activityDetails;
	if (!wentWell(details)) return refused(details);
	const link = fileLinkIn(details?.body);
	if (!link) {
		const later = 'Read the files in a later step: LeadSquared may still be copying them.';
		return textOf(details?.body).includes('FileURL')
			? found('empty at once', 'FileURL is there, without a link', later)
			: found('no links', 'no FileURL in the details', 'Get Files has no links for this account.');
	}
	const again = seen['open-details-again'];
	if (again) {
		const words = again.status === 200 ? 'it had expired at first' : 'it does not open';
		return found(
			`at once, but ${words}`,
			[shapeOfLink(link), `HTTP ${seen['open-details']?.status ?? 'none'}`].join('; '),
			'Nothing: Get Files asks for a new link when one has expired. Do not keep links.',
		);
	}
	const expiry = /[?&](?:X-Amz-Expires|Expires|expires|se)=([^&]+)/.exec(link)?.[1];
	const opened = seen['open-details'];
	const opens = opened?.status === 200 ? 'opens without keys' : `HTTP ${opened?.status ?? 'none'}`;
	return found(
		link.includes('?') ? 'at once, with a signature' : 'at once, plain',
		[shapeOfLink(link), opens, ...(expiry ? [`expires: ${expiry}`] : [])].join('; '),
		link.includes('?') ? 'Download at once: such a link may expire.' : '',
	);
};

const notesLine = ({ given, seen }: Case): Finding => {
	if (!seen.note) return notAsked('no upload gave a link');
	const id = madeIn(seen.note);
	if (!id) return refused(seen.note);
	const rows = listIn(seen.noteRow?.body) ?? [];
	const row = rows
		.map(membersOf)
		.find(
			({ ProspectNoteId, Note }) => ProspectNoteId === id || textOf(Note).includes(given.stamp),
		);
	if (!row) return found('not found again', `${rows.length} notes in the list`);
	const { AttachmentURL, AttachmentName } = row;
	const { link, storageLink } = uploadedIn(seen['upload-document']);
	const same = [link, storageLink].includes(textOf(AttachmentURL));
	return found(
		AttachmentURL ? (same ? 'with the link as sent' : 'with another link') : 'without a link',
		`AttachmentName: ${short(textOf(AttachmentName), 60)}; AttachmentURL: ${shapeOfLink(textOf(AttachmentURL))}`,
	);
};

const captureLine = ({ given, seen }: Case): Finding => {
	if (!given.opportunityType) return notAsked('no opportunity type was given');
	const answer = seen.capture;
	if (!answer) return notAsked('the lead has no email address');
	const { Status, ConflictedOpportunityId } = envelopeOf(answer.body);
	const type = typeof Status === 'string' ? ', as a text' : '';
	const members = Object.keys(envelopeOf(answer.body)).join(', ');
	if (answer.status === 200 && ConflictedOpportunityId) {
		return found(
			`a duplicate, Status ${textOf(Status)}${type}`,
			members,
			'Choose what a duplicate does in Capture With File.',
		);
	}
	if (!capturedIn(answer)) {
		return lacksRights(answer)
			? found('the user may not', saysNo(answer), readOnly)
			: found('refused', saysNo(answer));
	}
	return found(`Status ${textOf(Status)}${type}`, `members: ${members}`);
};

const captureRefusalLine = ({ given, seen }: Case): Finding => {
	if (!given.opportunityType) return notAsked('no opportunity type was given');
	const answer = seen.captureWrong;
	if (!answer) return notAsked('the lead has no email address');
	if (capturedIn(answer)) return found('taken', 'a SearchBy that does not exist was taken');
	const { Status } = envelopeOf(answer.body);
	return answer.status === 200
		? found(`Status ${textOf(Status)} in HTTP 200`, saysNo(answer))
		: found(kindOfRefusal(answer), saysNo(answer));
};

const shapeOfList = (body: unknown): string =>
	Array.isArray(body) ? 'a bare list' : `an object with ${Object.keys(membersOf(body)).join(', ')}`;

const opportunitiesLine = ({ given, seen }: Case): Finding => {
	const { opportunities, opportunitiesOfType } = seen;
	if (!opportunities) return notAsked('there was no test lead');
	if (wentWell(opportunities)) {
		return found(`no type needed, ${shapeOfList(opportunities.body)}`);
	}
	if (!given.opportunityType) return found('refused without a type', saysNo(opportunities));
	return wentWell(opportunitiesOfType)
		? found(`needs a type, ${shapeOfList(opportunitiesOfType?.body)}`, saysNo(opportunities))
		: refused(opportunitiesOfType);
};

const opportunityTypesLine = ({ seen }: Case): Finding => {
	const answer = seen.opportunityTypes;
	if (!answer) return notAsked('the keys did not work');
	if (!wentWell(answer)) return refused(answer, 'Type event codes in by hand.');
	const members = Object.keys(membersOf(listIn(answer.body)?.[0])).join(', ');
	return found(shapeOfList(answer.body), members ? `rows with ${members}` : 'no rows');
};

const phoneLine = ({ given, seen }: Case): Finding => {
	const { phoneStored, phoneDigits } = seen;
	if (!phoneStored || !phoneDigits) return notAsked('the test lead has no phone number');
	const id = leadIn(given, seen).ProspectID;
	const rowsOf = (answer: Seen) => (answer.status === 200 ? (listIn(answer.body) ?? []) : []);
	const finds = (answer: Seen) => rowsOf(answer).some((row) => membersOf(row).ProspectID === id);
	const several = rowsOf(phoneStored).length > 1 ? ', answers all matches' : '';
	const words = finds(phoneDigits)
		? 'also as digits only'
		: finds(phoneStored)
			? 'only as stored'
			: 'not found';
	return found(
		`${words}${several}`,
		`${rowsOf(phoneStored).length} rows as stored, ${rowsOf(phoneDigits).length} as digits`,
		words === 'only as stored' ? 'Give phone numbers as LeadSquared shows them.' : '',
	);
};

const phoneUnknownLine = ({ seen }: Case): Finding => {
	const answer = seen.phoneUnknown;
	if (!answer) return notAsked('the keys did not work');
	const rows = answer.status === 200 ? listIn(answer.body) : undefined;
	return rows?.length === 0 ? found('an empty list') : found(kindOfRefusal(answer), saysNo(answer));
};

const metadataLine = ({ given, seen }: Case): Finding => {
	const answer = seen.metadata;
	if (!answer) return notAsked('the keys did not work');
	if (!wentWell(answer)) return refused(answer, 'Check the schema name of the field set.');
	const field = membersOf(
		(listIn(answer.body) ?? []).find((each) => membersOf(each).SchemaName === given.fieldSet),
	);
	if (!field.SchemaName) {
		return found('no such field', '', 'Check the schema name of the field set.');
	}
	const shows = given.fileFields.every((name) => textOf(field).includes(`"${name}"`));
	const dataType = `DataType "${textOf(field.DataType)}"`;
	return found(
		`${shows ? 'yes' : 'no'}, ${dataType}`,
		`members: ${Object.keys(field).join(', ')}`,
		shows ? '' : 'Type the schema names of file fields in by hand.',
	);
};

const activityTypesLine = ({ seen }: Case): Finding => {
	const answer = seen.activityTypes;
	if (!answer) return notAsked('the keys did not work');
	const row = membersOf(listIn(answer.body)?.[0]);
	if (!wentWell(answer) || !('ActivityEvent' in row)) return refused(answer);
	const labels = ['DisplayName', 'ActivityEventName'].filter((name) => name in row);
	const code = typeof row.ActivityEvent === 'string' ? 'codes as text' : 'codes as numbers';
	return found(`${labels.join(' and ') || 'no label'}, ${code}`);
};

const pagingLine = ({ seen }: Case): Finding => {
	const ids = (answer: Seen | undefined) =>
		(listIn(answer?.body) ?? []).map((row) => textOf(membersOf(row).Id));
	if (!seen.rows) return notAsked('there was no test lead');
	if (!wentWell(seen.rows)) return refused(seen.rows);
	const [rows, later] = [ids(seen.rows), ids(seen.rowsLater)];
	if (rows.length < 4) return notAsked('the test lead has fewer than four activities');
	if (later[0] === rows[1]) return found('a number of rows');
	return later[0] === rows[2]
		? found('a page')
		: found('something else', `${later.length} rows came`);
};

const emptyListLine = ({ seen }: Case): Finding => {
	if (!seen.rowsNone) return notAsked('there was no test lead');
	if (!wentWell(seen.rowsNone)) return refused(seen.rowsNone);
	const rows = listIn(seen.rowsNone.body);
	if (rows && rows.length > 0) return found('not empty', 'a list far behind its end was not empty');
	return rows ? found('an empty list') : found('the key is missing');
};

const paceLine = ({ given, seen }: Case): Finding => {
	const burst = Object.entries(seen).filter(([id]) => id.startsWith('burst-'));
	const refusals = refusedForPace(seen).map((id) => seen[id] as Seen);
	const limits = inDouble(
		Object.values(seen).flatMap((answer) =>
			Object.entries(answer?.limits ?? {}).map(([name, value]) => `${name}: ${value}`),
		),
	).slice(0, 4);
	const [first] = refusals;
	const headers = limits.length > 0 ? limits.join(', ') : 'no header speaks of limits';
	if (!first) {
		return burst.length > 0
			? found(`${burst.length} at once taken`, headers)
			: found(
					'no refusal at the pace of the check',
					headers,
					given.calls ? '' : 'Give a number of calls to try, to learn more.',
				);
	}
	const taken = burst.filter(([, answer]) => answer && !isTooMany(answer)).length;
	const says = short(textOf(envelopeOf(first.body).ExceptionMessage) || textOf(first.body), 100);
	const number = /limit of (\d+)/.exec(says)?.[1];
	return found(
		`refused with HTTP ${first.status}`,
		[says, ...(burst.length > 0 ? [`${taken} of ${burst.length} were taken`] : []), headers].join(
			'; ',
		),
		`Set "Calls per 5 Seconds" to ${number ?? Math.max(taken, 1)} in the credential or the options.`,
	);
};

/** All questions, in the order of the table. */
export const leadSquaredQuestions: Question[] = [
	{
		id: 'keys',
		question: 'Do the keys work, and do they belong to this host?',
		asks: ['user', 'lead'],
		answer: keysLine,
	},
	{
		id: 'hosts',
		question:
			'Which hosts does the account name, and does the upload host follow from the API host?',
		asks: ['user'],
		answer: hostsLine,
	},
	{
		id: 'upload-keys',
		question: 'Does the upload host take keys in headers, without form fields?',
		asks: ['upload-headers'],
		answer: uploadKeysLine,
	},
	{
		id: 'upload-reply',
		question: 'How is a correct upload answered?',
		asks: ['upload-document'],
		answer: uploadReplyLine,
	},
	{
		id: 'upload-name',
		question: 'Does an uploaded file keep its name?',
		asks: ['upload-document'],
		answer: uploadNameLine,
	},
	{
		id: 'upload-refusal',
		question: 'How is an upload for a field that does not exist answered?',
		asks: ['upload-refused'],
		answer: uploadRefusalLine,
	},
	{
		id: 'storage',
		question: "Is storage version 0 the account's?",
		asks: ['upload-document'],
		answer: storageLine,
	},
	{
		id: 'same-name',
		question: 'The same name twice: is the first file replaced or kept?',
		asks: ['upload-same-1', 'upload-same-2'],
		answer: sameNameLine,
	},
	{
		id: 'odd-names',
		question: 'Do names with spaces, other alphabets and # survive?',
		asks: ['upload-letters', 'upload-spaces', 'upload-hash'],
		answer: oddNamesLine,
	},
	{
		id: 'size',
		question: 'Up to which size are files taken?',
		asks: ['size-0', 'size-1', 'size-2', 'size-3', 'size-4', 'size-5'],
		answer: sizeLine,
	},
	{
		id: 'set-nested',
		question: 'Does Lead.Update fill a field set in the nested form?',
		asks: ['write-nested', 'after-nested'],
		answer: formLine('nested', '', otherForm('Flattened')),
	},
	{
		id: 'set-flattened',
		question: 'Does Lead.Update fill a field set in the flattened form?',
		asks: ['write-flattened', 'after-flattened'],
		answer: formLine(
			'flattened',
			"If the nested form does not work, choose Flattened under 'Form of the Update' in the options of Attach File.",
			otherForm('Nested'),
		),
	},
	{
		id: 'set-upsert',
		question: 'Does Lead.CreateOrUpdate fill a field set of an existing lead?',
		asks: ['write-upsert', 'after-upsert'],
		answer: formLine('upsert', ''),
	},
	{
		id: 'set-siblings',
		question: 'Do the other fields of a set stay when one is written?',
		asks: ['write-second', 'after-second'],
		answer: siblingsLine,
	},
	{
		id: 'set-reads-as',
		question: "How does a lead's field set read back?",
		asks: ['after-nested'],
		answer: setReadsAsLine,
	},
	{
		id: 'unknown-name',
		question: 'Does a file field take a name that no upload returned?',
		asks: ['write-unknown-name'],
		answer: strictLine(
			'unknown-name',
			({ given }) => `n8n-check-${given.stamp}-never-uploaded.txt`,
		),
	},
	{
		id: 'other-upload',
		question: 'Does a file field take a file that was uploaded for something else?',
		asks: ['write-other-upload'],
		answer: strictLine('other-upload', ({ seen }) => uploadedIn(seen['upload-document']).name),
	},
	{
		id: 'unknown-lead',
		question: 'What does Lead.Update say about a lead that does not exist?',
		asks: ['unknownLead'],
		answer: unknownLeadLine,
	},
	{
		id: 'activity-answer',
		question: 'What does the answer to a new activity hold?',
		asks: ['activity'],
		answer: activityAnswerLine,
	},
	{
		id: 'activity-note',
		question: 'Does updating an activity without a note keep its note?',
		asks: ['activityUpdate', 'activityRow'],
		answer: activityNoteLine,
	},
	{
		id: 'activity-attachment',
		question: 'Does a file go onto the attachment list of an activity?',
		asks: ['attachment'],
		answer: attachmentLine,
	},
	{
		id: 'attachment-address',
		question: 'Does the attachment list take any address?',
		asks: ['attachmentElsewhere'],
		answer: attachmentAddressLine,
	},
	{
		id: 'attachments-shown',
		question: "Do an activity's details show its attachments?",
		asks: ['activityDetails'],
		answer: attachmentsShownLine,
	},
	{
		id: 'opportunity-attachment',
		question: 'Does a file go onto the attachment list of an opportunity?',
		asks: ['opportunityAttachment'],
		answer: opportunityAttachmentLine,
	},
	{
		id: 'links',
		question: 'Do links to uploaded files open without keys?',
		asks: [],
		answer: linksLine,
	},
	{
		id: 'details-links',
		question: "Do an activity's details give links to its files at once, and do the links expire?",
		asks: ['activityDetails'],
		answer: detailsLinksLine,
	},
	{
		id: 'notes',
		question: 'How does a note with a file read back?',
		asks: ['note', 'noteRow'],
		answer: notesLine,
	},
	{
		id: 'capture',
		question: 'How is a captured opportunity answered?',
		asks: ['capture'],
		answer: captureLine,
	},
	{
		id: 'capture-refusal',
		question: 'How is a capture refused?',
		asks: ['captureWrong'],
		answer: captureRefusalLine,
	},
	{
		id: 'opportunities',
		question: "Does the list of a lead's opportunities need a type, and which shape has it?",
		asks: ['opportunities', 'opportunitiesOfType'],
		answer: opportunitiesLine,
	},
	{
		id: 'opportunity-types',
		question: 'Which shape has the list of opportunity types?',
		asks: ['opportunityTypes'],
		answer: opportunityTypesLine,
	},
	{
		id: 'phone',
		question: 'Is a phone number found in other forms than the stored one?',
		asks: ['phoneStored', 'phoneDigits'],
		answer: phoneLine,
	},
	{
		id: 'phone-unknown',
		question: 'How is an unknown phone number answered?',
		asks: ['phoneUnknown'],
		answer: phoneUnknownLine,
	},
	{
		id: 'metadata',
		question: "Do the lead's metadata show field sets and their file fields?",
		asks: ['metadata'],
		answer: metadataLine,
	},
	{
		id: 'activity-types',
		question: 'How are activity types listed?',
		asks: ['activityTypes'],
		answer: activityTypesLine,
	},
	{
		id: 'paging',
		question: "Is Offset of a lead's activities a page or a number of rows?",
		asks: ['rows', 'rowsLater'],
		answer: pagingLine,
	},
	{
		id: 'empty-list',
		question: 'What does an empty list look like?',
		asks: ['rowsNone'],
		answer: emptyListLine,
	},
	{
		id: 'pace',
		question: 'How many calls in 5 seconds, and how is one too many answered?',
		asks: [],
		answer: paceLine,
	},
];

/** The table: every question with what this account answers. */
export function leadSquaredLines(given: LeadSquaredGiven, seen: AllSeen): Line[] {
	const tooMany = refusedForPace(seen);
	return leadSquaredQuestions.map(({ id, question, asks, answer }) => {
		const isRefused = asks.some((ask) => tooMany.includes(ask));
		const finding = isRefused
			? found(
					'not known',
					'LeadSquared refused the call, because there were too many',
					'Run the check again while nothing else uses the account.',
				)
			: answer({ given, seen });
		return { id, question, ...finding };
	});
}
