import * as memory from './memory.mjs';
import * as largest from './largest.mjs';
import * as chunks from './chunks.mjs';
import * as responsive from './responsive.mjs';
import * as profile from './profile.mjs';
import * as parallel from './parallel.mjs';
import * as limit from './limit.mjs';
import * as paceLeadSquared from './paceLeadSquared.mjs';
import * as paceSharpSpring from './paceSharpSpring.mjs';
import * as batch from './batch.mjs';
import * as fieldSet from './fieldSet.mjs';
import * as perItem from './perItem.mjs';
import * as loading from './loading.mjs';

/** In the order in which they are run and shown. */
export const CASES = [
	memory,
	largest,
	chunks,
	responsive,
	profile,
	parallel,
	limit,
	paceLeadSquared,
	paceSharpSpring,
	batch,
	fieldSet,
	perItem,
	loading,
];
