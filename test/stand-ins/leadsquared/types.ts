import type { ReceivedFile } from '../common/multipart';

/** Values of custom field sets: the set's field name, then the inner field's name. */
export type FieldSets = Record<string, Record<string, string>>;

/** A lead. `values` holds its plain fields. */
export interface Lead {
	id: string;
	autoId: string;
	values: Record<string, string | null>;
	fieldSets: FieldSets;
	createdOn: string;
	modifiedOn: string;
	/** How often automations would have run because of an update. */
	automationsFired: number;
}

/** An entry of an activity's attachment list. */
export interface Attachment {
	id: string;
	name: string;
	description: string;
	url: string;
}

/** An activity of a lead. */
export interface Activity {
	id: string;
	leadId: string;
	/** Event code of its type. */
	event: number;
	note: string;
	createdOn: string;
	modifiedOn: string;
	values: Record<string, string | null>;
	fieldSets: FieldSets;
	attachments: Attachment[];
}

/** An opportunity: technically an activity, with a second id. */
export interface Opportunity extends Activity {
	autoId: string;
}

/** A note of a lead. */
export interface Note {
	id: string;
	leadId: string;
	note: string;
	attachmentUrl: string;
	createdOn: string;
}

/** A field inside a custom field set. */
export interface InnerField {
	schemaName: string;
	displayName: string;
	/** Guess: no public source names the data type of a file field. */
	dataType: 'File' | 'String' | 'Dropdown';
	options?: string[];
}

/** A field of leads, or of one type of activities or opportunities. */
export interface Field {
	schemaName: string;
	displayName: string;
	dataType: string;
	mandatory?: boolean;
	readOnly?: boolean;
	/** Two records cannot have the same value. */
	unique?: boolean;
	options?: string[];
	/** Set for a custom field set. */
	inner?: InnerField[];
}

/** A type of activities or of opportunities. */
export interface RecordType {
	id: string;
	code: number;
	name: string;
	allowAttachments: boolean;
	/** Guess: 2 is a custom type, everything else is not. */
	eventType: number;
	fields: Field[];
}

/** A file in the store. */
export interface Upload {
	/** ISO time. */
	at: string;
	/** What `uploadedFile` said: the name that the file can be attached by. */
	name: string;
	file: ReceivedFile;
	/** The text parts, without the keys. */
	fields: Record<string, string>;
	/** Order of the parts as they came. */
	order: string[];
	/** On the file host, for example `/t/…/documents/a.pdf`. */
	path: string;
	relativeFilePath: string;
	s3FilePath: string;
}

/** Where an uploaded file is attached. */
export interface Place {
	recordType: 'Lead' | 'Activity' | 'Opportunity';
	recordId: string;
	/** `parent.inner` for a custom field set, else `Attachment` or `Note`. */
	field: string;
	upload: Upload;
}
