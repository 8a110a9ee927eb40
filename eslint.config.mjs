import { config } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';

export default [
	globalIgnores(['dist', 'coverage', '**/.work', 'playground/node_modules']),
	...config,
];
