import './environment';
import { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

/** A credential that the user has saved. */
export interface SavedCredential {
	type: ICredentialType;
	data: IDataObject;
}

/** A saved credential as n8n hands it out: with the defaults of what was left alone. */
export function withDefaults({ type, data }: SavedCredential): ICredentialDataDecryptedObject {
	const filled = NodeHelpers.getNodeParameters(
		type.properties,
		data as INodeParameters,
		true,
		false,
		null,
		null,
	);
	return filled as ICredentialDataDecryptedObject;
}

/** The host's part that applies credentials; n8n-core has none of its own. */
function credentialsHelper(credential?: SavedCredential): ICredentialsHelper {
	const notUsed = async () => {
		throw new Error('These tests do without it');
	};
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: () => credential?.type.properties ?? [],
		getDecrypted: async () => (credential ? withDefaults(credential) : {}),
		getCredentials: notUsed,
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		updateCredentials: notUsed,
		updateCredentialsOauthTokenData: notUsed,
		authenticate: async (data: ICredentialDataDecryptedObject, _type: string, request: object) => {
			const authenticate = credential?.type.authenticate;
			if (typeof authenticate !== 'function') throw new Error('No authenticate function');
			return await authenticate(data, request as IHttpRequestOptions);
		},
	};
}

const base = 'http://localhost:5678';

/** What n8n-core asks of its host. Its addresses have to be valid ones. */
export function hostData(
	credential?: SavedCredential,
	parameters: IDataObject = {},
): IWorkflowExecuteAdditionalData {
	const workflowData = { id: 'workflow', name: 'Workflow', nodes: [], connections: {} };
	return {
		credentialsHelper: credentialsHelper(credential),
		hooks: new ExecutionLifecycleHooks('manual', '1', workflowData as never),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		currentNodeParameters: parameters,
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		logAiEvent: () => {},
		setExecutionStatus: () => {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Just these node types. */
export function nodeTypesOf(types: Record<string, INodeType>): INodeTypes {
	return {
		getByName: (name) => types[name],
		getByNameAndVersion: (name) => types[name],
		getKnownTypes: () => ({}),
	};
}

/** A node as it lies on the canvas. */
export function nodeOnCanvas(name: string, type: string, more: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}

/** The reference to a credential that a node on the canvas holds. */
export function credentialOf(credential?: SavedCredential): Partial<INode> {
	if (!credential) return {};
	return { credentials: { [credential.type.name]: { id: 'saved', name: 'Saved' } } };
}
