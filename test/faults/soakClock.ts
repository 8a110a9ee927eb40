import * as n8nWorkflow from 'n8n-workflow';
import { fastSleep, speedUp } from '../support/fastClock';

// Outside jest, where nothing is mocked: the nodes get this in place of n8n's own. Import it before them.
speedUp(5);
Object.assign(require.cache[require.resolve('n8n-workflow')] ?? {}, {
	exports: { ...n8nWorkflow, sleep: fastSleep },
});
