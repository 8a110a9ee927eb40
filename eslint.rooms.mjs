// The rooms of the house, and which way its imports go: docs/architecture.md draws them.

/** The rooms of a node, each with those of the same node that it may import from. */
const rooms = {
	resources: ['parameters', 'uploads', 'transport'],
	uploads: ['parameters', 'transport'],
	parameters: ['transport'],
	methods: ['transport'],
	transport: [],
};

/** The rooms of `nodes/shared`, each with those of them that it may import from. */
const sharedRooms = {
	execution: ['files', 'parameters', 'http', 'errors.ts'],
	files: ['parameters', 'http', 'errors.ts'],
	parameters: ['http', 'errors.ts'],
	http: ['errors.ts'],
	'errors.ts': [],
};

const services = ['LeadSquared', 'SharpSpring'];

/** From a room to each that it may not import from. */
function zonesIn(folder, plan) {
	return Object.entries(plan).flatMap(([room, allowed]) =>
		Object.keys(plan)
			.filter((other) => other !== room && !allowed.includes(other))
			.map((other) => ({
				target: `./${folder}/${room}`,
				from: `./${folder}/${other}`,
				message: `${folder}/${room} imports from ${allowed.join(', ') || 'no room'} only (docs/architecture.md).`,
			})),
	);
}

/** Zones for `import-x/no-restricted-paths`. */
export const zones = [
	...services.flatMap((service) => zonesIn(`nodes/${service}`, rooms)),
	...zonesIn('nodes/shared', sharedRooms),
	...services.flatMap((service) => {
		const others = services.filter((other) => other !== service);
		return others.map((other) => ({
			target: `./nodes/${service}`,
			from: `./nodes/${other}`,
			message: 'What both nodes need is in nodes/shared.',
		}));
	}),
	...services.flatMap((service) => [
		{
			target: './nodes/shared',
			from: `./nodes/${service}`,
			message: 'What is shared knows no service.',
		},
		...['resources', 'uploads', 'parameters', 'transport', 'router.ts'].map((room) => ({
			target: `./nodes/${service}/${room}`,
			from: './credentials',
			message: 'No operation reads a key: credentials are imported by methods only.',
		})),
	]),
	{ target: './nodes/shared', from: './credentials', message: 'What is shared knows no service.' },
	{ target: './credentials', from: './nodes/!(shared)/**', message: 'Credentials know no node.' },
];
