import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody else with the keys of the account, who makes half as many calls as it takes, evenly. */
export class OtherClient {
	#asked = 0;

	#done = 0;

	#isOver = false;

	#calls;

	constructor({ leadSquared, sharpSpring }, service, { calls, windowMs }) {
		const call =
			service === 'LeadSquared' ? toLeadSquared(leadSquared) : toSharpSpring(sharpSpring);
		this.#calls = this.#run(call, windowMs / (calls / 2));
	}

	async #run(call, everyMs) {
		while (!this.#isOver) {
			this.#asked++;
			if (await call()) this.#done++;
			await sleep(everyMs);
		}
	}

	/** @returns how many calls it made, and how many of them were let through */
	async end() {
		this.#isOver = true;
		await this.#calls;
		return { asked: this.#asked, done: this.#done };
	}
}

function toLeadSquared({ apiUrl, keys }) {
	const headers = { 'x-LSQ-AccessKey': keys.accessKey, 'x-LSQ-SecretKey': keys.secretKey };
	const path = '/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName=EmailAddress';
	return async () => {
		const response = await fetch(`${apiUrl}${path}`, { headers });
		await response.arrayBuffer();
		return response.status === 200;
	};
}

function toSharpSpring({ url, keys }) {
	const query = new URLSearchParams({ accountID: keys.accountID, secretKey: keys.secretKey });
	const body = JSON.stringify({ method: 'getFields', params: { where: {}, limit: 1 }, id: '1' });
	return async () => {
		const response = await fetch(`${url}/pubapi/v1.2/?${query}`, { method: 'POST', body });
		return !(await response.text()).includes('107');
	};
}
