import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { UserError } from '../../../shared/errors';
import { fileSelectionFields } from '../../../shared/fileFields';
import { passesThrough, readFiles } from '../../../shared/readFiles';
import { checkedDigits } from '../../../shared/recordIds';
import { settle } from '../../../shared/settle';
import { imageOptions } from '../../fields';
import { sentName } from '../../fileNames';
import type { Operation, Run } from '../../operation';
import { uploadProductImage } from '../../transport/uploads';

const properties: INodeProperties[] = [
	{
		displayName: 'Product',
		name: 'productId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The product that the image shows',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchProducts', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 681462799',
			},
		],
	},
	...fileSelectionFields,
	imageOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['product'], operation: ['uploadImage'] } },
	properties,
);

export const execute: Operation['execute'] = async (run) => {
	const { context, options, stopOnError } = run;
	const items = context.getInputData();
	const pace = { parallel: options.parallelRequests, stopOnError };
	return await settle(items.length, pace, async (itemIndex) =>
		(await passesThrough(context, itemIndex))
			? [items[itemIndex]]
			: [{ json: await uploadImage(run, itemIndex) }],
	);
};

async function uploadImage({ context, client }: Run, itemIndex: number): Promise<IDataObject> {
	const productId = checkedDigits(context.getNodeParameter('productId', itemIndex), 'Product');
	const { keepOriginalFileNames, rawResponse } = context.getNodeParameter(
		'options',
		itemIndex,
		{},
	) as {
		keepOriginalFileNames?: boolean;
		rawResponse?: boolean;
	};
	const files = await readFiles(context, itemIndex);
	if (files.length > 1) {
		throw new UserError(
			`A product takes one image, but the item has ${files.length} files to send`,
			"Name one binary field in 'Input Binary Field'.",
		);
	}
	const [file] = files;
	if (!file.mimeType.startsWith('image/')) {
		throw new UserError(
			`The file "${file.originalName || file.binaryField}" is not an image (${file.mimeType})`,
			"Choose an image. If n8n does not know its type, set 'MIME Type' in the options, for example image/png.",
		);
	}
	const sentFileName = sentName(file, keepOriginalFileNames === true);
	const { entries, response } = await uploadProductImage(client, productId, file, sentFileName);
	if (entries[0].failed) {
		throw new UserError(
			`SharpSpring did not take the image "${sentFileName}": ${entries[0].message ?? 'it gave no reason'}`,
			'Check the ID of the product and the size of the image.',
			{ fromService: true },
		);
	}
	return {
		productId,
		fileName: file.originalName || file.binaryField,
		sentFileName,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		...(rawResponse ? { response: response as IDataObject } : {}),
	};
}
