import { SharpSpringApi } from '../../credentials/SharpSpringApi.credentials';

const { properties } = new SharpSpringApi();

test('both keys are asked for, and nothing else has to be filled in', () => {
	const required = properties.filter((property) => property.required).map(({ name }) => name);
	expect(required).toEqual(['accountID', 'secretKey']);
	const defaults = Object.fromEntries(
		properties
			.filter(({ type }) => type !== 'notice')
			.map((property) => [property.name, property.default]),
	);
	expect(defaults).toEqual({
		accountID: '',
		secretKey: '',
		apiVersion: 'v1.2',
		sendKeysIn: 'query',
		callsPerWindow: 10,
		baseUrl: 'https://api.sharpspring.com',
	});
});
