import { startLeadSquared } from '../../stand-ins/leadsquared/index.ts';
import { startSharpSpring } from '../../stand-ins/sharpspring/index.ts';
import { standInCredentials } from '../../../playground/stand-ins.mjs';

/**
 * Starts fresh stand-ins of both services in this process, where a journey can turn their switches
 * and look into their records. They end with the journey.
 *
 * @param {object} t the journey
 * @param {number} [callsPerWindow] what the credentials allow; the stand-ins take any number until told otherwise
 */
export async function startStandIns(t, callsPerWindow) {
	const leadSquared = await startLeadSquared();
	t.onEnd(async () => await leadSquared.close());
	const sharpSpring = await startSharpSpring();
	t.onEnd(async () => await sharpSpring.close());
	t.evidence('stand-ins.json', () =>
		JSON.stringify(records({ leadSquared, sharpSpring }), null, 2),
	);
	return {
		leadSquared,
		sharpSpring,
		/** Every file that reached one of them, oldest first. */
		arrivals: () => [...leadSquared.arrivals(), ...sharpSpring.arrivals()],
		/** What n8n needs to reach them: `{ name, type, data }` for each. */
		credentials: standInCredentials({ leadSquared, sharpSpring }, callsPerWindow),
	};
}

function records({ leadSquared, sharpSpring }) {
	return {
		leadSquared: { arrivals: leadSquared.arrivals(), requests: leadSquared.requests },
		sharpSpring: { arrivals: sharpSpring.arrivals(), requests: sharpSpring.requests },
	};
}
