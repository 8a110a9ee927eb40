import type { LeadSquaredClient } from '../transport/client';
import type { UploadedFile } from '../transport/files';
import { uploadFile } from '../transport/files';
import { copyWarnings } from './copies';
import type { PlannedUpload } from './plan';
import { withUploadContext } from './withUploadContext';

/**
 * Uploads the files of one item, one after the other.
 *
 * @param toAttach whether the files are to become part of a record
 * @throws ActionableError that names the files already in the account, when one after them fails
 */
export async function uploadAll(
	client: LeadSquaredClient,
	planned: PlannedUpload[],
	{ toAttach = true } = {},
): Promise<UploadedFile[]> {
	const uploaded: UploadedFile[] = [];
	for (const { file, target } of planned) {
		const upload = async () => await uploadFile(client, file, target);
		uploaded.push(await withUploadContext({ uploaded, toAttach }, upload));
	}
	return uploaded;
}

/**
 * Uploads the files of one item and uses them. An account may keep files by name (not documented), so
 * that a file of another item with the same name, uploaded in between, would take their place: items
 * that share a name wait for each other. That does not help where a record keeps the file by its link, or
 * between executions: there the option for unique names does.
 *
 * @param warnings the item's, to which copies are added that may be left in the account
 * @throws ActionableError as {@link uploadAll} and `use` do
 */
export async function withUploads<T>(
	client: LeadSquaredClient,
	planned: PlannedUpload[],
	warnings: string[],
	use: (uploaded: UploadedFile[]) => Promise<T>,
): Promise<T> {
	const names = new Set(planned.map(({ file }) => `file ${file.fileName.toLowerCase()}`));
	// In one order for all items, so that no two wait for each other.
	return await [...names].sort().reduceRight(
		(inner: () => Promise<T>, name) => async () => await client.execution.mutex.run(name, inner),
		async () => {
			const uploaded = await uploadAll(client, planned);
			warnings.push(...copyWarnings(uploaded));
			return await use(uploaded);
		},
	)();
}
