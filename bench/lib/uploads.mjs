import { chosen, leadSquared, sharpSpring } from '../../test/e2e/lib/workflows.mjs';

/** The text parts of an upload to LeadSquared. */
export function uploadFields({ accessKey, secretKey }) {
	return {
		FileType: '0',
		FileStorageType: '0',
		EnableResize: 'false',
		StorageVersion: '0',
		AccessKey: accessKey,
		SecretKey: secretKey,
	};
}

/** Our LeadSquared node: File > Upload. */
export function leadSquaredUpload(credentials, { name = 'LeadSquared', options = {} } = {}) {
	const parameters = {
		resource: 'file',
		operation: 'upload',
		fileSelection: 'fields',
		binaryPropertyName: 'data',
		fileType: 0,
		fileStorageType: 0,
		options,
	};
	return leadSquared(credentials, parameters, { name });
}

/** The same with a file that is fetched first. */
export function leadSquaredFromUrl(credentials, link, { name }) {
	const node = leadSquaredUpload(credentials, { name });
	return { ...node, parameters: { ...node.parameters, fileSelection: 'url', fileUrl: link } };
}

/** Our SharpSpring node: Opportunity > Attach File, into the opportunity that an expression names. */
export function sharpSpringUpload(credentials, { opportunityId, fieldSystemName, options = {} }) {
	return sharpSpring(credentials, {
		resource: 'opportunity',
		operation: 'attachFile',
		opportunityId: chosen('id', opportunityId),
		fileSelection: 'fields',
		files: {
			values: [{ binaryPropertyName: 'data', fieldSystemName: chosen('name', fieldSystemName) }],
		},
		options,
	});
}

/** n8n's own HTTP Request node as it comes, doing what our LeadSquared node does. */
export function httpRequestUpload({ fileUploadUrl, keys }) {
	return httpRequest(fileUploadUrl, uploadFields(keys), 'uploadFiles');
}

/** The HTTP Request node with a multipart form: text parts, then an n8n Binary File. */
export function httpRequest(url, fields, fileField) {
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					...Object.entries(fields).map(([name, value]) => ({
						parameterType: 'formData',
						name,
						value,
					})),
					{ parameterType: 'formBinaryData', name: fileField, inputDataFieldName: 'data' },
				],
			},
			options: {},
		},
	};
}
