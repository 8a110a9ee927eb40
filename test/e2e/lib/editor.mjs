/**
 * What a user does in n8n's editor. The names in here are n8n's internals, true for the version that
 * the playground pins.
 */

// Around what a picture is of.
const MARGIN = 32;

/** Signs in with the form. */
export async function signIn(page, { email, password }) {
	await page.goto('/signin');
	await page.getByTestId('emailOrLdapLoginId').locator('input').fill(email);
	await page.getByTestId('password').locator('input').fill(password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL(/\/home\//);
}

/** Opens an empty canvas. */
export async function newWorkflow(page) {
	await page.goto('/home/workflows');
	// The first workflow is offered on a card, later ones with a button.
	const card = page.getByTestId('new-workflow-card');
	await card.or(page.getByTestId('add-resource-workflow')).first().click();
	await page.getByTestId('canvas-plus-button').waitFor();
}

/** Pastes nodes onto the canvas, as one does with an example from a web page. */
export async function paste(page, { nodes, connections }) {
	const text = JSON.stringify({ nodes, connections });
	await page.evaluate(async (content) => await navigator.clipboard.writeText(content), text);
	await page.keyboard.press('ControlOrMeta+V');
	for (const { name } of nodes) await nodeOnCanvas(page, name).waitFor();
}

/** A node on the canvas. */
export function nodeOnCanvas(page, name) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Opens an existing workflow. */
export async function openWorkflow(page, id) {
	await page.goto(`/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}

/**
 * Opens the nodes panel behind a node, searches for a service, and drags one of its operations onto the
 * canvas. n8n puts a node with operations at a place of its own, and opens its panel.
 *
 * @returns {Promise<string>} the name of the new node
 */
export async function dragOperation(page, { after, service, operation }) {
	await nodeOnCanvas(page, after).getByTestId('canvas-handle-plus').click();
	await page.getByTestId('node-creator-search-bar').fill(service);
	const rows = page.getByTestId('item-iterator-item');
	await rows.filter({ has: page.getByText(service, { exact: true }) }).click();
	const row = rows.filter({ has: page.getByText(operation, { exact: true }) });
	await row.dragTo(page.locator('.vue-flow__pane').first(), { targetPosition: { x: 500, y: 600 } });
	await nodeOnCanvas(page, operation).waitFor();
	await page.getByTestId('ndv').waitFor();
	return operation;
}

/** From which node to which the connections on the canvas go: `Read Files > LeadSquared`. */
export async function connectionsOnCanvas(page) {
	return await page
		.getByTestId('edge')
		.evaluateAll((edges) =>
			edges.map(({ dataset }) => `${dataset.sourceNodeName} > ${dataset.targetNodeName}`),
		);
}

/** Opens the panel of a node. */
export async function openPanel(page, name) {
	await nodeOnCanvas(page, name).dblclick();
	await page.getByTestId('ndv').waitFor();
}

/** Closes the panel that is open. */
export async function closePanel(page) {
	await page.getByTestId('ndv-close-button').click();
	await page.getByTestId('ndv').waitFor({ state: 'hidden' });
}

/** Chooses one of several ways to choose, such as "From List". */
export async function chooseMode(page, parameter, mode) {
	const field = page.getByTestId(`resource-locator-${parameter}`);
	await field.getByTestId('rlc-mode-selector').click();
	await page.getByRole('option').filter({ hasText: mode, visible: true }).first().click();
}

/** Chooses from a list that is loaded from the service; returns everything that was offered. */
export async function chooseFromList(page, parameter, { search, choose }) {
	const field = page.getByTestId(`resource-locator-${parameter}`);
	await field.getByTestId('rlc-input').click();
	const entries = page.getByTestId('rlc-item').filter({ visible: true });
	await entries.first().waitFor();
	if (search) {
		await page.getByTestId('rlc-search').filter({ visible: true }).fill(search);
		// The list is loaded anew from the service: until then the old one is shown.
		await page.waitForFunction(
			(text) =>
				[...document.querySelectorAll('[data-test-id="rlc-item"]')].every((entry) =>
					entry.textContent.toLowerCase().includes(text.toLowerCase()),
				),
			search,
		);
		await entries.first().waitFor();
	}
	const offered = await entries.allInnerTexts();
	await entries.filter({ hasText: choose }).first().click();
	return offered.map((text) => text.trim());
}

/** Fills a field that has several ways to choose, in one where the value is typed in. */
export async function typeInto(page, parameter, value) {
	await page.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').fill(value);
}

/** Runs the step whose panel is open, and waits until its output shows each of the texts. */
export async function executeStep(page, texts) {
	await page.getByTestId('node-execute-button').click();
	await page.getByTestId('node-run-status-success').waitFor();
	// The output is drawn after n8n has said that the step succeeded.
	const output = page.getByTestId('output-panel');
	for (const text of texts) await output.getByText(text).first().waitFor();
}

/** Runs the step whose panel is open, and waits until its error shows each of the texts. */
export async function executeAndFail(page, texts) {
	await page.getByTestId('node-execute-button').click();
	const output = page.getByTestId('output-panel');
	for (const text of texts) await output.getByText(text).first().waitFor();
}

/** A field of the panel that is open, by the label that a person reads. */
export function labelled(page, label) {
	return page
		.getByTestId('parameter-item')
		.filter({ has: page.getByTestId('input-label').getByText(label, { exact: true }) })
		.last();
}

/** What a dropdown shows as its choice. */
export async function shownIn(dropdown) {
	return (await dropdown.locator('input').count()) > 0
		? await dropdown.locator('input').inputValue()
		: await dropdown.innerText();
}

/** Keeps a picture of the form in the panel that is open, down to its options. */
export async function pictureOfPanel(page, path) {
	const form = page.getByTestId('node-parameters');
	const { x, y, width } = await form.boundingBox();
	const end = await form.getByTestId('collection-parameter-add').last().boundingBox();
	const clip = { x, y, width, height: end.y + end.height + MARGIN / 2 - y };
	await page.screenshot({ path, clip, animations: 'disabled' });
}

/** Keeps a picture of the nodes on the canvas. */
export async function pictureOfCanvas(page, path) {
	await page.getByTestId('zoom-to-fit').click();
	const all = page.getByTestId('canvas-node');
	await all.first().hover({ trial: true });
	// A node that is chosen or under the pointer shows its buttons.
	await page
		.locator('.vue-flow__pane')
		.first()
		.click({ position: { x: 300, y: 30 } });
	const boxes = await Promise.all((await all.all()).map(async (node) => await node.boundingBox()));
	const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
	const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN / 2;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
	// The name of a node, and what it does, are below it.
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 2 * MARGIN;
	const clip = { x: left, y: top, width: right - left, height: bottom - top };
	await page.screenshot({ path, clip, animations: 'disabled' });
}
