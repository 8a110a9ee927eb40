import { STYLE } from './pageStyle';

/** One file that reached a stand-in. */
export interface Arrival {
	/** ISO time. */
	at: string;
	service: string;
	/** Type and id of the record, for example `Lead 2000310000000001`. */
	record: string;
	field: string;
	fileName: string;
	bytes: number;
	mimeType: string;
	sha256: string;
	/** `false` while the file lies in the store and no record points to it. */
	attached: boolean;
}

/** A record and the files it holds. */
export interface PageRecord {
	/** For example `Lead`. */
	type: string;
	id: string;
	/** A name that people recognize. */
	label: string;
	files: Array<{ field: string; fileName: string; url?: string }>;
}

/** Everything the page shows. */
export interface PageContent {
	service: Arrival['service'];
	arrivals: Arrival[];
	records: PageRecord[];
}

/** Makes text safe inside HTML, attributes included. */
function escapeHtml(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A size that people can read. */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const units = ['kB', 'MB', 'GB', 'TB'];
	let value = bytes;
	let unit = 'B';
	for (const next of units) {
		if (value < 999.5) break;
		value /= 1000;
		unit = next;
	}
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** The whole page: what arrived, newest first, and which record holds it now. */
export function renderPage(content: PageContent): string {
	const title = `${content.service} stand-in`;
	const arrivals = [...content.arrivals].reverse();
	const withFiles = content.records.filter((record) => record.files.length > 0);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>A pretend CRM. It shows what it received, and renews itself. <a href="received.json">As JSON</a></p>
</header>
<main>
<h2>Received files <small>${arrivals.length}</small></h2>
${arrivals.length ? arrivalTable(arrivals, labelsOf(content.records)) : '<p class="empty">Nothing yet. Run a workflow.</p>'}
<h2>Records with files <small>${withFiles.length}</small></h2>
${withFiles.length ? withFiles.map(recordCard).join('\n') : '<p class="empty">None yet.</p>'}
</main>
<script>${REFRESH}</script>
</body>
</html>
`;
}

/** The names of records that people recognise, by type and id as an arrival has them. */
function labelsOf(records: PageRecord[]): Map<string, string> {
	return new Map(records.map(({ type, id, label }) => [`${type} ${id}`, label]));
}

function arrivalTable(arrivals: Arrival[], labels: Map<string, string>) {
	const titles = ['Time', 'Record', 'Field', 'File', 'Size', 'Type', 'SHA-256', ''];
	const head = titles.map((title) => `<th scope="col">${title}</th>`).join('');
	return `<div class="scroll"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${arrivals.map((arrival) => arrivalRow(arrival, labels.get(arrival.record))).join('\n')}
</tbody>
</table></div>`;
}

function arrivalRow(arrival: Arrival, label?: string) {
	const state = arrival.attached
		? '<span class="yes">attached</span>'
		: '<span class="no">not attached</span>';
	const time = `${arrival.at.slice(0, 19).replace('T', ' ')} UTC`;
	return [
		`<tr><td><time datetime="${escapeHtml(arrival.at)}">${escapeHtml(time)}</time></td>`,
		`<td>${label ? `${escapeHtml(label)}<br>` : ''}<small>${escapeHtml(arrival.record)}</small></td>`,
		`<td>${escapeHtml(arrival.field)}</td>`,
		`<td class="name">${escapeHtml(arrival.fileName)}</td>`,
		`<td class="size" title="${arrival.bytes} bytes">${formatBytes(arrival.bytes)}</td>`,
		`<td>${escapeHtml(arrival.mimeType)}</td>`,
		`<td><code title="${escapeHtml(arrival.sha256)}">${escapeHtml(arrival.sha256.slice(0, 12))}…</code></td>`,
		`<td>${state}</td></tr>`,
	].join('');
}

function recordCard(record: PageRecord) {
	const files = record.files.map(({ field, fileName, url }) => {
		// Only web addresses become links: a stored value may be any text.
		const isLink = url !== undefined && /^https?:\/\//i.test(url);
		const name = escapeHtml(fileName);
		const shown = isLink ? `<a href="${escapeHtml(url)}">${name}</a>` : name;
		return `<li><b>${escapeHtml(field)}</b> ${shown}</li>`;
	});
	return `<article>
<h3>${escapeHtml(record.label)}</h3>
<p>${escapeHtml(record.type)} <code>${escapeHtml(record.id)}</code></p>
<ul>
${files.join('\n')}
</ul>
</article>`;
}

// Only what changed is replaced, so that a selection and the scroll position survive.
const REFRESH = `
setInterval(async () => {
	try {
		const text = await (await fetch(location.href, { cache: 'no-store' })).text();
		const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
		const shown = document.querySelector('main');
		if (fresh && shown.innerHTML !== fresh.innerHTML) shown.replaceWith(fresh);
	} catch {}
}, 2000);
`;
