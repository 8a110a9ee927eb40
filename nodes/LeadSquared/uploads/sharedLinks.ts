import type { LeadSquaredClient } from '../transport/client';
import type { LinkUser } from '../transport/execution';
import type { UploadedFile } from '../transport/files';

/**
 * Warns where several files of the execution have got the same link, behind which only one of them can
 * be. A file that was sent twice is the same one both times.
 *
 * @param warnings those of the file's output, to which later files may add
 */
export function warnOfSharedLink(
	{ execution: { linkUsers }, itemIndex }: LeadSquaredClient,
	{ file: { fileName, source }, fileUrl, s3Url }: UploadedFile,
	warnings: string[],
): void {
	const link = fileUrl ?? s3Url;
	if (!link) return;
	const user = { itemIndex, fileName, source, warnings };
	const users = linkUsers.get(link);
	if (!users) {
		linkUsers.set(link, { first: user, untold: [user] });
	} else if (users.first.source === source) {
		users.untold.push(user);
	} else {
		// Always the first one: so the hint above the output is one for all later items.
		warn(user, users.first);
		for (const other of users.untold.splice(0)) warn(other, user);
	}
}

function warn({ itemIndex, fileName, warnings }: LinkUser, other: LinkUser): void {
	const others =
		other.itemIndex === itemIndex
			? 'another file of the item'
			: `the file of item ${other.itemIndex}`;
	warnings.push(
		`"${fileName}" got the same link as ${others}: one may have replaced the other. Switch on 'Make File Names Unique'.`,
	);
}
