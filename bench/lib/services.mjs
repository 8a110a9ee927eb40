import { startLeadSquared } from '../../test/stand-ins/leadsquared/index.ts';
import { startSharpSpring } from '../../test/stand-ins/sharpspring/index.ts';

/** Starts both stand-ins in this process, where a case can set switches and count what arrives. */
export async function startServices() {
	const leadSquared = await startLeadSquared();
	const sharpSpring = await startSharpSpring();
	return {
		leadSquared,
		sharpSpring,
		async close() {
			await Promise.all([leadSquared.close(), sharpSpring.close()]);
		},
	};
}
