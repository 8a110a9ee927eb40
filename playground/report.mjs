const QUIET_INTERVAL_MS = 15_000;

/** Prints steps and progress: on a terminal progress rewrites its line, elsewhere it comes now and then. */
export function createReporter(stream = process.stdout) {
	let lineIsOpen = false;
	let lastProgress = 0;
	let muted = false;
	const endLine = () => {
		if (lineIsOpen) stream.write('\r\x1b[K');
		lineIsOpen = false;
	};
	const print = (text) => {
		if (muted) return;
		endLine();
		stream.write(`${text}\n`);
	};
	return {
		/** A heading of what happens next. */
		step(text) {
			print(`\n▸ ${text}`);
			lastProgress = Date.now();
		},
		/** A line that belongs to the step. */
		detail(text) {
			print(text.replace(/^(?=.)/gm, '  '));
		},
		/** How far a long step has come. */
		progress(text) {
			if (muted) return;
			if (stream.isTTY) {
				stream.write(`\r\x1b[K  ${text}`.slice(0, (stream.columns ?? 80) + 4));
				lineIsOpen = true;
			} else if (Date.now() - lastProgress >= QUIET_INTERVAL_MS) {
				lastProgress = Date.now();
				print(`  ${text}`);
			}
		},
		print,
		/** Nothing more is printed: everything is being ended. */
		mute() {
			muted = true;
		},
	};
}

/** A size for people: `3.0 MB`. */
export function formatBytes(bytes) {
	if (bytes < 1_000) return `${bytes} B`;
	if (bytes < 999_500) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A duration for people: `2 min 5 s`. */
export function formatDuration(milliseconds) {
	const seconds = Math.round(milliseconds / 1_000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What became of one example, as lines of text. */
export function describeOutcome({ title, outcome, logFile }) {
	const lines = [`${outcome.ok ? '✔' : '✘'} ${title}`];
	if (outcome.error) {
		lines.push(`    n8n says: ${outcome.error.replaceAll('\n', '\n    ')}`);
		lines.push(`    n8n's log: ${logFile}`);
	}
	for (const { expected, arrival, problem } of outcome.files) {
		const size = formatBytes(expected.bytes).padStart(8);
		if (problem) {
			lines.push(`    ✘ ${size}  ${expected.name}  ${problem}`);
			continue;
		}
		const renamed = arrival.fileName === expected.name ? '' : ` (sent as ${arrival.fileName})`;
		lines.push(
			`    ✔ ${size}  ${expected.name}${renamed}  →  ${whereItWent(arrival)}`,
			`                SHA-256 ${shorten(arrival.sha256)}: the same as on disk`,
		);
	}
	for (const arrival of outcome.unexpected) {
		lines.push(
			`    ✘ ${formatBytes(arrival.bytes).padStart(8)}  ${arrival.fileName}  arrived, but is no file that was sent` +
				` (SHA-256 ${shorten(arrival.sha256)})`,
		);
	}
	return lines.join('\n');
}

function whereItWent({ service, record, field, attached }) {
	const place = [record, field && `field ${field}`].filter(Boolean).join(', ');
	if (!attached) return `${service}, file store`;
	return place ? `${service}, ${place}` : service;
}

function shorten(sha256) {
	return `${sha256.slice(0, 12)}…${sha256.slice(-4)}`;
}
