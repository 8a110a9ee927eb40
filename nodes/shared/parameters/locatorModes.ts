import type { INodePropertyMode } from 'n8n-workflow';

// Apart from the type: the linter takes an object that has all three for a parameter.
const listLabel = { displayName: 'From List', name: 'list' };

/** The way to choose a record from what `searchListMethod` finds. */
export function fromList(searchListMethod: string): INodePropertyMode {
	return { ...listLabel, type: 'list', typeOptions: { searchListMethod, searchable: true } };
}

/**
 * Lets the editor refuse what is not of a certain shape. Blanks around it are tolerated: the node
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
