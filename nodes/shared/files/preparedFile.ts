import type { ByteStream } from '../http/multipart';

/** A file that is ready to be sent: chosen, named and checked, and not opened yet. */
export interface PreparedFile {
	/** The binary field it comes from, e.g. `attachment_0`. */
	binaryField: string;
	/** The name as the sender wrote it, or empty: data, not to be sent as it is. */
	originalName: string;
	/** What the user knows the file by, for messages and outputs. */
	label: string;
	/** The one name that is sent. */
	fileName: string;
	/** Always `type/subtype`. */
	mimeType: string;
	/** Exact size in bytes. */
	bytes: number;
	/** Tells it from other files: its link, its ID in n8n's storage, or its content as the item holds it. */
	source: string;
	/** Opens the file anew on every call. */
	open: () => Promise<ByteStream>;
	/** Set where n8n holds the file in memory. */
	content?: () => Buffer;
}

/** A file before the service has named it. */
export interface NamedFile extends Omit<PreparedFile, 'fileName' | 'source'> {
	/** The wanted name, from the sender or from the option 'File Name', still to be cleaned; or empty. */
	name: string;
	/** The extension for a file without a name, without the dot; empty where nobody knows it. */
	extension: string;
}

/** How a service names the files of one item: one name for each, in their order. */
export type FileNaming = (files: NamedFile[]) => string[];
