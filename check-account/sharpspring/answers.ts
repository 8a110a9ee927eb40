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
import type { SharpSpringGiven } from './plan';
import {
	entriesIn,
	errorsOf,
	fieldText,
	fileName,
	imageName,
	isIn,
	isTaken,
	isYes,
	leadId,
	linkIn,
	oddNames,
	resultOf,
	sizesUpTo,
	wasStored,
} from './plan';

type Finding = Omit<Line, 'id' | 'question'>;

interface Known {
	given: SharpSpringGiven;
	seen: AllSeen;
}

interface Question {
	id: string;
	question: string;
	/** The requests that it rests on: when one of them was refused for pace, it is not known. */
	asks: string[];
	answer: (known: Known) => Finding;
}

/** What a reply says, in words. */
function says(answer: Seen | undefined): string {
	if (!answer) return 'it was not asked';
	if (answer.fault) return `no answer: ${short(answer.fault)}`;
	const { body, status } = answer;
	const errors = [
		...errorsOf(answer),
		...entriesIn(answer).map((entry) => membersOf(membersOf(entry).error)),
	]
		.filter(({ code, message }) => Boolean(code ?? message))
		.map(({ code, message }) => `code ${textOf(code)}: ${textOf(message)}`);
	const text = isObject(body) ? '' : pageText(body);
	return short([`HTTP ${status}`, ...new Set(errors), text].filter(Boolean).join('; '), 200);
}

/** Why nothing was written. */
function notWritten({ given, seen }: Known): Finding | undefined {
	if (!isIn(seen)) return notAsked('the keys did not work');
	if (!leadId(given, seen)) return notAsked('there was no test lead');
	return isTaken(given, seen)
		? notAsked('the field of the test lead holds a file already: empty it, or use another lead')
		: undefined;
}

const permission =
	'The keys may not do this. Use those of an administrator, and ask whether your plan has the API.';

