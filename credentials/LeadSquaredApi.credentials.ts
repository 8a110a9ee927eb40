import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

// Masked although it is the name-like half of the pair: LeadSquared treats both halves as secret.
const accessKey: INodeProperties = {
	displayName: 'Access Key',
	name: 'accessKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	description:
		'Use the keys of an administrator: they act with the rights of the user who owns them',
};

/** Keys of a LeadSquared account, and the hosts that they belong to. */
export class LeadSquaredApi implements ICredentialType {
	name = 'leadSquaredApi';

	displayName = 'LeadSquared API';

	icon: Icon = {
		light: 'file:../nodes/LeadSquared/leadSquared.svg',
		dark: 'file:../nodes/LeadSquared/leadSquared.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-leadsquared-sharpspring/n8n-nodes-leadsquared-sharpspring#leadsquared-credential';

	properties: INodeProperties[] = [
		{
			displayName:
				'In LeadSquared open <b>My Profile > Settings > API and Webhooks > API Access Keys</b>. The page shows both keys and the API host, which tells the region.',
			name: 'whereToFind',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Canada', value: 'ca12', description: 'The API host is api-ca12.leadsquared.com' },
				{ name: 'Custom', value: 'custom', description: 'Enter the hosts yourself' },
				{
					name: 'India (Hyderabad)',
					value: 'in22',
					description: 'The API host is api-in22.leadsquared.com',
				},
				{
					name: 'India (Mumbai)',
					value: 'in21',
					description: 'The API host is api-in21.leadsquared.com',
				},
				{
					name: 'Indonesia (Jakarta)',
					value: 'id51',
					description:
						'The API host is probably api-id51.leadsquared.com; LeadSquared does not document it',
				},
				{ name: 'Ireland', value: 'ir31', description: 'The API host is api-ir31.leadsquared.com' },
				{
					name: 'Middle East',
					value: 'me61',
					description: 'The API host is api-me61.leadsquared.com',
				},
				{ name: 'Singapore', value: 'sg', description: 'The API host is api.leadsquared.com' },
				{
					name: 'United States',
					value: 'us11',
					description: 'The API host is api-us11.leadsquared.com',
				},
			],
			default: 'in21',
			description:
				'Where the account lives. LeadSquared shows the API host under My Profile > Settings > API and Webhooks > API Access Keys.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api-in21.leadsquared.com',
			description: 'Address of the API host, without a path',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'File Upload URL',
			name: 'fileUploadUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://files-in21.leadsquared.com/File/Upload',
			description:
				'Address that files are sent to. If empty, it is derived from the API URL: "api" becomes "files".',
			displayOptions: { show: { region: ['custom'] } },
		},
		accessKey,
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown beside the access key',
		},
		{
			displayName: 'Calls per 5 Seconds',
			name: 'callsPerWindow',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 10,
			description:
				"How many calls all workflows of this n8n make at most in that time, files included. 10 is what every plan of LeadSquared allows; change it to your contract's number.",
		},
	];

	/**
	 * Headers on the API host; form fields on the file host, which documents no other way
	 * (apidocs.leadsquared.com, "Authentication" and "Upload a File").
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const accessKey = String(credentials.accessKey).trim();
		const secretKey = String(credentials.secretKey).trim();
		const { formData } = request as FormRequest;
		const form = [request.body, formData].find(isForm);
		if (form) {
			form.append('AccessKey', accessKey);
			form.append('SecretKey', secretKey);
			return request;
		}
		if (typeof formData === 'object' && formData !== null) {
			const withKeys = { ...formData, AccessKey: accessKey, SecretKey: secretKey };
			return { ...request, formData: withKeys } as FormRequest;
		}
		request.headers = {
			...request.headers,
			'x-LSQ-AccessKey': accessKey,
			'x-LSQ-SecretKey': secretKey,
		};
		return request;
	};
}

/** A request of n8n's HTTP Request node, which hands the parts of a form over as an object. */
type FormRequest = IHttpRequestOptions & { formData?: unknown };

function isForm(body: unknown): body is { append: (name: string, value: string) => void } {
	return typeof (body as { append?: unknown } | null | undefined)?.append === 'function';
}
