import type { IDataObject } from 'n8n-workflow';
import type { FileSource, ShownFiles } from '../../shared/files/recordFiles';
import type { RecordFile } from '../transport/recordFiles';
import { attachmentsOf, filesOfRecord } from '../transport/recordFiles';

/** Whose files a lead's are: there is no call for links to them, so that waiting would not help. */
export const filesOfLeads: FileSource = { service: 'LeadSquared' };

/** The same for activities and opportunities. */
export const filesOfOthers: FileSource = {
	...filesOfLeads,
	noLinkAdvice: 'It may still be copying the file. Try again later.',
};

/** What an activity or opportunity shows: its field sets, and its attachment list where it does. */
export function shownInDetails(record: IDataObject, details: IDataObject): ShownFiles<RecordFile> {
	const inSets = filesOfRecord(details);
	const attachments = attachmentsOf(details);
	const files = [...inSets.map(({ file }) => file), ...(attachments ?? [])];
	const isSilent = attachments === undefined && files.length === 0;
	return {
		record: { ...record, attachmentListShown: attachments !== undefined },
		files,
		guessed: inSets.flatMap(({ file, isGuess }) => (isGuess ? [file] : [])),
		warnings: isSilent
			? [
					'LeadSquared shows no files in the custom field sets, and does not show the attachment list: files that are on it cannot be listed.',
				]
			: [],
		response: details,
	};
}
