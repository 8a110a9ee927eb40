import { join } from 'node:path';
import { leadId } from '../../test/stand-ins/leadsquared/index.ts';
import { chosen, leadFields, leadSquared } from '../../test/e2e/lib/workflows.mjs';
import { repeat, seconds, Series } from '../lib/figures.mjs';
import { writeSmallFiles } from '../lib/files.mjs';
import { startServices } from '../lib/services.mjs';
import { Stage } from '../lib/stage.mjs';

export const name = 'fieldSet';
export const title = '20 files of one lead into one custom field set';

const FILES = 20;
const SET = 'mx_Bench';
const fileFields = Array.from({ length: FILES }, (_, index) => `mx_CustomObject_${index + 1}`);

const onOneItem = {
	name: 'All on One Item',
	type: 'n8n-nodes-base.aggregate',
	typeVersion: 1,
	parameters: { aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
};

export async function run(bench) {
	const counts = new Series();
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const services = await startServices();
	const pattern = writeSmallFiles(join(stage.filesFolder, 'small'), FILES, 100 * 1_024);
	await stage.start(services);
	const node = leadSquared(stage.credentials, {
		resource: 'lead',
		operation: 'attachFile',
		leadId: chosen('id', leadId(1)),
		entitySchemaName: chosen('name', SET),
		fileSelection: 'all',
		files: leadFields(...fileFields),
	});
	let isComplete = true;
	await repeat(bench.runs, async () => {
		services.leadSquared.reset();
		services.leadSquared.leadFields.push(fieldSet());
		const execution = await stage.run(pattern, [node], { between: onOneItem });
		const count = (path) =>
			services.leadSquared.requests.filter((request) => request.path.endsWith(path)).length;
		counts.add('uploads', count('/File/Upload'));
		counts.add('lead updates', count('/Lead.Update'));
		counts.add('all calls', services.leadSquared.requests.length);
		time.add('LeadSquared', execution.ms(node.name));
		const attached = services.leadSquared.arrivals().filter((arrival) => arrival.attached);
		isComplete &&= attached.length === FILES;
	});
	await services.close();
	await stage.end();

	const [uploads, updates] = [counts.median('uploads'), counts.median('lead updates')];
	const row = {
		what: '20 files of one lead into one field set',
		ours: `${uploads} uploads, ${updates} lead update`,
		goal: '20 uploads and one lead update',
		met: isComplete && uploads === FILES && updates === 1,
	};
	return {
		rows: [row],
		details: [
			{ title: 'Calls', lines: counts.describe(String) },
			{ title: 'Time of the step', lines: time.describe(seconds) },
		],
	};
}

function fieldSet() {
	const inner = fileFields.map((schemaName) => ({
		schemaName,
		displayName: schemaName,
		dataType: 'File',
	}));
	return { schemaName: SET, displayName: 'Bench', dataType: 'CustomObject', inner };
}
