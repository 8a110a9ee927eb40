import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { FileFacts } from './binaries';
import { onDisk } from './binaries';

/**
 * An item with stored files: the name of one in the field `data`, or names of binary fields and of
 * their files.
 *
 * @param facts of each file; its content tells its name unless given
 */
export async function itemWith(
	files: string | Record<string, string>,
	json: IDataObject = {},
	{ content, ...facts }: FileFacts & { content?: string | Buffer } = {},
): Promise<INodeExecutionData> {
	const binary: Record<string, IBinaryData> = {};
	const named = typeof files === 'string' ? { data: files } : files;
	for (const [field, fileName] of Object.entries(named)) {
		binary[field] = await onDisk(content ?? `content of ${fileName}`, { fileName, ...facts });
	}
	return { json, binary };
}

/** The value of a parameter with several ways to choose. */
export const by = (mode: string, value: string | number) => ({ __rl: true, mode, value });

/** The JSON of the items. */
export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

/** The numbers of the input items that the items are linked to. */
export function originsOf(items: INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => (pairedItem as { item?: number } | undefined)?.item);
}
