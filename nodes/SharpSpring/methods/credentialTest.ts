import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SharpSpringApi } from '../../../credentials/SharpSpringApi.credentials';
import { probe } from '../../shared/http/credentialProbe';
import { endpointOf, methodRequest } from '../transport/endpoint';
import { profile } from '../transport/client';
import { assertHeadersTaken, readResult } from '../transport/replies';

/** Asks for one field, the cheapest call whose answer only the API itself can give. */
export async function sharpSpringApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = (credential.data ?? {}) as IDataObject;
	return await probe(this, {
		profile,
		credential: data,
		check: async (send) => {
			const params = { where: {}, limit: 1, offset: 0 };
			const request = methodRequest(endpointOf(data), 'getFields', params);
			const api = new SharpSpringApi();
			const reply = await send(await api.authenticate(credential.data ?? {}, request));
			if (data.sendKeysIn === 'headers') assertHeadersTaken(reply);
			return Array.isArray(readResult(reply).field)
				? undefined
				: 'SharpSpring answered, but not with the list of fields. Check the address.';
		},
	});
}
