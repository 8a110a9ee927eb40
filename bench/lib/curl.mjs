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
	return await curl('/dev/null', [...fields, '--form', `uploadFiles=@${file}`, fileUploadUrl]);
}

/** Downloads into a file; returns the time of the transfer (ms). */
export async function curlDownload(url, file) {
	return await curl(file, [url]);
}

async function curl(output, args) {
	const { stdout } = await call('curl', [
		'--silent',
		'--show-error',
		'--noproxy',
		'*',
		...['--output', output],
		...['--write-out', '%{http_code} %{time_total}'],
		...args,
	]);
	const [status, time] = stdout.split(' ').map(Number);
	if (status !== 200) throw new PlaygroundError(`curl was answered with ${status}.`);
	return time * 1_000;
}
