/** @type {import('@swc/core').Options} */
const swc = {
	jsc: {
		parser: { syntax: 'typescript', decorators: true },
		target: 'es2022',
	},
	sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
module.exports = {
	globalSetup: '<rootDir>/test/support/jest/folder.js',
	testEnvironment: '<rootDir>/test/support/jest/environment.js',
	runtime: '<rootDir>/test/support/jest/runtime.js',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/playground/', '<rootDir>/dist/', '<rootDir>/test/e2e/'],
	// Types are only removed here; `npm run types` checks them.
	transform: { '^.+\\.ts$': ['@swc/jest', swc] },
	// A busy machine takes several times as long as it should.
	testTimeout: 180_000,
	maxWorkers: '100%',
};
