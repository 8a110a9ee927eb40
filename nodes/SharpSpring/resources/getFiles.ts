import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { outputFiles } from '../../shared/files/recordFiles';
import { getFilesFields } from '../../shared/parameters/getFiles';
import type { ObjectType } from '../transport/records';
import { filesOf } from '../uploads/getFiles';
import type { FindRecord } from '../uploads/plan';
import type { ItemOperation } from './operation';

const notice: INodeProperties = {
	displayName:
		'SharpSpring does not document how a File Upload field reads back: as a name, a link or an ID. Only files with a link can be downloaded.',
	name: 'notice',
	type: 'notice',
	default: '',
};

/** "Get Files" for records of one type: `recordField` names the record, `findRecord` finds it. */
export function getFilesOf(
	objectType: ObjectType,
	recordField: INodeProperties,
	findRecord: FindRecord,
): ItemOperation {
	return {
		description: updateDisplayOptions(
			{ show: { resource: [objectType], operation: ['getFiles'] } },
			[recordField, notice, ...getFilesFields],
		),
		execute: async (run, itemIndex) => {
			const { context, client } = run;
			const { id, email, record } = await findRecord(run, itemIndex);
			return await outputFiles(
				context,
				itemIndex,
				{ service: 'SharpSpring' },
				filesOf(client, objectType, { id, email, record }),
			);
		},
	};
}
