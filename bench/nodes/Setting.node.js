// Changes a setting that the code of the package has for this, in the process of n8n.
class Setting {
	description = {
		displayName: 'Setting',
		name: 'setting',
		group: ['transform'],
		version: 1,
		description: 'Hands its items on, after a setting of the package was changed',
		defaults: { name: 'Setting' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: 'Module', name: 'module', type: 'string', default: '' },
			{ displayName: 'Export', name: 'export', type: 'string', default: '' },
			{ displayName: 'Values', name: 'values', type: 'json', default: '{}' },
		],
	};

	async execute() {
		const [file, name, values] = ['module', 'export', 'values'].map((each) =>
			this.getNodeParameter(each, 0),
		);
		// Another copy than the one that n8n has loaded would change nothing.
		const loaded = require.cache[require.resolve(file)];
		if (!loaded) throw new Error(`n8n has not loaded ${file}`);
		Object.assign(loaded.exports[name], JSON.parse(values));
		return [this.getInputData()];
	}
}

module.exports = { Setting };
