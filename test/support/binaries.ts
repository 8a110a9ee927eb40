import './environment';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

// Several versions of n8n's container may be installed, and only this one knows n8n-core's services.
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: { get: <T>(type: new (...args: never[]) => T) => T };
};

/** What a test says about a file. */
export interface FileFacts {
	fileName?: string;
	mimeType?: string;
}

/** How a file in {@link storedBy} differs from a healthy one. */
export interface Defect {
	/** The size that n8n has on record, when it is not the real one. */
	recordedBytes?: number;
	/** The stream breaks after this many bytes. */
	breaksAfter?: number;
	/** The file is on record, but cannot be opened. */
	cannotBeOpened?: boolean;
	/** The record has gone, too. */
	deleted?: boolean;
}

interface Stored extends Defect {
	content: Buffer;
}

const location = { type: 'execution' as const, workflowId: 'workflow', executionId: '1' };
const chunkBytes = 16 * 1024;

/**
 * Stands for n8n's storage in a database or in a bucket: not a file, no path, not a file stream. It
 * belongs to the host's database and is therefore not part of n8n-core.
 */
class ShelfManager {
	private readonly shelf = new Map<string, Stored>();

	async init(): Promise<void> {}

	put(stored: Stored): string {
		const fileId = String(this.shelf.size + 1);
		this.shelf.set(fileId, stored);
		return fileId;
	}

	async getMetadata(fileId: string): Promise<{ fileSize: number }> {
		const { content, recordedBytes } = this.find(fileId);
		return { fileSize: recordedBytes ?? content.length };
	}

	async getAsStream(fileId: string): Promise<Readable> {
		const stored = this.find(fileId);
		if (stored.cannotBeOpened) throw new Error('The storage is not available');
		return Readable.from(this.chunks(stored), { objectMode: false });
	}

	async getAsBuffer(): Promise<Buffer> {
		throw new Error('No file may be read as a whole');
	}

	getPath(): string {
		throw new Error('There is no path');
	}

	private find(fileId: string): Stored {
		const stored = this.shelf.get(fileId);
		if (!stored || stored.deleted) throw new Error(`Binary data file not found: ${fileId}`);
		return stored;
	}

	private async *chunks({ content, breaksAfter = Infinity }: Stored): AsyncGenerator<Buffer> {
		for (let at = 0; at < content.length; at += chunkBytes) {
			const end = Math.min(at + chunkBytes, content.length, breaksAfter);
			yield content.subarray(at, end);
			if (end === breaksAfter) throw new Error('The storage broke off');
		}
	}
}

const shelf = new ShelfManager();
let started: Promise<BinaryDataService> | undefined;

/** n8n's own service for binary data, ready for use. */
export async function binaryDataService(): Promise<BinaryDataService> {
	started ??= (async () => {
		const service = Container.get(BinaryDataService);
		await service.init();
		type Manager = Parameters<BinaryDataService['setManager']>[1];
		service.setManager('database', shelf as unknown as Manager);
		return service;
	})();
	return await started;
}

/** A file on disk, as n8n stores it by default. */
export async function onDisk(
	content: Buffer | string | Readable,
	facts: FileFacts = {},
): Promise<IBinaryData> {
	const service = await binaryDataService();
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	return await service.store(location, bytes, toBinary(facts));
}

/** A file that is part of the item, as older n8n versions keep it by default. */
export function inMemory(content: Buffer | string, facts: FileFacts = {}): IBinaryData {
	const bytes = Buffer.from(content);
	return { ...toBinary(facts), data: bytes.toString('base64'), bytes: bytes.length };
}

/** A file in a storage without paths; it may have a defect. */
export async function storedBy(
	content: Buffer | string,
	facts: FileFacts = {},
	defect: Defect = {},
): Promise<IBinaryData> {
	await binaryDataService();
	const fileId = shelf.put({ content: Buffer.from(content), ...defect });
	return { ...toBinary(facts), data: 'database', id: `database:${fileId}` };
}

function toBinary({ fileName, mimeType = 'application/pdf' }: FileFacts): IBinaryData {
	return { data: '', mimeType, ...(fileName === undefined ? {} : { fileName }) };
}

/** A stream that n8n opened for a node. */
export interface OpenedStream {
	id: string;
	stream: Readable;
	/** Files whose streams had not ended when this one was opened. */
	openAtTheTime: string[];
}

/** Watches which stored files are opened from now on, and in what order. */
export async function watchStreams(): Promise<{ opened: OpenedStream[]; stop: () => void }> {
	const service = await binaryDataService();
	const opened: OpenedStream[] = [];
	const original = service.getAsStream.bind(service);
	service.getAsStream = async (id, chunkSize) => {
		const openAtTheTime = opened
			.filter(({ stream }) => !stream.readableEnded && !stream.destroyed)
			.map((other) => other.id);
		const stream = await original(id, chunkSize);
		opened.push({ id, stream, openAtTheTime });
		return stream;
	};
	return { opened, stop: () => (service.getAsStream = original) };
}
