import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { ActionableError } from '../../../shared/errors';
import { nameOf } from '../../../shared/files/select';
import { readFiles } from '../../../shared/files/prepare';
import { checkedDigits } from '../../../shared/parameters/validators';
import type { Upload } from '../../uploads/calls';
import { planned } from '../../uploads/calls';
import { imageOptions, imageSelection, recordLocator } from '../../parameters/fields';
import { sentName } from '../../uploads/fileNames';
import type { Operation, Run } from '../operation';
import { uploadProductImage } from '../../transport/uploads';
import { describeFile, uploadItems } from '../../uploads/uploadItems';

interface ImageOptions {
	keepOriginalFileNames?: boolean;
	rawResponse?: boolean;
}

const properties: INodeProperties[] = [
	recordLocator(
		{
			displayName: 'Product',
			name: 'productId',
			description: 'The product that the image shows',
		},
		'searchProducts',
	),
	...imageSelection,
	imageOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['product'], operation: ['uploadImage'] } },
	properties,
);

/** Sets the image of the product that each item names. */
export const execute: Operation['execute'] = async (run) =>
	await uploadItems(run, {
		limits: { filesPerCall: 1, bytesPerCall: 0 },
		plan: async (itemIndex) => [await planUpload(run, itemIndex)],
		send: async ([{ recordId, file, sentFileName }]) =>
			await uploadProductImage(run.client, recordId, file, sentFileName),
		describe: ([upload], itemIndex) => ({
			productId: upload.recordId,
			...describeFile(upload, readOptions(run, itemIndex).rawResponse),
			warnings: upload.sharesField
				? [
						'Several images were sent to this product, one after the other; it keeps only the last one.',
					]
				: [],
		}),
	});

async function planUpload(run: Run, itemIndex: number): Promise<Upload> {
	const { context } = run;
	const productId = checkedDigits(context.getNodeParameter('productId', itemIndex), 'Product');
	const { keepOriginalFileNames = false } = readOptions(run, itemIndex);
	const files = await readFiles(context, itemIndex);
	if (files.length > 1) {
		throw new ActionableError(
			`A product takes one image, but the item has ${files.length} files to send`,
			"Name one binary field in 'Input Binary Field'.",
		);
	}
	const [file] = files;
	if (!file.mimeType.startsWith('image/')) {
		throw new ActionableError(
			`The file "${nameOf(file)}" is not an image (${file.mimeType})`,
			"Choose an image. If n8n does not know its type, set 'MIME Type' in the options, for example image/png.",
		);
	}
	return planned({
		itemIndex,
		recordId: productId,
		fieldSystemName: 'productImage',
		file,
		sentFileName: sentName(file, keepOriginalFileNames),
	});
}

function readOptions({ context }: Run, itemIndex: number): ImageOptions {
	return context.getNodeParameter('options', itemIndex, {}) as ImageOptions;
}
