import type { FieldSetFiles } from '../parameters/fieldSet';
import type { LeadSquaredClient } from '../transport/client';

const sharedField =
	'Another item of this run puts a file into the same field of the same record, which holds one: the file of the later item stays there.';

type FilledFields = Pick<FieldSetFiles, 'setField' | 'rows'>;

/**
 * Fills fields of a record after all earlier items of the execution that fill one of them, so that it is
 * not left to chance whose file stays.
 *
 * @param replaces whether the file that is in a field is replaced
 * @param fill does it; it gets the item's warnings, to which this function and later items may add
 */
export async function inFieldOrder<T>(
	client: LeadSquaredClient,
	itemIndex: number,
	recordId: string,
	fieldSet: FilledFields,
	replaces: boolean,
	fill: (warnings: string[]) => Promise<T>,
): Promise<T> {
	const keys = fieldKeys(recordId, fieldSet);
	const warnings: string[] = [];
	return await client.execution.order.run(itemIndex, keys, async () => {
		noteFieldUser(client, keys, replaces, warnings);
		const result = await fill(warnings);
		for (const [index, key] of keys.entries()) {
			// What was left there is that of the item before.
			if (!replaces && client.execution.filledFields.has(key)) continue;
			client.execution.filledFields.set(key, fieldSet.rows[index].file.fileName);
		}
		return result;
	});
}

/**
 * Notes that an item fills these fields. Where it replaces the file of an earlier item, both are warned.
 *
 * @param warnings the item's, to which later items may add
 */
export function noteFieldUser(
	{ execution: { fieldUsers } }: LeadSquaredClient,
	keys: string[],
	replaces: boolean,
	warnings: string[],
): void {
	for (const key of keys) {
		const others = fieldUsers.get(key) ?? [];
		fieldUsers.set(key, [...others, warnings]);
		if (others.length === 0 || !replaces) continue;
		for (const told of [...others, warnings]) {
			if (!told.includes(sharedField)) told.push(sharedField);
		}
	}
}

/** Names the fields of a record that get files, as {@link fieldKey}. */
export function fieldKeys(recordId: string, { setField, rows }: FilledFields): string[] {
	return rows.map(({ schemaName }) => fieldKey(recordId, setField, schemaName));
}

/** Names a field of a record, among all of an execution. */
export function fieldKey(recordId: string, setField: string, schemaName: string): string {
	return [recordId, setField, schemaName].join(' ').toLowerCase();
}
