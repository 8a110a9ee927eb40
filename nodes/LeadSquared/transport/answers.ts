import type { IDataObject } from 'n8n-workflow';
import { ActionableError, inDoubt } from '../../shared/errors';

/** The usual answer to a write. */
export interface Answer {
	Message?: { Id?: unknown; RelatedId?: unknown };
}

/** @throws ActionableError when an answer to a create has no id */
export function idIn(answer: Answer, record: string): string {
	const id = answer?.Message?.Id;
	if (typeof id === 'string' && id !== '') return id;
	throw new ActionableError(
		`LeadSquared did not say which ${record} it made`,
		`It answered: ${JSON.stringify(answer).slice(0, 200)}. ${inDoubt('LeadSquared')}`,
		{ fromService: true, isInDoubt: true },
	);
}

/** The list in an answer: the answer itself, or its only list, under whatever name. */
export function listIn(answer: unknown): IDataObject[] {
	if (Array.isArray(answer)) return answer as IDataObject[];
	if (typeof answer !== 'object' || answer === null) return [];
	return (Object.values(answer).find(Array.isArray) ?? []) as IDataObject[];
}
