import type { ReceivedForm } from '../common/multipart';
import type { PhpView } from './php';

/** The three types of records that `/uploadFiles` knows. */
export type ObjectType = 'lead' | 'account' | 'opportunity';

/** What a record keeps of a file. */
export interface StoredFile {
	/** The name as PHP hands it over, without any path. */
	fileName: string;
	bytes: number;
	sha256: string;
}

/** A file that was put on a record, also when another has taken its place since. */
export interface FilePut extends StoredFile {
	/** ISO time. */
	at: string;
	/** By `performance.now()`. */
	atMs: number;
	field: string;
	mimeType: string;
}

/** A lead, an account, an opportunity or a product. */
export interface SharpSpringRecord {
	id: string;
	/** Everything but files, as it goes over the wire. Unset custom fields may be left out. */
	values: Record<string, string | null>;
	/** What each file field holds now, by system name; a product's image is in `productImage`. */
	files: Record<string, StoredFile>;
	/** Every file ever put here, in order: the place where doubles show. */
	history: FilePut[];
}

/** What `getFields` says about a field. */
export interface FieldDefinition {
	id: string;
	relationship: ObjectType;
	systemName: string;
	label: string;
	source: string;
	dataType: string;
	dataLength: string | null;
	isRequired: string;
	isCustom: string;
	isAvailableInContactManager: string;
	isEditableInContactManager: string;
	isAvailableInForms: string;
	isActive: string;
	options?: Array<{ label: string; value: string; displayOrder: string }>;
}

/** An error as the service writes it. */
export interface ApiError {
	code: number;
	message: string;
	data: unknown;
}

/** What became of one file of a call. */
export interface FileOutcome {
	fileName: string;
	/** Where PHP puts the parameter of this name. */
	key: string;
	recordId?: string;
	error?: ApiError;
}

/** One call of an upload endpoint whose body was a readable form. */
export interface UploadCall extends ReceivedForm {
	endpoint: 'uploadFiles' | 'uploadProductImage';
	version: string;
	/** The form as a PHP program sees it. */
	php: PhpView;
	/** Empty as long as the call was not carried out. */
	outcomes: FileOutcome[];
	/** HTTP status of the answer; 0 until there is one. */
	status: number;
}

/** An answer on its way out. */
export interface Answer {
	status: number;
	/** `lost` ends the connection without an answer. */
	type: 'json' | 'html' | 'text' | 'lost';
	body: unknown;
	headers?: Record<string, string>;
}
