import { withSuffix } from '../../shared/files/name';
import type { LeadSquaredClient } from '../transport/client';
import type { UploadedFile } from '../transport/files';
import { markedName, sentNameOf, uploadFile } from '../transport/files';
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
	const names = namesToSend(planned);
	for (const [index, { file, target }] of planned.entries()) {
		const upload = async () => await uploadFile(client, file, names[index], target);
		uploaded.push(await withUploadContext({ uploaded, toAttach }, upload));
	}
	return uploaded;
}

/** The names to send, each once: an email may hold two files with the same name. */
function namesToSend(planned: PlannedUpload[]): string[] {
	const taken = new Set<string>();
	return planned.map(({ file, uniqueName }) => {
		const name = uniqueName ? markedName(file) : sentNameOf(file);
		let free = name;
		for (let number = 2; taken.has(free.toLowerCase()); number++) {
			free = withSuffix(name, `-${number}`);
		}
		taken.add(free.toLowerCase());
		return free;
	});
}

/**
 * Uploads the files of one item and uses them. An account may keep files by name (not documented), so
 * that a file of another item with the same name, uploaded in between, would take their place: items
 * that share a name wait for each other. That does not help where a record keeps the file by its link, or
 * between executions: there the option for unique names does.
 *
 * @throws ActionableError as {@link uploadAll} and `use` do
 */
export async function withUploads<T>(
	client: LeadSquaredClient,
	planned: PlannedUpload[],
	use: (uploaded: UploadedFile[]) => Promise<T>,
): Promise<T> {
	const common = planned.filter(({ uniqueName }) => !uniqueName);
	const names = new Set(namesToSend(common).map((name) => `file ${name.toLowerCase()}`));
	// In one order for all items, so that no two wait for each other.
	return await [...names].sort().reduceRight(
		(inner: () => Promise<T>, name) => async () => await client.mutex.run(name, inner),
		async () => await use(await uploadAll(client, planned)),
	)();
}
