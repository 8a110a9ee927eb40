import type { Arrival, PageRecord } from '../common/page';
import type { State } from './state';
import type { SharpSpringRecord } from './types';

/** Everything that was stored, oldest first; a file that another has replaced is not attached any more. */
export function arrivalsOf(state: State): Arrival[] {
	return withHistory(state)
		.flatMap(({ type, record }) =>
			record.history.map((file): Arrival => {
				const latest = record.history.filter((each) => each.field === file.field).at(-1);
				return {
					at: file.at,
					service: 'SharpSpring',
					record: `${type} ${record.id}`,
					field: file.field,
					fileName: file.fileName,
					bytes: file.bytes,
					mimeType: file.mimeType,
					sha256: file.sha256,
					attached: latest === file,
				};
			}),
		)
		.sort((a, b) => a.at.localeCompare(b.at));
}

/** The records that hold files. */
export function recordsWithFiles(state: State): PageRecord[] {
	return withHistory(state).map(({ type, record }) => ({
		type,
		id: record.id,
		label: labelOf(record),
		files: Object.entries(record.files).map(([field, { fileName }]) => ({ field, fileName })),
	}));
}

function withHistory(state: State) {
	const kinds: Array<[string, Map<string, SharpSpringRecord>]> = [
		['Lead', state.leads],
		['Account', state.accounts],
		['Opportunity', state.opportunities],
		['Product', state.products],
	];
	return kinds.flatMap(([type, records]) =>
		[...records.values()]
			.filter(({ history }) => history.length > 0)
			.map((record) => ({ type, record })),
	);
}

function labelOf({ id, values }: SharpSpringRecord): string {
	const person = [values.firstName, values.lastName].filter(Boolean).join(' ');
	const label = person || values.accountName || values.opportunityName || values.productName;
	return (label || id).replace(/&amp;/g, '&');
}
