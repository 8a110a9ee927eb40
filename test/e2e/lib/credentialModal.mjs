import { until } from './waiting.mjs';

const modal = (page) => page.getByTestId('editCredential-modal');

/** In the panel of a node without a credential: opens the form for a new one. */
export async function openNewCredential(page) {
	await page.getByTestId('node-credentials-empty-state').locator('button').click();
	await modal(page).waitFor();
}

/** Chooses an option of a dropdown in the form. */
export async function chooseOption(page, field, option) {
	await modal(page).getByTestId(`parameter-input-${field}`).click();
	await page.getByRole('option').filter({ hasText: option }).first().click();
}

/** Fills text fields of the form. */
export async function fillFields(page, values) {
	for (const [field, value] of Object.entries(values)) {
		await modal(page).getByTestId(`parameter-input-${field}`).locator('input').fill(value);
	}
}

/** Saves the form, which also tests it, and waits for what the failed test says. */
export async function saveAndFail(page, message) {
	await page.getByTestId('credential-save-button').click();
	const banner = modal(page).getByTestId('node-credentials-config-container');
	// The first time the message of the service is folded away.
	const unfold = banner.getByText('More details');
	await until(`the form to say "${message}"`, async () => {
		if (await unfold.isVisible()) await unfold.click();
		return await banner.getByText(message).isVisible();
	});
}

/** Saves the form. When the test succeeds, n8n closes it by itself. */
export async function saveAndClose(page) {
	await page.getByTestId('credential-save-button').click();
	await modal(page).waitFor({ state: 'hidden' });
}

/** Opens the saved credential, which n8n then tests once more, and waits for its success. */
export async function seeTestSucceed(page) {
	await page.getByTestId('credential-edit-button').click();
	await modal(page).getByText('Connection tested successfully').waitFor();
	await modal(page).locator('.el-dialog__headerbtn').click();
	await modal(page).waitFor({ state: 'hidden' });
}
