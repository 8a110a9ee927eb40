import { ActionableError } from '../errors';
import { emptyParameter } from './validators';

const example = 'ada@example.com';
const advice = `It should look like ${example}.`;

/**
 * The one e-mail address in a text or in what e-mail triggers give: `ada@example.com`,
 * `Ada <ada@example.com>`, `"Lovelace, Ada" <ada@example.com>`, `mailto:ada@example.com`, or an object
 * with it. Invisible characters are left out.
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when there is none, more than one, or what cannot be an address
 */
export function checkedEmail(parameter: unknown, label: string): string {
	const texts = textsIn(parameter).map(visible).filter(Boolean);
	if (texts.length === 0) throw emptyParameter(parameter, label, example);
	const addresses = [...new Set(texts.map(addressIn))];
	const [address] = addresses;
	if (addresses.length === 1 && address !== undefined && isAddress(address)) return address;
	const all = texts.join(', ');
	const shown = JSON.stringify(all.slice(0, 60));
	throw new ActionableError(
		all.split('@').length > 2
			? `'${label}' holds more than one email address: ${shown}`
			: `'${label}' is not a valid email address: ${shown}`,
		advice,
	);
}

/**
 * The texts that may hold an address. Email Trigger (IMAP) and Gmail give `{ value: [{ address, name }] }`,
 * Microsoft Outlook `{ emailAddress: { address, name } }`; a resource locator has a `value`, too.
 */
function textsIn(given: unknown, depth = 0): unknown[] {
	if (given === undefined || given === null || depth > 4) return [];
	if (Array.isArray(given)) return given.flatMap((entry) => textsIn(entry, depth + 1));
	if (typeof given !== 'object') return [given];
	for (const member of ['address', 'emailAddress', 'value']) {
		if (member in given) return textsIn((given as Record<string, unknown>)[member], depth + 1);
	}
	return [JSON.stringify(given)];
}

function visible(text: unknown): string {
	return String(text)
		.replace(/\p{Cf}/gu, '')
		.trim();
}

/** The address in a text of one of the forms in which people and programs write it. */
function addressIn(text: string): string | undefined {
	// A name in quotes may hold anything; one without them no sign that separates addresses.
	const named = /^(?:"(?:[^"\\]|\\.){0,200}"|[^"<>@,;:]{0,200})\s*<([^<>]{1,300})>$/.exec(text);
	const bare = (named?.[1] ?? text).trim();
	const [, linked] = /^mailto:([^?]*)/i.exec(bare) ?? [];
	return linked === undefined ? bare : decoded(linked);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

const localPart =
	/^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;
const topLevel = /^(?!\d+$).{2,}$/u;

/** Whether mail could reach it: a name, and a domain of two parts or more that does not end in a number. */
function isAddress(address: string): boolean {
	const at = address.lastIndexOf('@');
	const labels = address.slice(at + 1).split('.');
	return (
		at > 0 &&
		at <= 64 &&
		address.length <= 254 &&
		localPart.test(address.slice(0, at)) &&
		labels.length >= 2 &&
		labels.every((part) => label.test(part)) &&
		topLevel.test(labels[labels.length - 1])
	);
}
