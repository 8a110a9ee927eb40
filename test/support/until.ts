const pauseMs = 5;
const mostTries = 6000;

/**
 * Waits until something is the case, or fails after half a minute: more than a busy machine takes. Tries
 * are counted, as the clocks of the tests run faster.
 */
export async function until(what: () => boolean, name: string): Promise<void> {
	for (let tries = 0; !what(); tries++) {
		if (tries === mostTries) throw new Error(`Waited in vain: ${name}`);
		await new Promise((resolve) => setTimeout(resolve, pauseMs));
	}
}
