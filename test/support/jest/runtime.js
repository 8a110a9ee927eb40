const { createRequire } = require('node:module');
const path = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const sharedFolder = `${path.sep}node_modules${path.sep}`;

/**
 * Loads n8n and everything else below `node_modules` once for all test files of a process, in place
 * of once for each of them: n8n-core alone takes two seconds. The code under test and the tests are
 * loaded anew for each file, and can be mocked, as jest does it by itself.
 */
module.exports = class SharedModulesRuntime extends Runtime {
	constructor(...args) {
		super(...args);
		const { executor } = this;
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModule(from, name, options, isRequireActual) {
		const isOurs = !options?.isInternalModule && name && !this._resolution.isCoreModule(name);
		if (isOurs) {
			const file = this._resolution.resolveCjs(from, name);
			if (file.includes(sharedFolder)) return createRequire(from)(file);
		}
		return super.requireModule(from, name, options, isRequireActual);
	}
};
