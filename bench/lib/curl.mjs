import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PlaygroundError } from '../../playground/processes.mjs';
import { uploadFields } from './uploads.mjs';

const call = promisify(execFile);

/** Uploads one file with `curl -F`; returns the time of the transfer (ms), without curl's start. */
export async function curlUpload({ fileUploadUrl, keys }, file) {
	const fields = Object.entries(uploadFields(keys)).flatMap(([name, value]) => [
		'--form-string',
		`${name}=${value}`,
	]);
	const { stdout } = await call('curl', [
		'--silent',
		'--show-error',
		'--noproxy',
		'*',
		...['--output', '/dev/null'],
		...['--write-out', '%{http_code} %{time_total}'],
		...fields,
		...['--form', `uploadFiles=@${file}`],
		fileUploadUrl,
	]);
	const [status, time] = stdout.split(' ').map(Number);
	if (status !== 200) throw new PlaygroundError(`curl's upload was answered with ${status}.`);
	return time * 1_000;
}