const keys = ({ given, seen }: Known): Finding => {
	const { fields } = seen;
	const host = given.baseUrl.replace(/^https?:\/\//, '');
	if (!fields || fields.fault) {
		return found(
			'no answer',
			`${host}: ${short(fields?.fault ?? '')}`,
			'Check the base URL, and whether this computer reaches it.',
		);
	}
	if (!isIn(seen)) {
		const codes = errorsOf(fields).map(({ code }) => textOf(code));
		const wrong =
			fields.status === 401 || codes.some((code) => ['103', '104', '105'].includes(code));
		const denied = /permission|not allowed|denied/i.test(textOf(fields.body));
		if (denied && !wrong) return found('the user may not', says(fields), permission);
		return found(
			wrong ? 'wrong keys' : 'not SharpSpring',
			says(fields),
			wrong
				? 'Copy both keys again: Settings > SharpSpring API > API Settings.'
				: 'Check the base URL: this does not answer as SharpSpring does.',
		);
	}
	if (!leadId(given, seen)) {
		return found(
			'yes, but no such lead',
			'the account has no lead of exactly this address or ID',
			'Create the test lead, then run the check again. Everything else waits for it.',
		);
	}
	return found('yes', `host ${host}, keys in the ${given.keysIn}`);
};

const inHeaders =
	'You may choose "Headers" under "Send Keys In" in the credential: it keeps keys out of logs.';
const inQuery = 'Leave "Send Keys In" at "Query String" in the credential.';

const keysInHeaders = ({ given, seen }: Known): Finding => {
	if (given.keysIn === 'headers') {
		return isIn(seen)
			? found('yes', 'the whole check sent them there', inHeaders)
			: found('no', says(seen.fields), inQuery);
	}
	if (!seen.headers) return notAsked('run the check with a credential that sends keys in headers');
	return listIn(resultOf(seen.headers))
		? found('yes', '', inHeaders)
		: found('no', says(seen.headers), inQuery);
};

const uploadKeys = (known: Known): Finding => {
	const { given, seen } = known;
	const answer = given.keysIn === 'headers' ? seen['upload-first'] : seen['upload-headers'];
	if (!answer) {
		return given.keysIn === 'query' && !given.otherKeys
			? notAsked('run the check with a credential that sends keys in headers')
			: (notWritten(known) ?? notAsked('no upload was made'));
	}
	return wasStored(answer) ? found('yes', '', inHeaders) : found('no', says(answer), inQuery);
};

const otherKeys =
	(id: string) =>
	({ given, seen }: Known): Finding => {
		const answer = seen[id];
		if (!answer) {
			return notAsked(
				given.otherKeys ? 'the keys did not work' : 'only the command line can send other keys',
			);
		}
		if (listIn(resultOf(answer)))
			return found('taken', 'it was let in', 'Please report this line.');
		const [error] = errorsOf(answer);
		if (isObject(answer.body))
			return found(`code ${textOf(error?.code)} in HTTP ${answer.status}`, says(answer));
		const isJson = /json/i.test(answer.contentType ?? '');
		return found(
			`${isJson ? 'a JSON text' : 'a plain text'} in HTTP ${answer.status}`,
			says(answer),
		);
	};

const versions = ({ given, seen }: Known): Finding => {
	if (!isIn(seen)) return notAsked('the keys did not work');
	const other = given.version === 'v1' ? 'v1.2' : 'v1';
	return listIn(resultOf(seen.otherVersion))
		? found('yes')
		: found(
				`${given.version} only`,
				says(seen.otherVersion),
				`Leave the API version at ${given.version}: ${other} does not answer.`,
			);
};

/** The way in which a reply tells of its files. */
function shapeOfReply(answer: Seen | undefined, names: string[]): string {
	const { result } = membersOf(answer?.body);
	const list = listIn(result);
	if (list) {
		const member = Array.isArray(result)
			? ''
			: ` called ${Object.keys(membersOf(result)).join(', ')}`;
		return `a list${member}`;
	}
	if (!isObject(result)) return `the bare value ${JSON.stringify(result ?? null)}`;
	if ('success' in result) return 'one success';
	const members = Object.keys(result);
	if (members.some((member) => names.includes(member))) return 'members named as the files';
	const mangled = names.map((name) => name.replace(/[ .]/g, '_'));
	if (members.some((member) => mangled.includes(member)))
		return 'members named as the files, dots as _';
	return `members ${members.join(', ')}`;
}

const uploadReply = (known: Known): Finding => {
	const { given, seen } = known;
	const answer = seen['upload-first'];
	if (!answer) return notWritten(known) ?? notAsked('no upload was made');
	if (!isObject(answer.body)) return found('no JSON', says(answer), 'Please report this line.');
	if (!wasStored(answer))
		return found('refused', says(answer), 'Check the system name of the field.');
	const shape = shapeOfReply(answer, [fileName(given, '-first')]);
	const both = seen['upload-two'];
	const count = listIn(membersOf(both?.body).result)?.length;
	const ofTwo =
		shape.startsWith('a list') && wasStored(both) && count !== undefined
			? count > 1
				? ', an entry for each file'
				: ', one entry for two files'
			: '';
	const status = answer.status === 200 ? '' : `, HTTP ${answer.status}`;
	return found(
		`${shape}${ofTwo}${status}`,
		short(textOf(answer.body)),
		'Nothing: the node reads all shapes known. Please report this line.',
	);
};

const successWords = (known: Known): Finding => {
	const { seen } = known;
	const word = (answer: Seen | undefined) => {
		const [entry] = entriesIn(answer);
		return JSON.stringify(isObject(entry) ? entry.success : entry) ?? 'nothing';
	};
	if (!wasStored(seen['upload-first'])) return notWritten(known) ?? notAsked('no upload worked');
	const failure = seen.unknownRecord;
	const no =
		failure && !wasStored(failure) && entriesIn(failure).length > 0 ? word(failure) : 'not seen';
	return found(`yes: ${word(seen['upload-first'])}, no: ${no}`);
};

/** How a reply says that there was no error. */
function nothingWrong(answer: Seen | undefined): string {
	const body = membersOf(answer?.body);
	if (!('error' in body)) return 'no member';
	return isObject(body.error) ? 'an object of nulls' : JSON.stringify(body.error);
}

const noError = (known: Known): Finding => {
	const { seen } = known;
	if (!isIn(seen)) return notAsked('the keys did not work');
	const upload = wasStored(seen['upload-first']) ? nothingWrong(seen['upload-first']) : 'not seen';
	return found(`read: ${nothingWrong(seen.fields)}, upload: ${upload}`);
};

const unknownRecord = (known: Known): Finding => {
	const answer = known.seen.unknownRecord;
	if (!answer) return notWritten(known) ?? notAsked('no upload was made');
	if (wasStored(answer)) {
		return found(
			'success',
			says(answer),
			'Leave the option "Check Record Exists" on: SharpSpring does not check.',
		);
	}
	if (!isObject(answer.body)) return found('no JSON', says(answer));
	const bad = entriesIn(answer).some((entry) => !isYes(isObject(entry) ? entry.success : entry));
	const listed = errorsOf(answer).length > 0;
	const place =
		bad && listed ? 'in the entry and in error' : bad ? 'in the entry only' : 'in error only';
	return found(`refused, ${place}`, says(answer));
};

const unknownField = (known: Known): Finding => {
	const answer = known.seen.unknownField;
	if (!answer) return notWritten(known) ?? notAsked('no upload was made');
	if (wasStored(answer))
		return found('success', says(answer), 'Check the system names of fields yourself.');
	if (!isObject(answer.body)) return found('no JSON', says(answer));
	const { result } = answer.body;
	const words =
		result === undefined
			? 'absent'
			: result === null
				? 'null'
				: Array.isArray(result)
					? 'an empty list'
					: 'an object';
	const [error] = errorsOf(answer);
	return found(`code ${textOf(error?.code) || 'none'}, result ${words}`, says(answer));
};

/** What the field reads back as after one file. */
const readsAs = (known: Known): Finding => {
	const { given, seen } = known;
	if (!wasStored(seen['upload-first'])) return notWritten(known) ?? notAsked('no upload worked');
	const value = fieldText(given, seen['after-first']);
	const name = fileName(given, '-first');
	if (value === undefined)
		return found(
			'not shown',
			`the lead has no member ${given.field}`,
			'Confirm cannot tell whether files arrived.',
		);
	if (value === '')
		return found(
			'empty',
			'',
			'Confirm cannot tell whether files arrived, and Get Files finds nothing.',
		);
	if (value === name) return found('the name');
	const link = linkIn(value);
	if (link)
		return found(
			'a link',
			link === value ? shapeOfLink(link) : short(value.replace(link, shapeOfLink(link))),
		);
	if (/^\d+$/.test(value)) return found('an ID', `${value.length} digits`);
	return found(value.includes(name) ? 'a text with the name' : 'something else', short(value));
};

/** Whether what was stored shows in the very next read. */
const shownAtOnce = (known: Known): Finding => {
	const { given, seen } = known;
	if (!wasStored(seen['upload-first'])) return notWritten(known) ?? notAsked('no upload worked');
	const [before, after, later] = ['lead', 'after-first', 'after-all'].map(
		(id) => fieldText(given, seen[id]) ?? '',
	);
	if (after !== '' && after !== before) return found('at once');
	return later !== '' && later !== before
		? found('later', 'not in the next read, but before the check ended')
		: found('not during the check', '', 'Confirm cannot tell whether files arrived.');
};

const download = (known: Known): Finding => {
	const { given, seen } = known;
	if (!wasStored(seen['upload-first'])) return notWritten(known) ?? notAsked('no upload worked');
	const answer = seen['open-first'];
	if (!answer) return found('no link', '', 'Get Files cannot download from this account.');
	const opens = answer.status === 200 && textOf(answer.body).includes(fileName(given, '-first'));
	return opens
		? found(
				'yes, without keys',
				'',
				'Whoever has the link can open the file: do not pass links on.',
			)
		: found('no', says(answer));
};

const keepTheFirst = 'Set "When the Field Has a File Already" to Skip or Error to keep the first.';

const secondFile = (known: Known): Finding => {
	const { given, seen } = known;
	if (!wasStored(seen['upload-second'])) return notWritten(known) ?? notAsked('no upload worked');
	const value = fieldText(given, seen['after-second']) ?? '';
	const decoded = value.replace(/%20/g, ' ');
	const [first, second] = ['-first', '-second'].map((label) =>
		decoded.includes(fileName(given, label)),
	);
	if (first && second)
		return found(
			'added',
			'the field names both',
			'Use a field for each file, or empty the field before.',
		);
	if (second) return found('replaced', 'the field names the second only', keepTheFirst);
	if (/^\d+$/.test(value) && value !== fieldText(given, seen['after-first'])) {
		return found('replaced', 'the field holds another ID', keepTheFirst);
	}
	return first
		? found('the first stays', 'the field still names the first')
		: found('not known', 'the field names neither');
};

const names = (known: Known): Finding => {
	const { seen } = known;
	const asked = oddNames.filter(([id]) => seen[`upload-${id}`]);
	if (asked.length === 0 || !wasStored(seen['upload-first']))
		return notWritten(known) ?? notAsked('no upload worked');
	const failed = asked.filter(([id]) => !wasStored(seen[`upload-${id}`]));
	return found(
		failed.length === 0 ? 'all of them' : `not with ${failed.map(([, words]) => words).join(', ')}`,
		failed.map(([id, words]) => `${words}: ${says(seen[`upload-${id}`])}`).join('; '),
		failed.length === 0
			? 'You may switch "Keep Original File Names" on.'
			: 'Leave "Keep Original File Names" off.',
	);
};

const severalFiles = (known: Known): Finding => {
	const { given, seen } = known;
	const answer = seen['upload-two'];
	if (!answer || !wasStored(seen['upload-first']))
		return notWritten(known) ?? notAsked('no upload worked');
	if (!wasStored(answer)) return found('refused', says(answer), 'Leave "Files per Request" at 1.');
	const value = (fieldText(given, seen['after-two']) ?? '').replace(/%20/g, ' ');
	const [one, two] = ['-two-1', '-two-2'].map((label) => value.includes(fileName(given, label)));
	const count = entriesIn(answer).length;
	const told = count > 1 ? 'told one by one' : 'told once';
	if (one && !two)
		return found(`only the first arrived, ${told}`, '', 'Leave "Files per Request" at 1.');
	return found(
		`taken, ${told}`,
		value ? '' : 'the field does not show which',
		count > 1 ? '' : 'Leave "Files per Request" at 1: one failure would count for all.',
	);
};

const size = (known: Known): Finding => {
	const { given, seen } = known;
	const sizes = sizesUpTo(given.sizeMb);
	if (sizes.length === 0) return notAsked('no size was given to try');
	const taken = sizes.filter((_, index) => wasStored(seen[`size-${index}`]));
	const failed = sizes.findIndex((_, index) => {
		const answer = seen[`size-${index}`];
		return answer && !wasStored(answer);
	});
	if (failed !== -1) {
		return found(
			`${taken.at(-1) ?? 0} MB taken, ${sizes[failed]} MB refused`,
			says(seen[`size-${failed}`]),
			`Set the option "Maximum File Size (MB)" to ${taken.at(-1) ?? 1}.`,
		);
	}
	return taken.length > 0
		? found(`${taken.at(-1)} MB taken`, 'no limit was met')
		: (notWritten(known) ?? notAsked('no upload worked before it'));
};

const productImage = ({ given, seen }: Known): Finding => {
	if (!given.product) return notAsked('no product was given');
	if (!seen.image) return notAsked('the keys did not work');
	return wasStored(seen.image)
		? found(`yes, ${shapeOfReply(seen.image, [imageName(given)])}`, short(textOf(seen.image.body)))
		: found('no', says(seen.image), 'Check the ID of the product.');
};

const products = ({ seen }: Known): Finding => {
	if (!seen.products) return notAsked('the keys did not work');
	const result = resultOf(seen.products);
	const member = Object.keys(result).find((name) => Array.isArray(result[name]));
	if (!member) return found('no list', says(seen.products), 'Give products by ID.');
	const row = membersOf((result[member] as unknown[])[0]);
	return found(member, `rows with ${Object.keys(row).join(', ') || 'nothing'}`);
};

const unknownLead = ({ seen }: Known): Finding => {
	const answer = seen.unknownLead;
	if (!answer) return notAsked('the keys did not work');
	const list = listIn(resultOf(answer));
	if (!list) return found('an error', says(answer));
	if (list.length === 0) return found('an empty list');
	return textOf(membersOf(list[0]).id)
		? found('another lead', '', 'Please report this line.')
		: found('a lead without an ID', 'the node looks at the ID, so it is not misled');
};

const fieldType = ({ given, seen }: Known): Finding => {
	if (!isIn(seen)) return notAsked('the keys did not work');
	const rows = (listIn(resultOf(seen.fields)) ?? []).map(membersOf);
	const field = rows.find(
		({ systemName, relationship }) => systemName === given.field && relationship === 'lead',
	);
	if (!field) {
		const others = [
			...new Set(
				rows
					.filter(({ relationship }) => relationship === 'lead')
					.map(({ dataType }) => textOf(dataType)),
			),
		];
		return found(
			'no such field',
			`types of the lead's fields: ${others.join(', ')}`,
			'Check the system name of the field.',
		);
	}
	return found(textOf(field.dataType) || 'not told', `members: ${Object.keys(field).join(', ')}`);
};

const counters = ({ seen }: Known): Finding => {
	if (!isIn(seen)) return notAsked('the keys did not work');
	const body = membersOf(seen.fields?.body);
	const { callCount, queryLimit } = body;
	if (callCount === undefined && queryLimit === undefined)
		return found('no', `members: ${Object.keys(body).join(', ')}`);
	return found('yes', `callCount ${textOf(callCount)}, queryLimit ${textOf(queryLimit)}`);
};

const pace = ({ given, seen }: Known): Finding => {
	const burst = Object.entries(seen).filter(([id]) => id.startsWith('burst-'));
	const [first] = Object.values(seen).filter((answer) => answer && isTooMany(answer));
	const limits = Object.values(seen).flatMap((answer) =>
		Object.entries(answer?.limits ?? {}).map(([name, value]) => `${name}: ${value}`),
	);
	const headers = [...new Set(limits)].slice(0, 4).join(', ') || 'no header speaks of limits';
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
	const code = textOf(errorsOf(first)[0]?.code);
	return found(
		code ? `code ${code} in HTTP ${first.status}` : `a page, HTTP ${first.status}`,
		[
			says(first),
			...(burst.length > 0 ? [`${taken} of ${burst.length} were taken`] : []),
			headers,
		].join('; '),
		`Set "Calls per Second" to ${Math.max(taken, 1)} in the credential or the options.`,
	);
};

/** All questions, in the order of the table. */
export const sharpSpringQuestions: Question[] = [
	{ id: 'keys', question: 'Do the keys work?', asks: ['fields', 'lead'], answer: keys },
	{
		id: 'keys-in-headers',
		question: 'Do calls take the keys in headers?',
		asks: ['headers'],
		answer: keysInHeaders,
	},
	{
		id: 'upload-keys',
		question: 'Do uploads take the keys in headers?',
		asks: ['upload-headers'],
		answer: uploadKeys,
	},
	{
		id: 'unknown-account',
		question: 'How is an unknown account answered?',
		asks: [],
		answer: otherKeys('unknownAccount'),
	},
	{
		id: 'wrong-secret',
		question: 'How is a wrong secret key answered?',
		asks: [],
		answer: otherKeys('wrongSecret'),
	},
	{
		id: 'versions',
		question: 'Do both versions of the API answer?',
		asks: ['otherVersion'],
		answer: versions,
	},
	{
		id: 'upload-reply',
		question: 'Which shape has the reply to an upload?',
		asks: ['upload-first', 'upload-two'],
		answer: uploadReply,
	},
	{
		id: 'success-words',
		question: 'How does a reply write success and failure?',
		asks: ['upload-first', 'unknownRecord'],
		answer: successWords,
	},
	{
		id: 'no-error',
		question: 'How does a reply say that there was no error?',
		asks: ['upload-first', 'fields'],
		answer: noError,
	},
	{
		id: 'unknown-record',
		question: 'How is an upload for an unknown record answered?',
		asks: ['unknownRecord'],
		answer: unknownRecord,
	},
	{
		id: 'unknown-field',
		question: 'How is an upload for an unknown field answered?',
		asks: ['unknownField'],
		answer: unknownField,
	},
	{
		id: 'field-reads-as',
		question: 'What does a file field read back as?',
		asks: ['upload-first', 'after-first'],
		answer: readsAs,
	},
	{
		id: 'shown-at-once',
		question: 'Is a file shown as soon as it is stored?',
		asks: ['upload-first', 'after-first'],
		answer: shownAtOnce,
	},
	{
		id: 'download',
		question: 'Can what is read back be downloaded?',
		asks: ['after-first'],
		answer: download,
	},
	{
		id: 'second-file',
		question: 'A second file for the field: does it replace the first?',
		asks: ['upload-second', 'after-second'],
		answer: secondFile,
	},
	{
		id: 'odd-names',
		question: 'Do names with spaces, other letters, several dots and brackets find their record?',
		asks: oddNames.map(([id]) => `upload-${id}`),
		answer: names,
	},
	{
		id: 'several-files',
		question: 'Are several files in one call taken, and told of one by one?',
		asks: ['upload-two', 'after-two'],
		answer: severalFiles,
	},
	{
		id: 'size',
		question: 'Up to which size are files taken?',
		asks: ['size-0', 'size-1', 'size-2', 'size-3', 'size-4', 'size-5'],
		answer: size,
	},
	{
		id: 'product-image',
		question: "Is a product's image taken, and how is it answered?",
		asks: ['image'],
		answer: productImage,
	},
	{
		id: 'products',
		question: 'What is the list of products called?',
		asks: ['products'],
		answer: products,
	},
	{
		id: 'unknown-lead',
		question: 'How is an unknown lead answered?',
		asks: ['unknownLead'],
		answer: unknownLead,
	},
	{
		id: 'field-type',
		question: 'Which type has the File Upload field?',
		asks: ['fields'],
		answer: fieldType,
	},
	{
		id: 'counters',
		question: 'Does a reply count the calls of the day?',
		asks: ['fields'],
		answer: counters,
	},
	{
		id: 'pace',
		question: 'How many calls in a second, and how is one too many answered?',
		asks: [],
		answer: pace,
	},
];

/** The table: every question with what this account answers. */
export function sharpSpringLines(given: SharpSpringGiven, seen: AllSeen): Line[] {
	const isRefused = (id: string) => {
		const answer = seen[id];
		return answer !== undefined && isTooMany(answer);
	};
	return sharpSpringQuestions.map(({ id, question, asks, answer }) => {
		const finding = asks.some(isRefused)
			? found(
					'not known',
					'SharpSpring refused the call, because there were too many',
					'Run the check again while nothing else uses the account.',
				)
			: answer({ given, seen });
		return { id, question, ...finding };
	});
}
