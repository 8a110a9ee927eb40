import type { INodePropertyMode } from 'n8n-workflow';

// Apart from the type: the linter takes an object that has all three for a parameter.
const listLabel = { displayName: 'From List', name: 'list' };

/** The way to choose a record from what `searchListMethod` finds. */
export function fromList(searchListMethod: string): INodePropertyMode {
	return { ...listLabel, type: 'list', typeOptions: { searchListMethod, searchable: true } };
}

/**
 * Lets the editor refuse what is not of a certain shape. Spaces around it are tolerated: the node
 * trims what people paste.
 */
export function shapedLike(
	regex: string,
	errorMessage: string,
): Pick<INodePropertyMode, 'validation'> {
	return {
		validation: [{ type: 'regex', properties: { regex: `\\s*${regex}\\s*`, errorMessage } }],
	};
}

/**
 * The way in which a resource locator names its record. An expression in place of the locator gives a
 * plain value: where there is an @ in it, it is taken for an email address.
 */
export function modeOf(parameter: unknown): unknown {
	const isObject = typeof parameter === 'object' && parameter !== null;
	if (isObject && 'mode' in parameter) return parameter.mode;
	const text = isObject ? JSON.stringify(parameter) : String(parameter);
	return text.includes('@') ? 'email' : undefined;
}
