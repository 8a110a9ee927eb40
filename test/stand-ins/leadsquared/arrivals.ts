import type { Arrival, PageRecord } from '../common/page';
import { fileUrl } from './recordViews';
import type { State } from './state';
import type { Activity, Lead, Place, Upload } from './types';

/** What arrived, in order. A file attached twice has two entries. */
export function arrivalsOf(state: State): Arrival[] {
	return state.uploads.flatMap((upload) => {
		const places = state.places.filter((place) => place.upload === upload);
		if (places.length === 0) return [arrival(upload, unattached(state, upload), false)];
		return places.map(({ recordType, recordId, field }) =>
			arrival(upload, { record: `${recordType} ${recordId}`, field }, true),
		);
	});
}

function arrival(
	{ at, file }: Upload,
	where: { record: string; field: string },
	attached: boolean,
): Arrival {
	return {
		at,
		service: 'LeadSquared',
		...where,
		fileName: file.fileName,
		bytes: file.bytes,
		mimeType: file.mimeType,
		sha256: file.sha256,
		attached,
	};
}

/** What the upload named: a lead, or only a type. */
function unattached(state: State, { fields }: Upload) {
	const { Entity, Id, EntitySchemaName, SchemaName, FileType } = fields;
	const isType = Entity === '1';
	const kind = state.opportunityTypes.has(Number(Id)) ? 'Opportunity type' : 'Activity type';
	return {
		record: Id ? `${isType ? kind : 'Lead'} ${Id}` : '',
		field: EntitySchemaName ? `${EntitySchemaName}.${SchemaName}` : `FileType ${FileType}`,
	};
}

const leadLabel = (lead: Lead | undefined) =>
	[lead?.values.FirstName, lead?.values.LastName].filter(Boolean).join(' ') ||
	lead?.values.EmailAddress ||
	'Lead';

function labelOf(state: State, { recordType, recordId }: Place) {
	if (recordType === 'Lead') return leadLabel(state.leads.get(recordId));
	const record: Activity | undefined =
		state.activities.get(recordId) ?? state.opportunities.get(recordId);
	if (!record) return recordType;
	return `${state.type(record.event)?.name ?? recordType} of ${leadLabel(state.leads.get(record.leadId))}`;
}

/** The records that hold files. */
export function recordsWithFiles(state: State): PageRecord[] {
	const records = new Map<string, PageRecord>();
	for (const place of state.places) {
		const { recordType, recordId, field, upload } = place;
		const record = records.get(recordId) ?? {
			type: recordType,
			id: recordId,
			label: labelOf(state, place),
			files: [],
		};
		record.files.push({ field, fileName: upload.name, url: fileUrl(state, upload) });
		records.set(recordId, record);
	}
	return [...records.values()];
}
