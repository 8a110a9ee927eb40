// The least that a node can do to upload a file: the yardstick for what our node adds to a request.
const { createRequire } = require('node:module');

const FormData = createRequire(require.resolve('n8n-workflow'))('form-data');

class Bare {
	description = {
		displayName: 'Bare Upload',
		name: 'bare',
		group: ['output'],
		version: 1,
		description: 'Uploads the file of each item, one after the other',
		defaults: { name: 'Bare Upload' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'leadSquaredApi', required: true }],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};

	async execute() {
		const items = this.getInputData();
		const url = this.getNodeParameter('url', 0);
		for (const { binary } of items) {
			const { id, fileName, mimeType } = binary.data;
			const { fileSize } = await this.helpers.getBinaryMetadata(id);
			const form = new FormData();
			form.append('FileType', '0');
			form.append('uploadFiles', await this.helpers.getBinaryStream(id), {
				filename: fileName,
				contentType: mimeType,
				knownLength: fileSize,
			});
			await this.helpers.httpRequestWithAuthentication.call(this, 'leadSquaredApi', {
				method: 'POST',
				url,
				body: form,
				headers: form.getHeaders(),
				disableFollowRedirect: true,
			});
		}
		return [items.map(({ json }, item) => ({ json, pairedItem: { item } }))];
	}
}

module.exports = { Bare };
