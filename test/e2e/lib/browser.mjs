import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';

const WAIT_MS = 30_000;

// Slow enough to follow, and to speak to.
const SHOWN_PAUSE_MS = 900;

// n8n's name for it; Playwright's own default is another one.
selectors.setTestIdAttribute('data-test-id');

/**
 * Opens a page in a new browser, at n8n's sign-in. The browser ends with the journey; errors that
 * scripts of the page throw fail the journey.
 *
 * @returns {Promise<{ page: import('playwright-core').Page, failOnPageErrors: () => void }>}
 */
export async function openBrowser(t, baseUrl, options = {}) {
	const isShown = t.setup.options.show;
	const browser = await chromium.launch({
		executablePath: t.setup.programs.chromium,
		headless: !isShown,
		slowMo: isShown ? SHOWN_PAUSE_MS : 0,
		// Ending is up to the runner, which has more to end than the browser.
		...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
		// Without a sandbox, because root cannot have one. The other switches keep the browser quiet.
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	t.onEnd(async () => await browser.close());
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		baseURL: baseUrl,
		locale: 'en-US',
		...options,
	});
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseUrl });
	context.setDefaultTimeout(WAIT_MS);
	const page = await context.newPage();
	const pageErrors = [];
	page.on('pageerror', (error) => pageErrors.push(error));
	t.evidence('browser.png', async (path) => await page.screenshot({ path }));
	return {
		page,
		failOnPageErrors() {
			if (pageErrors.length > 0) throw pageErrors[0];
		},
	};
}

/** Keeps a picture of a step among the journey's files. */
export async function keepPicture(t, page, name) {
	const folder = join(t.folder, 'pictures');
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
