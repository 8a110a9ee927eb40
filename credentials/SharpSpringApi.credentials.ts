import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** Keys of a SharpSpring (Constant Contact Lead Gen & CRM) account, and how they are sent. */
export class SharpSpringApi implements ICredentialType {
	name = 'sharpSpringApi';

	displayName = 'SharpSpring API';

	icon: Icon = {
		light: 'file:../nodes/SharpSpring/sharpSpring.svg',
		dark: 'file:../nodes/SharpSpring/sharpSpring.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-leadsquared-sharpspring/n8n-nodes-leadsquared-sharpspring#sharpspring-credential';

	properties: INodeProperties[] = [
		{
			displayName:
				'As an administrator of SharpSpring open <b>Settings > SharpSpring API > API Settings</b>, in the newer interface <b>Settings > Lead Gen & CRM API</b>. The page shows the account ID and, below it, the secret key.',
			name: 'whereToFind',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Account ID',
			name: 'accountID',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key pair has full rights over the account: share it with nobody.',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{ name: 'V1', value: 'v1', description: "Times are in the company's time zone" },
				{ name: 'V1.2', value: 'v1.2', description: 'Times are in UTC' },
			],
			default: 'v1.2',
			description: 'Which version of the API is called',
		},
		{
			displayName: 'Send Keys In',
			name: 'sendKeysIn',
			type: 'options',
			options: [
				{
					name: 'Headers',
					value: 'headers',
					description:
						'Keeps the keys out of addresses and server logs; not every account may accept it',
				},
				{ name: 'Query String', value: 'query', description: 'As SharpSpring documents it' },
			],
			default: 'query',
			description: 'Where in a request the account ID and the secret key go',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.sharpspring.com',
			description: 'Only to be changed for tests or a proxy of your own; https is required',
		},
		{
			displayName: 'Calls per Second',
			name: 'callsPerWindow',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 10,
			description:
				'How many calls all workflows of this n8n make at most in that time, files included. SharpSpring allows 10; lower it to leave some to other programs.',
		},
	];

	/**
	 * Query string (Constant Contact article 54650, "Uploading Files") or headers, which the
	 * vendor documents for the JSON methods only.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const accountID = String(credentials.accountID).trim();
		const secretKey = String(credentials.secretKey).trim();
		if (credentials.sendKeysIn === 'headers') {
			request.headers = {
				...request.headers,
				'X-Account-Id': accountID,
				Authorization: `Bearer ${secretKey}`,
			};
		} else {
			request.qs = { ...request.qs, accountID, secretKey };
		}
		return request;
	};
}
