import type { LeadSquaredClient } from '../transport/client';
import type { UploadedFile } from '../transport/files';
import { uploadFile } from '../transport/files';
import { copyWarnings } from './copies';
import type { PlannedUpload } from './plan';
import { warnOfSharedLink } from './sharedLinks';
import { withUploadContext } from './withUploadContext';

/**
 * Uploads the files of one item, one after the other.
 *
 * @param warningsOf the warnings of a file's output, to which is added what is to be said of it
 * @param toAttach whether the files are to become part of a record
 * @throws ActionableError that names the files already in the account, when one after them fails
 */
export async function uploadAll(
	client: LeadSquaredClient,
	planned: PlannedUpload[],
	warningsOf: (index: number) => string[],
	{ toAttach = true } = {},
): Promise<UploadedFile[]> {
	const uploaded: UploadedFile[] = [];
	for (const [index, { file, target }] of planned.entries()) {
		const upload = async () => await uploadFile(client, file, target);
		const done = await withUploadContext({ uploaded, toAttach }, upload);
		const warnings = warningsOf(index);
		warnings.push(...copyWarnings([done]));
		warnOfSharedLink(client, done, warnings);
		uploaded.push(done);
	}
	return uploaded;
}

/**
 * Uploads the files of one item and uses them. An account may keep files by name (not documented), so
 * that a file of another item with the same name, uploaded in between, would take their place: items
 * that share a name wait for each other. That does not help where a record keeps the file by its link, or
 * between executions: there the option for unique names does.
 *
 * @param warnings the item's, to which {@link uploadAll} and later items may add
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
		async () => await use(await uploadAll(client, planned, () => warnings)),
	)();
}
