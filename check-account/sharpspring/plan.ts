import type { AllSeen, Ask, Seen, Step } from '../shared';
import { isObject, listIn, membersOf, onePixel, textOf } from '../shared';

/** What the person who runs the check gives. Optional parts leave their questions out. */
export interface SharpSpringGiven {
	/** Without `/pubapi`. */
	baseUrl: string;
	/** `v1` or `v1.2`. */
	version: string;
	/** The test lead, by e-mail address or by ID. */
	lead: string;
	/** System name of a File Upload field of leads. */
	field: string;
	/** ID of a test product. */
	product?: string;
	/** The largest file to try, in MB; 0 tries none. */
	sizeMb?: number;
	/** How many calls to make at once; 0 makes none. */
	calls?: number;
	/** Where the usual keys are sent. A workflow cannot send others than those of its credential. */
	keysIn: 'query' | 'headers';
	/** Whether calls can be made with other keys than the usual ones. */
	otherKeys: boolean;
	/** Part of every name. */
	stamp: string;
}

// No ID of the real shape: 16 digits, which no account has been seen to begin like this.
const nobody = '1999000000000001';

const noField = 'n8n_check_0000000000000';

/** Kinds of names that may not find their record, in words. */
export const oddNames: Array<[id: string, words: string, label: string]> = [
	['spaces', 'spaces', '-two words'],
	['letters', 'other letters', '-ünï-日本'],
	['dots', 'several dots', '.two.dots'],
	['brackets', 'brackets', '-[1]'],
];

/** A name of a file. */
export function fileName(given: { stamp: string }, label: string): string {
	return `n8n-check-${given.stamp}${label}.txt`;
}

/** The name of the product's image. */
export const imageName = ({ stamp }: { stamp: string }) => `n8n-check-${stamp}-image.png`;

/** A call of the JSON API. */
function call(
	given: SharpSpringGiven,
	id: string,
	method: string,
	params: unknown,
	more: Partial<Ask> = {},
): Ask {
	const url = `${given.baseUrl}/pubapi/${given.version}/`;
	return { id, kind: 'write', url, body: { method, params, id: `n8n-check-${id}` }, ...more };
}

/** An upload of files for one field of one record. */
function upload(
	given: SharpSpringGiven,
	seen: AllSeen,
	id: string,
	names: string[],
	more: {
		record?: string;
		field?: string;
		keys?: Ask['keys'];
		text?: string;
		repeat?: number;
	} = {},
): Ask {
	const { record = leadId(given, seen), field = given.field, keys, text, repeat } = more;
	return {
		id,
		kind: keys ? 'keysElsewhere' : names.length > 1 ? 'uploadTwo' : 'upload',
		url: `${given.baseUrl}/pubapi/${given.version}/uploadFiles`,
		fields: {
			id: `n8n-check-${id}`,
			objectType: 'lead',
			fieldSystemName: field,
			...Object.fromEntries(names.map((name) => [name, record])),
		},
		files: names.map((name, index) => ({
			part: `files[${index}]`,
			name,
			text: text ?? `n8n-check ${name}\n`,
			...(repeat ? { repeat } : {}),
		})),
		...(keys ? { keys } : {}),
	};
}

/** The result of a call of the JSON API. */
export function resultOf(answer: Seen | undefined): Record<string, unknown> {
	return membersOf(membersOf(answer?.body).result);
}

/** Whether the account let the check in. */
export function isIn(seen: AllSeen): boolean {
	return Array.isArray(listIn(resultOf(seen.fields)));
}

/** The test lead, read for the last time in `answer`. */
export function leadRecord(given: SharpSpringGiven, answer: Seen | undefined) {
	const leads = (listIn(resultOf(answer)) ?? []).map(membersOf);
	const member = given.lead.includes('@') ? 'emailAddress' : 'id';
	return leads.find(
		(lead) => textOf(lead[member]).toLowerCase() === given.lead.toLowerCase() && textOf(lead.id),
	);
}

/** The ID of the test lead; empty when there is none. */
export function leadId(given: SharpSpringGiven, seen: AllSeen): string {
	return textOf(leadRecord(given, seen.lead)?.id);
}

/** What the File Upload field reads back as; undefined when the lead was not read. */
export function fieldText(given: SharpSpringGiven, answer: Seen | undefined): string | undefined {
	const lead = leadRecord(given, answer);
	return lead && given.field in lead ? textOf(lead[given.field]) : undefined;
}

/** Whether the field holds a file that is not of this check: it is left alone then. */
export function isTaken(given: SharpSpringGiven, seen: AllSeen): boolean {
	const value = fieldText(given, seen.lead) ?? '';
	return value !== '' && !value.includes('n8n-check-');
}

const mayWrite = (given: SharpSpringGiven, seen: AllSeen) =>
	leadId(given, seen) !== '' && !isTaken(given, seen);

/** Values that mean "yes" in replies of this API. */
export function isYes(value: unknown): boolean {
	return ['true', '1'].includes(textOf(value).toLowerCase());
}

/** Everything in a reply that says yes or no, about the whole or about a file. */
export function entriesIn(answer: Seen | undefined): unknown[] {
	const { result } = membersOf(answer?.body);
	const list = listIn(result);
	if (list) return list;
	if (!isObject(result)) return result === undefined || result === null ? [] : [result];
	if ('success' in result) return [result];
	return Object.values(result);
}

