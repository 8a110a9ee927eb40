const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

// A worker that has nothing more to do ends at once: jest gives it half a second, and Node may take
// longer than that to free hundreds of megabytes one by one.
if (process.send) process.once('exit', (code) => process.exit(code));

// Uploads free what was sent where Node has this, since version 21: every test is to show that nothing is lost by it.
ArrayBuffer.prototype.transfer ??= function transfer(bytes) {
	structuredClone(this, { transfer: [this] });
	return new ArrayBuffer(bytes);
};

/**
 * Runs tests among Node's own globals, not in a context of their own. So an `Error` that Node or
 * n8n throws is an `Error` for the code under test, as it is in n8n, and n8n's modules can be loaded
 * once for many test files (see `runtime.js`). What a file adds to the globals is taken away after it.
 */
module.exports = class NodesOwnGlobals {
	constructor({ projectConfig: config }) {
		this.global = globalThis;
		// What jest measures times with, also where a test moves the clock.
		globalThis[Symbol.for('jest-native-now')] = Date.now;
		this.before = Object.getOwnPropertyDescriptors(globalThis);
		this.now = Date.now;
		this.exit = process.exit;
		this.moduleMocker = new ModuleMocker(globalThis);
		const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
		const { moduleMocker, global } = this;
		this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker, timerConfig });
		this.fakeTimersModern = new ModernFakeTimers({ config, global });
	}

	async setup() {}

	async teardown() {
		this.fakeTimers.dispose();
		this.fakeTimersModern.dispose();
		Date.now = this.now;
		process.exit = this.exit;
		for (const key of Reflect.ownKeys(globalThis)) {
			const { [key]: before } = this.before;
			const { configurable } = Object.getOwnPropertyDescriptor(globalThis, key);
			if (!configurable) continue;
			if (before) Object.defineProperty(globalThis, key, before);
			else delete globalThis[key];
		}
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** Only asked whether there is one: `runtime.js` compiles without it. */
	getVmContext() {
		return {};
	}
};
