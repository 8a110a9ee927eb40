import { journey as aiTool } from './aiTool.mjs';
import { journey as checkAccount } from './checkAccount.mjs';
import { journey as form } from './form.mjs';
import { journey as httpRequest } from './httpRequest.mjs';
import { journey as leadSquaredEditor } from './leadSquaredEditor.mjs';
import { journey as mail } from './mail.mjs';
import { journey as newcomer } from './newcomer.mjs';
import { journeys as olderHosts } from './olderHosts.mjs';
import { journey as packages } from './packages.mjs';
import { journey as panels } from './panels.mjs';
import { journey as queue } from './queue.mjs';
import { journey as schedule } from './schedule.mjs';
import { journey as secrets } from './secrets.mjs';
import { journey as seen } from './seen.mjs';
import { journey as sharpSpringEditor } from './sharpSpringEditor.mjs';

/** All journeys in the order in which they run. */
export const journeys = [
	newcomer,
	leadSquaredEditor,
	sharpSpringEditor,
	seen,
	panels,
	httpRequest,
	aiTool,
	mail,
	form,
	checkAccount,
	schedule,
	queue,
	packages,
	...olderHosts,
	secrets,
];
