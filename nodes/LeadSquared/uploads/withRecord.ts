import { ActionableError } from '../../shared/errors';

/** A record that is there before all files of the item are part of it. */
interface MadeRecord {
	recordType: 'activity' | 'opportunity';
	recordId: string;
	/** Whether the item has made it. */
	isNew: boolean;
}

/** Does what comes after a record is there. @throws ActionableError that names it when this fails */
export async function withRecord<T>(
	{ recordType, recordId, isNew }: MadeRecord,
	step: () => Promise<T>,
): Promise<T> {
	return await step().catch((error: unknown) => {
		if (!(error instanceof ActionableError)) throw error;
		const next = isNew
			? `The ${recordType} ${recordId} was created; attach the missing files to it instead of repeating this step.`
			: `The ${recordType} ${recordId} was there already.`;
		throw new ActionableError(error.message, [error.advice, next].filter(Boolean).join(' '), {
			...error.details,
			...(isNew ? { created: { [`${recordType}Id`]: recordId } } : {}),
		});
	});
}