/** The errors that a reply lists beside its result. */
export function errorsOf(answer: Seen | undefined): Array<Record<string, unknown>> {
	const { error } = membersOf(answer?.body);
	const list = Array.isArray(error) ? error : [error];
	return list
		.map((each) => (typeof each === 'string' && each ? { message: each } : membersOf(each)))
		.filter(({ code, message }) => Boolean(code ?? message));
}

/** Whether a reply says that everything in its call was stored. */
export function wasStored(answer: Seen | undefined): boolean {
	if (!answer || (answer.status !== 200 && answer.status !== 201)) return false;
	const entries = entriesIn(answer);
	const good = (entry: unknown) => isYes(isObject(entry) ? entry.success : entry);
	return errorsOf(answer).length === 0 && entries.length > 0 && entries.every(good);
}

const read =
	(id: string, after: string): Step<SharpSpringGiven> =>
	(given, seen) =>
		seen[after] ? [call(given, id, 'getLead', { id: leadId(given, seen) })] : [];

const put =
	(id: string, ...labels: string[]): Step<SharpSpringGiven> =>
	(given, seen) =>
		mayWrite(given, seen)
			? [
					upload(
						given,
						seen,
						id,
						labels.map((label) => fileName(given, label)),
					),
				]
			: [];

/** Sizes to try: in steps of four up to the limit. */
export function sizesUpTo(limit: number | undefined): number[] {
	const sizes: number[] = [];
	if (!limit || limit < 1) return sizes;
	for (let size = 1; size < limit; size *= 4) sizes.push(size);
	return [...sizes, Math.floor(limit)];
}

const tryLarger =
	(index: number): Step<SharpSpringGiven> =>
	(given, seen) => {
		const size = sizesUpTo(given.sizeMb)[index];
		const before = index === 0 ? seen['upload-first'] : seen[`size-${index - 1}`];
		if (!size || !wasStored(before)) return [];
		const filler = { text: 'n8n-check filler text, 32 bytes\n', repeat: 32768 * size };
		return [upload(given, seen, `size-${index}`, [fileName(given, `-${size}-mb`)], filler)];
	};

const everything = { where: {}, limit: 500, offset: 0 };
const one = { where: {}, limit: 1, offset: 0 };

/** All steps of the check, in order. */
export const sharpSpringSteps: Array<Step<SharpSpringGiven>> = [
	(given) => [call(given, 'fields', 'getFields', everything)],
	(given, seen) => {
		if (!isIn(seen)) return [];
		const version = given.version === 'v1' ? 'v1.2' : 'v1';
		const { lead } = given;
		const where = lead.includes('@') ? { emailAddress: lead } : { id: lead };
		return [
			call({ ...given, version }, 'otherVersion', 'getFields', one),
			call(given, 'lead', 'getLeads', { where, limit: 2, offset: 0 }),
			call(given, 'unknownLead', 'getLead', { id: nobody }),
			call(given, 'products', 'getProducts', one),
		];
	},
	(given, seen) =>
		isIn(seen) && given.otherKeys
			? [call(given, 'headers', 'getFields', one, { kind: 'keysElsewhere', keys: 'headers' })]
			: [],
	put('upload-first', '-first'),
	read('after-first', 'upload-first'),
	(given, seen) => {
		const url = linkIn(fieldText(given, seen['after-first']));
		return url ? [{ id: 'open-first', kind: 'open', url }] : [];
	},
	put('upload-second', '-second'),
	read('after-second', 'upload-second'),
	(given, seen) =>
		mayWrite(given, seen)
			? [
					upload(given, seen, 'unknownRecord', [fileName(given, '-nobody')], { record: nobody }),
					upload(given, seen, 'unknownField', [fileName(given, '-nowhere')], { field: noField }),
				]
			: [],
	...oddNames.flatMap(([id, , label]) => [
		put(`upload-${id}`, label),
		read(`after-${id}`, `upload-${id}`),
	]),
	put('upload-two', '-two-1', '-two-2'),
	read('after-two', 'upload-two'),
	(given, seen) =>
		mayWrite(given, seen) && given.otherKeys
			? [
					upload(given, seen, 'upload-headers', [fileName(given, '-headers')], {
						keys: 'headers',
					}),
				]
			: [],
	...[0, 1, 2, 3, 4, 5].map(tryLarger),
	read('after-all', 'upload-first'),
	(given, seen) => {
		const { product, baseUrl, version } = given;
		if (!product || !isIn(seen)) return [];
		return [
			{
				id: 'image',
				kind: 'uploadImage',
				url: `${baseUrl}/pubapi/${version}/uploadProductImage`,
				fields: { id: 'n8n-check-image', productID: product },
				files: [
					{
						part: 'productImage',
						name: imageName(given),
						text: onePixel,
						isBase64: true,
						mimeType: 'image/png',
					},
				],
			},
		];
	},
	(given, seen) => {
		const count = isIn(seen) ? Math.min(given.calls ?? 0, 50) : 0;
		return Array.from({ length: count }, (_, index) =>
			call(given, `burst-${index}`, 'getUserProfiles', one, { kind: 'burst' }),
		);
	},
	(given, seen) =>
		isIn(seen) && given.otherKeys
			? [
					call(given, 'unknownAccount', 'getFields', one, {
						kind: 'keysElsewhere',
						keys: 'unknownAccount',
					}),
					call(given, 'wrongSecret', 'getFields', one, {
						kind: 'keysElsewhere',
						keys: 'wrongSecret',
					}),
				]
			: [],
];

/** The link that a text is, or holds. */
export function linkIn(text: string | undefined): string {
	return /https?:\/\/[^\s"'<>]+/.exec(text ?? '')?.[0] ?? '';
}
