import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { credentialTest, listSearch } from './methods';
import * as account from './resources/account';
import * as lead from './resources/lead';
import * as opportunity from './resources/opportunity';
import * as product from './resources/product';
import { router } from './router';

/** Attaches files to leads, accounts and opportunities in SharpSpring, and images to products. */
export class SharpSpring implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SharpSpring',
		name: 'sharpSpring',
		icon: { light: 'file:sharpSpring.svg', dark: 'file:sharpSpring.dark.svg' },
		group: ['output'],
		version: 1,
		// The actions of the operations, in words; a test compares them.
		subtitle:
			'={{ ({"account:attachFile": "Attach file to account", "account:getFiles": "Get files of account", "lead:attachFile": "Attach file to lead", "lead:getFiles": "Get files of lead", "opportunity:attachFile": "Attach file to opportunity", "opportunity:getFiles": "Get files of opportunity", "product:uploadImage": "Upload product image"})[$parameter["resource"] + ":" + $parameter["operation"]] }}',
		description:
			'Attach files to leads, accounts and opportunities in SharpSpring (Constant Contact Lead Gen & CRM)',
		defaults: { name: 'SharpSpring' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Puts the files of a workflow (email attachments, form uploads, downloads) into File Upload fields of leads, accounts and opportunities in SharpSpring, which is now called Constant Contact Lead Gen & CRM, sets images of products, and gets the files of such records. It finds leads by email by itself, so no lookup is needed before it.',
		},
		credentials: [{ name: 'sharpSpringApi', required: true, testedBy: 'sharpSpringApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Lead', value: 'lead' },
					{ name: 'Opportunity', value: 'opportunity' },
					{ name: 'Product', value: 'product' },
				],
				default: 'lead',
			},
			...account.description,
			...lead.description,
			...opportunity.description,
			...product.description,
		],
	};

	methods = { credentialTest, listSearch };

	execute = router;
}
