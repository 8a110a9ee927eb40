import type { Failure, IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** A file that is already in the account although the item it belongs to failed. */
export interface StoredFile {
	fileName: string;
	uploadedFile: string;
	fileUrl?: string;
}

/**
 * Something the user can put right. It carries no node or item: {@link toNodeError} adds both at the
 * one place where they are known.
 */
export class ActionableError extends Error {
	constructor(
		message: string,
		/** What to do next. */
		readonly advice?: string,
		readonly details: {
			httpCode?: string;
			/** Files that were uploaded but not attached. */
			uploadedFiles?: StoredFile[];
			/** What was created before the failure, for the output, e.g. `{ activityId }`. */
			created?: IDataObject;
			/** Whether nobody knows what became of the request; the advice says so with {@link inDoubt}. */
			isInDoubt?: boolean;
			/** Whether the item was left half done, because another one failed: that one is the cause. */
			wasStopped?: boolean;
			/** Whether the service itself refused, in contrast to a mistake in the parameters. */
			fromService?: boolean;
			/** Why it failed, for whoever reads errors by program; hosts before 2.40 ignore it. */
			failure?: Failure;
		} = {},
	) {
		super(message);
		this.name = 'ActionableError';
	}

	/** What is in the account although the item failed, for the output; undefined when nothing is. */
	get reached(): IDataObject | undefined {
		const { uploadedFiles = [], created } = this.details;
		if (uploadedFiles.length === 0 && created === undefined) return undefined;
		return { ...created, uploadedFiles: uploadedFiles as unknown as IDataObject[] };
	}
}

/** Thrown where the user wants an item that has nothing to send handed on unchanged. */
export class NothingToSend extends Error {
	constructor() {
		super('The item has nothing to send');
		this.name = 'NothingToSend';
	}
}

/** Thrown by what waits for its turn when nothing new shall be begun, because another item failed. */
export class NotStartedError extends Error {
	constructor() {
		super('Not started, because another item failed before');
		this.name = 'NotStartedError';
	}
}

/** The parts as sentences, one after the other: what a service says may end without a full stop. */
export function sentences(...parts: Array<string | undefined | false>): string {
	return parts
		.filter((part): part is string => Boolean(part))
		.map((part) => (/[.!?…:]["')\]]?$/.test(part) ? part : `${part}.`))
		.join(' ');
}

/** What to say about a request of which nobody knows whether it was carried out. */
export function inDoubt(service: string): string {
	return `It is not known whether the request was carried out: look in ${service} before you repeat it.`;
}

/**
 * The error as n8n shows it: numbered with its item, without the request, the answer or a cause,
 * because those would carry keys into stored executions.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!(error instanceof ActionableError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), {
			itemIndex,
		});
	}
	const { httpCode, fromService, uploadedFiles, created, isInDoubt, failure } = error.details;
	const message = itemIndex === undefined ? error.message : `${error.message} [item ${itemIndex}]`;
	const options = { message, description: error.advice, itemIndex, failure };
	const nodeError = fromService
		? new NodeApiError(node, {} as JsonObject, { ...options, httpCode })
		: new NodeOperationError(node, message, options);
	// n8n replaces a message that happens to contain the letters of an error code, as "OfficeAccess.pdf" does.
	nodeError.message = message;
	Object.assign(nodeError.context, { uploadedFiles, created, isInDoubt });
	// Shown under the error's details, a line for each: the panel cuts long links in the description.
	for (const { fileName, uploadedFile, fileUrl } of uploadedFiles ?? []) {
		nodeError.messages.push([fileName, uploadedFile, fileUrl].filter(Boolean).join(' | '));
	}
	return nodeError;
}

/** What an item that failed shows in the output. */
export function errorJson(error: NodeApiError | NodeOperationError): IDataObject {
	const { uploadedFiles, created } = error.context;
	return {
		error: error.message,
		...(error.description ? { message: error.description } : {}),
		...(created as IDataObject | undefined),
		...(uploadedFiles ? { uploadedFiles: uploadedFiles as IDataObject[] } : {}),
	};
}
