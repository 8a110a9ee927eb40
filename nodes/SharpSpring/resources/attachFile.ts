import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { filesAndFields } from '../parameters/fileUploadField';
import {
	attachOptions,
	readCallLimits,
	readProofOptions,
	readUploadOptions,
} from '../parameters/options';
import type { ObjectType } from '../transport/records';
import { uploadFiles } from '../transport/uploads';
import { confirmationOf, describeFile, warningsFor } from '../uploads/describe';
import { uploadItems } from '../uploads/items';
import type { FindRecord } from '../uploads/plan';
import { planAttachments } from '../uploads/plan';
import { ProofOfArrival } from '../uploads/proof';
import type { Run } from '../uploads/run';
import type { Operation } from './operation';

/** "Attach File" for records of one type: `recordField` names the record, `findRecord` reads it. */
export function attachFileTo(
	objectType: ObjectType,
	recordField: INodeProperties,
	findRecord: FindRecord,
): Operation {
	return {
		description: updateDisplayOptions(
			{ show: { resource: [objectType], operation: ['attachFile'] } },
			[recordField, ...filesAndFields, attachOptions],
		),
		executeAll: async (run) =>
			await uploadItems(run, {
				limits: readCallLimits(run.context),
				plan: async (itemIndex) => await planAttachments(run, itemIndex, objectType, findRecord),
				send: async (call) => {
					const [{ itemIndex, fieldSystemName }] = call;
					const client = run.client.forItem(itemIndex);
					return await uploadFiles(client, objectType, fieldSystemName, call);
				},
				proof: proofFor(run, objectType),
				describe: (uploads, itemIndex) => {
					const { rawResponse } = readUploadOptions(run.context, itemIndex);
					const [{ recordId, email }] = uploads;
					return {
						recordId,
						recordType: objectType,
						...(email === undefined ? {} : { email }),
						warnings: warningsFor(uploads),
						...confirmationOf(uploads),
						files: uploads.map((upload) => ({
							...describeFile(upload, rawResponse),
							fieldSystemName: upload.fieldSystemName,
						})),
					};
				},
			}),
	};
}

function proofFor({ context, client, options }: Run, objectType: ObjectType): ProofOfArrival {
	return new ProofOfArrival({
		...readProofOptions(context),
		// What became of the files that were sent is asked, whatever became of other items.
		client: client.withoutStop(),
		objectType,
		parallel: options.parallelRequests,
		signal: context.getExecutionCancelSignal(),
	});
}
