import type { IDataObject } from 'n8n-workflow';
import type { ShownFiles } from '../../shared/files/recordFiles';
import type { SharpSpringClient } from '../transport/client';
import { fileUploadFields } from '../transport/fields';
import type { RecordFile } from '../transport/recordFiles';
import { filesOfRecord } from '../transport/recordFiles';
import type { KnownRecord, ObjectType } from '../transport/records';
import { findById, readRecord } from '../transport/records';
import { decode } from '../transport/text';
import type { NamedRecord } from './plan';

const notMarked =
	'SharpSpring marks no field of this type of record as a File Upload field: what looks like a file in its other custom fields is listed.';

/** What a record shows of its files: asked for anew on every call but the first, for new links. */
export function filesOf(
	client: SharpSpringClient,
	objectType: ObjectType,
	{ id, email, record }: NamedRecord,
): () => Promise<ShownFiles<RecordFile>> {
	let shown: KnownRecord | undefined;
	return async () => {
		shown = shown
			? ((await readRecord(client, objectType, id)) ?? shown)
			: (record ?? (await findById(client, objectType, id)));
		const { values } = shown;
		const { fields, areMarked } = await client.cache.get(
			`fields of ${objectType}`,
			async () => await fileUploadFields(client, objectType),
		);
		return {
			record: { recordId: id, recordType: objectType, ...emailOf(objectType, values, email) },
			files: filesOfRecord(values, fields, areMarked),
			warnings: areMarked ? [] : [notMarked],
			response: values,
		};
	};
}

function emailOf(objectType: ObjectType, { emailAddress }: IDataObject, found?: string) {
	if (objectType !== 'lead') return {};
	return { email: found ?? (decode(emailAddress) || null) };
}
