import './regularExpressions';
import './environment';
import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import type { SavedCredential } from './host';
import { credentialOf, hostData, nodeOnCanvas, nodeTypesOf, withDefaults } from './host';

/** A node that is open in the editor. */
export interface OpenNode {
	node: INodeType;
	typeName: string;
	/** What has been filled in so far. */
	parameters: IDataObject;
	credential?: SavedCredential;
}

/** Asks for a list as the editor does when a dropdown with a search is opened. */
export async function searchList(
	open: OpenNode,
	method: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const search = open.node.methods?.listSearch?.[method];
	if (!search) throw new Error(`There is no list search "${method}"`);
	return await search.call(contextOf(open), filter, paginationToken);
}

function contextOf({ node, typeName, parameters, credential }: OpenNode): LoadOptionsContext {
	const onCanvas = nodeOnCanvas('Tested', typeName, {
		parameters: parameters as INodeParameters,
		...credentialOf(credential),
	});
	const workflow = new Workflow({
		nodes: [onCanvas],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf({ [typeName]: node }),
	});
	return new LoadOptionsContext(workflow, onCanvas, hostData(credential, parameters), 'parameter');
}

/**
 * Presses "Retry" in the credential dialog.
 *
 * @param context another one than n8n's own
 */
export async function testCredential(
	node: INodeType,
	credential: SavedCredential,
	context: ICredentialTestFunctions = new CredentialTestContext(),
): Promise<INodeCredentialTestResult> {
	const { name } = credential.type;
	const { testedBy } = node.description.credentials?.find((used) => used.name === name) ?? {};
	const test = node.methods?.credentialTest?.[String(testedBy)];
	if (!test) throw new Error(`There is no test for ${name}`);
	const decrypted = { id: 'saved', name: 'Saved', type: name, data: withDefaults(credential) };
	return await test.call(context, decrypted);
}
