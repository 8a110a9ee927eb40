/** A country code has one to three digits (ITU-T E.164). */
const longestCountryCode = 3;
/** Shorter numbers are compared as they are: their ends say too little. */
const fewestComparable = 6;

/** The number without anything that people write between its digits; `(0)` is not dialled from abroad. */
function compact(number: string): string {
	return number.replace(/\(0\)/g, '').replace(/[^\d+]/g, '');
}

/**
 * The forms in which the phone call may find a number, the given one first. The page of that call wants it
 * with or without the country code, and without spaces and hyphens ("Get a Lead by Phone Number"): a trunk
 * 0, which is neither, and 00 in place of + would hide a lead that is there.
 */
export function phoneForms(number: string): string[] {
	const plain = compact(number);
	const international = plain.replace(/^00/, '+');
	const withoutTrunk = plain.replace(/^0(?!0)/, '');
	return [...new Set([number, plain, international, withoutTrunk])].filter((form) => form !== '');
}

/** The same text for numbers that are written in the same way but for what is between their digits. */
export function phoneKey(number: string): string {
	return compact(number).replace(/^00/, '+');
}

/**
 * A pattern for SQL's `LIKE` that every spelling of the number fits, also one that leaves out the country code
 * or has more between its digits. Other numbers may fit it, too.
 */
export function phonePattern(number: string): string {
	const digits = withoutPrefix(phoneKey(number));
	const kept = Math.max(fewestComparable, digits.length - longestCountryCode);
	return [...digits.slice(-kept)].map((digit) => `%${digit}`).join('');
}

/** Whether two numbers are the same, one of them perhaps without its country code or with a trunk 0. */
export function isSameNumber(one: string, other: string): boolean {
	const [a, b] = [phoneKey(one), phoneKey(other)];
	if (a === '' || b === '') return false;
	// Both name their country: then there is nothing to be added.
	if (a.startsWith('+') && b.startsWith('+')) return a === b;
	const [short, long] = [a, b]
		.map(withoutPrefix)
		.sort((first, second) => first.length - second.length);
	if (short === long) return short !== '';
	return (
		short.length >= fewestComparable &&
		long.length - short.length <= longestCountryCode &&
		long.endsWith(short)
	);
}

/** Without plus, 00 or trunk 0. */
function withoutPrefix(key: string): string {
	return key.replace(/^\+?0*/, '');
}
