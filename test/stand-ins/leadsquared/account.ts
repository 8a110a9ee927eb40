import type { Call, Endpoints } from './endpoint';
import { unknownAttribute } from './errors';
import { formProperties, innerViews } from './recordViews';
import { SEED_USERS } from './seed';
import type { State } from './state';

/** The API host of a region. */
export const apiHostOf = (region: string) =>
	region === 'sg' ? 'api.leadsquared.com' : `api-${region}.leadsquared.com`;

const uploadUrlOf = (region: string) =>
	`https://${apiHostOf(region).replace(/^api/, 'files')}/File/Upload`;

/** Whether the keys belong to another region's host. */
export const isElsewhere = ({ switches }: State) =>
	switches.keysBelongTo !== undefined && switches.keysBelongTo !== switches.region;

function hosts(state: State) {
	const { keysBelongTo = '', advertisedApiHost, advertisedFileUploadUrl } = state.switches;
	if (isElsewhere(state)) {
		return { api: apiHostOf(keysBelongTo), upload: uploadUrlOf(keysBelongTo) };
	}
	return {
		api: advertisedApiHost ?? new URL(state.urls.api).host,
		upload: advertisedFileUploadUrl ?? `${state.urls.files}/File/Upload`,
	};
}

function userByAccessKey({ state }: Call) {
	const { hostsWithScheme, tellFileUploadUrl } = state.switches;
	const { api, upload } = hosts(state);
	const scheme = hostsWithScheme ? 'https://' : '';
	return {
		Id: SEED_USERS[0].id,
		Name: `${SEED_USERS[0].firstName} ${SEED_USERS[0].lastName}`,
		// Documented so: the address is here, and EmailAddress is null.
		PassPhrase: 'admin@example.com',
		Role: 'Administrator',
		EmailAddress: null,
		TimeZone: 'Asia/Kolkata',
		Type: 'ApplicationUser',
		OrgDisplayName: state.organization.name,
		OrgId: state.organization.id,
		OrgShortCode: state.organization.shortCode,
		OrgUniqueName: state.organization.uniqueName,
		UserType: 'Regular',
		MobileServiceURLs: tellFileUploadUrl ? { FileUploadURL: upload } : {},
		LSQCommonServiceURLs: {
			api: `${scheme}${api}`,
			app: `${scheme}${api.replace(/^api[-.]?/, '')}`,
		},
	};
}

function leadsMetadata({ state, query }: Call) {
	const wanted = query.get('schemaName');
	const withOptions = query.get('excludeOptionSets') !== '1';
	const fields = state.leadFields.filter(({ schemaName }) => !wanted || schemaName === wanted);
	if (fields.length === 0) throw unknownAttribute(wanted ?? '');
	return fields.map((field) => ({
		Entity: '1',
		SchemaName: field.schemaName,
		DisplayName: field.displayName,
		DataType: field.inner ? state.switches.customObjectDataType : field.dataType,
		IsMandatory: field.mandatory ?? false,
		MaxLength: '200',
		RenderType: 0,
		RenderTypeTextValue: field.options ? 'Dropdown' : 'Textbox',
		Options: withOptions ? (field.options ?? []).map((Value) => ({ Value })) : [],
		...(field.inner && state.switches.metadataShowsCustomObjects
			? formProperties(innerViews(state, field))
			: {}),
	}));
}

const users = () =>
	SEED_USERS.map((user) => ({
		ID: user.id,
		FirstName: user.firstName,
		LastName: user.lastName,
		EmailAddress: `${user.firstName.toLowerCase()}@example.com`,
		Role: user.status === 0 ? 'Administrator' : 'Sales_User',
		StatusCode: user.status,
	}));

/** The account, its users, and the fields of leads. */
export const accountEndpoints: Endpoints = {
	'Authentication.svc/UserByAccessKey.Get': {
		method: 'GET',
		handle: userByAccessKey,
		everyRegion: true,
	},
	'LeadManagement.svc/LeadsMetaData.Get': { method: 'GET', handle: leadsMetadata },
	'UserManagement.svc/Users.Get': { method: 'GET', handle: users },
};
