import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { config } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';

// Rules for code that runs inside n8n. Tests are ordinary Node programs.
const rulesForNodes = Object.keys(n8nCommunityNodesPlugin.rules).map(
	(name) => `@n8n/community-nodes/${name}`,
);

export default [
	globalIgnores(['dist', 'coverage']),
	...config,
	{
		files: ['test/**/*.ts'],
		rules: {
			...Object.fromEntries(rulesForNodes.map((name) => [name, 'off'])),
			'no-console': 'off',
		},
	},
];
