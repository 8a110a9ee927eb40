import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { config } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';
import { zones } from './eslint.rooms.mjs';

// Rules for code that runs inside n8n. Tests and benchmarks are ordinary Node programs.
const rulesForNodes = Object.keys(n8nCommunityNodesPlugin.rules).map(
	(name) => `@n8n/community-nodes/${name}`,
);

export default [
	globalIgnores(['dist', 'build', 'coverage', '**/.work', 'playground/node_modules']),
	...config,
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }] },
	},
	{
		files: ['test/**/*.ts', 'check-account/**/*.ts'],
		rules: {
			...Object.fromEntries(rulesForNodes.map((name) => [name, 'off'])),
			'no-console': 'off',
		},
	},
];
