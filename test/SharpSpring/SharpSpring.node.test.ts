import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { SharpSpring } from '../../nodes/SharpSpring/SharpSpring.node';
import codex from '../../nodes/SharpSpring/SharpSpring.node.json';

const { description, methods } = new SharpSpring();

function shown(resource: string): INodeProperties[] {
	return description.properties.filter(
		({ name, displayOptions }) =>
			name !== 'resource' && (displayOptions?.show?.resource ?? []).includes(resource),
	);
}

/** All properties, also those in collections, and the modes of resource locators. */
function everything(
	properties: INodeProperties[],
): Array<INodeProperties | INodePropertyMode | { name: string; displayName: string }> {
	return properties.flatMap((property) => {
		const inside = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return everything(option.values as INodeProperties[]);
			return 'displayName' in option ? everything([option as INodeProperties]) : [];
		});
		return [property, ...inside, ...(property.modes ?? [])];
	});
}

const attach = ['fileSelection', 'binaryPropertyPrefix', 'files', 'options'];
const get = ['download', 'binaryPropertyName', 'options'];
const image = ['fileSelection', 'binaryPropertyName', 'fileUrl', 'binaryPropertyPrefix', 'options'];

test.each([
	['lead', { attachFile: ['leadId', ...attach], getFiles: ['leadId', ...get] }],
	['account', { attachFile: ['accountId', ...attach], getFiles: ['accountId', ...get] }],
	[
		'opportunity',
		{ attachFile: ['opportunityId', ...attach], getFiles: ['opportunityId', ...get] },
	],
	['product', { uploadImage: ['productId', ...image] }],
])('%s has the operations with the parameters that workflows rely on', (resource, operations) => {
	const [selector, ...rest] = shown(resource).filter(({ type }) => type !== 'notice');
	const names = Object.keys(operations);
	expect(selector).toMatchObject({ name: 'operation', default: names[0], noDataExpression: true });
	const ofOperations = names.map((operation) => [
		operation,
		rest
			.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation))
			.map(({ name }) => name),
	]);
	expect(Object.fromEntries(ofOperations)).toEqual(operations);
	expect(rest.every(({ displayOptions }) => displayOptions?.show?.operation?.length === 1)).toBe(
		true,
	);
});

test('no option is there twice', () => {
	const collections = everything(description.properties).filter(
		(property): property is INodeProperties => 'type' in property && property.type === 'collection',
	);
	expect(collections).toHaveLength(7);
	for (const { options } of collections) {
		const labels = (options as INodeProperties[]).map(({ displayName }) => displayName);
		expect(new Set(labels).size).toBe(labels.length);
	}
});

test('attaching has the options of the design, with its defaults', () => {
	const options = shown('lead').find(({ name }) => name === 'options')!
		.options as INodeProperties[];
	const defaults = Object.fromEntries(options.map((option) => [option.name, option.default]));
	expect(defaults).toEqual({
		allowedExtensions: '',
		blockedExtensions: '',
		checkRecordExists: true,
		confirm: true,
		fileName: '',
		filesPerRequest: 1,
		includeInputFiles: false,
		keepOriginalFileNames: false,
		maxFileSize: 0,
		maxRequestSize: 0,
		mimeType: '',
		minImageSize: 0,
		outputItems: 'record',
		parallelRequests: 3,
		rawResponse: false,
		timeout: 0,
		waitForFreeCall: 15,
		whenFieldHasFile: 'replace',
		whenFileMissing: 'error',
		whenNotAllowed: 'error',
		whenUnknown: 'report',
	});
	const { typeOptions } = options.find(({ name }) => name === 'filesPerRequest')!;
	expect(typeOptions).toEqual({ minValue: 1, maxValue: 20 });
	const keep = options.find(({ name }) => name === 'keepOriginalFileNames')!;
	expect(keep.description).toContain('it may not find the record');
});

test('what counts for a whole run says so', () => {
	const options = shown('lead').find(({ name }) => name === 'options')!
		.options as INodeProperties[];
	const shared = options.filter(({ description }) =>
		description?.includes('the first item counts'),
	);
	expect(shared.map(({ name }) => name)).toEqual([
		'confirm',
		'filesPerRequest',
		'maxRequestSize',
		'whenUnknown',
		'parallelRequests',
		'timeout',
		'waitForFreeCall',
	]);
});

test('every list has its search', () => {
	const lists = everything(description.properties).flatMap((property) =>
		'typeOptions' in property ? [property.typeOptions?.searchListMethod ?? []].flat() : [],
	);
	expect(new Set(lists)).toEqual(new Set(Object.keys(methods.listSearch)));
	expect(description.credentials?.[0].testedBy).toBe('sharpSpringApiTest');
	expect(methods.credentialTest).toHaveProperty('sharpSpringApiTest');
});

test('the editor refuses what is no ID before the workflow runs', () => {
	const modes = everything(description.properties).filter(
		(property): property is INodePropertyMode => property.displayName === 'By ID',
	);
	expect(modes).toHaveLength(7);
	for (const { validation } of modes) {
		const [{ properties }] = validation as unknown as Array<{ properties: { regex: string } }>;
		// n8n puts the expression between these two.
		const pattern = new RegExp(`^${properties.regex}$`);
		expect([' 2000310000000001 ', '681462799'].every((id) => pattern.test(id))).toBe(true);
		expect(['', 'ada@example.com', '12a', '1 2'].some((id) => pattern.test(id))).toBe(false);
	}
});

test('the entry of the nodes panel belongs to this node', () => {
	expect(codex.node).toBe(`n8n-nodes-leadsquared-sharpspring.${description.name}`);
	expect(description.usableAsTool).toBe(true);
});
