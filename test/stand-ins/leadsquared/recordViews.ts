import type { State } from './state';
import type { Activity, Field, RecordType, Upload } from './types';

/** A custom field set as reading back shows it. */
export function setShown(
	state: State,
	recordId: string,
	{ schemaName, inner = [] }: Field,
	set: Record<string, string>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(set).map(([name, value]) => {
			const isFile = inner.find((field) => field.schemaName === name)?.dataType === 'File';
			return [name, isFile ? fileShown(state, recordId, `${schemaName}.${name}`, value) : value];
		}),
	);
}

function fileShown(state: State, recordId: string, field: string, name: string): string {
	const upload = state.uploadNamed(name);
	const id = String(7_000_000 + state.uploads.indexOf(upload as Upload));
	switch (state.switches.fileFieldsReadAs) {
		case 'name':
			return name;
		case 'renamed':
			return `3fa9_${name}`;
		case 'url':
			return upload?.relativeFilePath ?? name;
		case 'id':
			return id;
		case 'json':
			return JSON.stringify([{ Id: id, Name: name }]);
		case 'several':
			return (state.namesPut.get(`${recordId} ${field}`) ?? [name]).join(',');
		case 'nothing':
			return '';
	}
}

/** The link that reading back answers for a file. */
export function fileUrl(state: State, upload: Upload): string {
	const { signedFileUrls, fileUrlReady, firstLinksExpired } = state.switches;
	if (!fileUrlReady) return '';
	if (firstLinksExpired && !state.linksShown.has(upload)) {
		state.linksShown.add(upload);
		return `${upload.relativeFilePath}?sig=expired`;
	}
	return signedFileUrls ? `${upload.relativeFilePath}?sig=valid` : upload.relativeFilePath;
}

/** A field as type settings show it; `dataType` of a field set is a guess. */
export function fieldView(state: State, field: Field, sequence: number) {
	const options = field.options?.map((Value, Order) => ({
		IsDefault: false,
		Text: '',
		Value,
		Order,
	}));
	return {
		SchemaName: field.schemaName,
		DisplayName: field.displayName,
		Value: null as string | null,
		DataType: field.inner ? state.switches.customObjectDataType : field.dataType,
		IsMandatory: field.mandatory ?? false,
		ShowInForm: true,
		Sequence: sequence,
		OptionSet: options ? JSON.stringify(options) : '',
		// Seen on ordinary fields, so it marks nothing.
		CustomObjectType: 2,
	};
}

/** The form of a field set: the path to it was seen, all names in a row but `FileURL` are guesses. */
export function formProperties(rows: Array<Record<string, unknown>>) {
	return { CustomObjectFormProperties: { FieldProperties: { FormMetaData: rows } } };
}

/** Inner fields without values. */
export const innerViews = ({ switches }: State, field: Field) =>
	(field.inner ?? []).map(({ schemaName, displayName, dataType }) => ({
		SchemaName: schemaName,
		DisplayName: displayName,
		DataType: dataType === 'File' ? switches.fileFieldDataType : dataType,
	}));

/** Fields of a type, as its settings show them. */
export function typeFields(state: State, type: RecordType) {
	return type.fields.map((field, index) => {
		const view = fieldView(state, field, index + 1);
		return field.inner && state.switches.metadataShowsCustomObjects
			? { ...view, ...formProperties(innerViews(state, field)) }
			: view;
	});
}

/** Fields of a record with their values, and links where asked for. */
export function recordFields(state: State, record: Activity, withUrls: boolean) {
	const { detailsShowForms } = state.switches;
	const type = state.type(record.event);
	return (type?.fields ?? []).map((field, index) => {
		const view = fieldView(state, field, index + 1);
		if (!field.inner) return { ...view, Value: record.values[field.schemaName] ?? null };
		const stored = record.fieldSets[field.schemaName];
		const set = stored && setShown(state, record.id, field, stored);
		const value = set ? JSON.stringify(set) : null;
		if (!detailsShowForms) return { ...view, Value: value };
		const rows = innerViews(state, field).map((inner, at) => {
			const row = { ...inner, Value: set?.[inner.SchemaName] ?? '' };
			if (!withUrls || field.inner?.[at].dataType !== 'File') return row;
			const upload = state.fileAt(record.id, `${field.schemaName}.${inner.SchemaName}`);
			return { ...row, FileURL: upload && row.Value ? fileUrl(state, upload) : '' };
		});
		return { ...view, Value: value, ...formProperties(rows) };
	});
}

/** A text as lists write it. */
export function textInList({ switches }: State, text: string): string {
	switch (switches.listsWriteTexts) {
		case 'asSent':
			return text;
		case 'ownWay':
			return text
				.replace(/\n/g, '\r\n')
				.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$/, '$1.000')
				.replace(/^(\d+)$/, '$1.00');
		case 'cut':
			return text.slice(0, 3);
	}
}

/** Values as lists show them: flat, a field set as JSON in a string. */
export function flatValues(state: State, record: Activity): Record<string, string | null> {
	const flat: Record<string, string | null> = {};
	for (const field of state.type(record.event)?.fields ?? []) {
		const { schemaName, inner } = field;
		const stored = record.fieldSets[schemaName];
		const set = stored && setShown(state, record.id, field, stored);
		if (inner) flat[schemaName] = set ? JSON.stringify(set) : null;
		else {
			const value = record.values[schemaName];
			flat[schemaName] = value ? textInList(state, value) : null;
		}
	}
	return flat;
}

/** Where reading back shows that an attached file is; undefined where it does not. */
export function linkShown({ switches }: State, url: string): string | undefined {
	switch (switches.attachmentLinks) {
		case 'asSent':
			return url;
		case 'signed':
			return `${url}?sig=valid`;
		case 'moved':
			return url.replace(/\/([^/]*)$/, '/moved/$1').replace(/%20| /g, '+');
		case 'renamed':
			return url.replace(/\/[^/]*$/, '/13bdf0cb.pdf');
		case 'none':
			return undefined;
	}
}

/** The attachment list of a record, where its details show one; all names are guesses. */
export function attachmentViews(state: State, { attachments }: Activity) {
	if (!state.switches.detailsShowAttachments) return {};
	return {
		Attachments: attachments.map(({ id, name, description, url }) => ({
			Id: id,
			AttachmentName: name,
			Description: description,
			AttachmentFile: linkShown(state, url),
		})),
	};
}
