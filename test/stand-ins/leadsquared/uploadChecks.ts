import type { ReceivedFile, ReceivedForm } from '../common/multipart';
import { badRequest, invalidInput, missing } from './errors';
import type { State } from './state';

/** Guess: no public source shows how the file host refuses. Here it is the standard envelope. */
const TEXT_PARTS = [
	'FileType',
	'AccessKey',
	'SecretKey',
	'FileStorageType',
	'EnableResize',
	'Id',
	'SchemaName',
	'EntitySchemaName',
	'Entity',
	'StorageVersion',
];

/** The text parts, each known and there only once. */
export function readFields(form: ReceivedForm): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const { name, value } of form.fields) {
		if (!TEXT_PARTS.includes(name)) throw badRequest(`'${name}' is not expected in the form.`);
		if (name in fields) throw badRequest(`'${name}' is there twice.`);
		fields[name] = value;
	}
	return fields;
}

/** The one file. The answer holds one name, so there is no room for two. */
export function readFile(form: ReceivedForm): ReceivedFile {
	const [file, ...others] = form.files;
	if (!file) throw missing(`'uploadFiles' is mandatory.`);
	if (others.length > 0) throw badRequest('More than one file was sent.');
	if (file.part !== 'uploadFiles') throw badRequest(`The file part is named '${file.part}'.`);
	// Guess: a service that stores such names would be open to attack, so it refuses them.
	if (/[\\/\p{Cc}]/u.test(file.fileName)) {
		throw invalidInput('Invalid Input! Parameter Name: uploadFiles');
	}
	return file;
}

const CHOICES: Record<string, string[]> = {
	FileType: ['0', '1', '3', '7'],
	FileStorageType: ['0', '1'],
	EnableResize: ['true', 'false'],
	Entity: ['0', '1'],
};

/** Checks the text parts against each other and against the account. */
export function checkFields(state: State, fields: Record<string, string>) {
	if (!fields.FileType) throw missing(`'FileType' is mandatory.`);
	for (const [name, allowed] of Object.entries(CHOICES)) {
		if (name in fields && !allowed.includes(fields[name])) throw invalid(name);
	}
	const { StorageVersion } = fields;
	if (
		StorageVersion !== undefined &&
		!state.switches.storageVersions.map(String).includes(StorageVersion)
	) {
		throw invalid('StorageVersion');
	}
	if (fields.FileType === '7') {
		for (const name of ['Id', 'SchemaName', 'EntitySchemaName', 'Entity']) {
			if (!fields[name]) throw missing(`'${name}' is mandatory for FileType 7.`);
		}
		// Documented: always 'false' for custom field sets.
		if (fields.EnableResize === 'true') throw invalid('EnableResize');
	}
	if (fields.Id !== undefined || fields.Entity !== undefined) checkRecord(state, fields);
	if (fields.FileType === '7') checkNames(state, fields);
}

const invalid = (name: string) => invalidInput(`Invalid Input! Parameter Name: ${name}`);

/** For leads `Id` names a record, for everything else a type. */
function checkRecord(state: State, { Entity, Id }: Record<string, string>) {
	if (Entity === undefined) throw missing(`'Entity' is mandatory when there is an 'Id'.`);
	if (Id === undefined) throw missing(`'Id' is mandatory when there is an 'Entity'.`);
	const isKnown = Entity === '0' ? state.leads.has(Id) : /^\d+$/.test(Id) && state.type(Number(Id));
	if (!isKnown) throw invalid('Id');
}

/** The two schema names are easily swapped: both must fit what the account has. */
function checkNames(state: State, { Entity, Id, ...names }: Record<string, string>) {
	if (!/^mx_CustomObject_\d+$/.test(names.SchemaName)) throw invalid('SchemaName');
	const known = Entity === '0' ? state.leadFields : state.type(Number(Id))?.fields;
	const parent = known?.find(({ schemaName }) => schemaName === names.EntitySchemaName);
	if (!parent?.inner) throw invalid('EntitySchemaName');
	const inner = parent.inner.find(({ schemaName }) => schemaName === names.SchemaName);
	if (inner?.dataType !== 'File') throw invalid('SchemaName');
}
