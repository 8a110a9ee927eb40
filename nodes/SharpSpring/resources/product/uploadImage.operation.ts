import { updateDisplayOptions } from 'n8n-workflow';
import { imageSelection } from '../../parameters/image';
import { imageOptions, readUploadOptions } from '../../parameters/options';
import { recordFieldOf } from '../../parameters/record';
import { uploadProductImage } from '../../transport/uploads';
import { describeFile } from '../../uploads/describe';
import { uploadItems } from '../../uploads/items';
import { planImage } from '../../uploads/plan';
import type { Operation } from '../operation';

export const description = updateDisplayOptions(
	{ show: { resource: ['product'], operation: ['uploadImage'] } },
	[recordFieldOf('product'), ...imageSelection, imageOptions],
);

/** Sets the image of the product that each item names. */
export const executeAll: Operation['executeAll'] = async (run) =>
	await uploadItems(run, {
		limits: { filesPerCall: 1, bytesPerCall: 0 },
		plan: async (itemIndex) => [await planImage(run, itemIndex)],
		send: async ([{ recordId, file, sentFileName }]) =>
			await uploadProductImage(run.client, recordId, file, sentFileName),
		describe: ([upload], itemIndex) => ({
			recordId: upload.recordId,
			recordType: 'product',
			warnings: upload.sharesField
				? [
						'Several images were sent to this product, one after the other; it keeps only the last one.',
					]
				: [],
			...describeFile(upload, readUploadOptions(run.context, itemIndex).rawResponse),
		}),
	});
