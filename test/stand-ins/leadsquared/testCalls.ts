import type { LeadSquaredStandIn } from './index';

/** An answer, read. */
export interface Answer {
	status: number;
	/** Parsed when it is JSON. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers have no fixed shape
	body: any;
	text: string;
	headers: Headers;
}

async function read(response: Response): Promise<Answer> {
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.startsWith('application/json');
	const body: unknown = isJson ? JSON.parse(text) : undefined;
	return { status: response.status, body, text, headers: response.headers };
}

/** Plain calls with the right keys, independent of the node. */
export function callsTo(crm: LeadSquaredStandIn) {
	const headers = {
		'x-LSQ-AccessKey': crm.keys.accessKey,
		'x-LSQ-SecretKey': crm.keys.secretKey,
	};
	return {
		get: async (path: string) => await read(await fetch(`${crm.apiUrl}/v2/${path}`, { headers })),

		async post(path: string, body: unknown, more: Record<string, string> = {}) {
			const type = { 'Content-Type': 'application/json' };
			return await read(
				await fetch(`${crm.apiUrl}/v2/${path}`, {
					method: 'POST',
					redirect: 'manual',
					headers: { ...headers, ...type, ...more },
					body: typeof body === 'string' ? body : JSON.stringify(body),
				}),
			);
		},

		/** Uploads; `undefined` leaves a field out, which allows for wrong forms. */
		async upload(
			fields: Record<string, string | undefined>,
			file: { name?: string; content?: string; type?: string; part?: string } = {},
		) {
			const { name = 'Passport scan.pdf', content = '%PDF-1.7', type = 'application/pdf' } = file;
			const form = new FormData();
			const keys = { AccessKey: crm.keys.accessKey, SecretKey: crm.keys.secretKey };
			for (const [key, value] of Object.entries({ ...keys, ...fields })) {
				if (value !== undefined) form.append(key, value);
			}
			form.append(file.part ?? 'uploadFiles', new Blob([content], { type }), name);
			// A form with blobs of known size is sent with a Content-Length.
			return await read(await fetch(crm.fileUploadUrl, { method: 'POST', body: form }));
		},
	};
}

/** Form fields for a file in a lead's `mx_KYC`. */
export const kycFields = (leadId: string, schemaName = 'mx_CustomObject_1') => ({
	FileType: '7',
	FileStorageType: '0',
	EnableResize: 'false',
	Entity: '0',
	Id: leadId,
	SchemaName: schemaName,
	EntitySchemaName: 'mx_KYC',
	StorageVersion: '0',
});

/** Form fields for a file in a field set of an activity or an opportunity. */
export const typeFields = (code: number, parent: string, schemaName = 'mx_CustomObject_1') => ({
	...kycFields(String(code), schemaName),
	Entity: '1',
	EntitySchemaName: parent,
});
