import type { Manner } from './carryOut';
import { carryOut } from './carryOut';
import { leadSquaredLines } from './leadsquared/answers';
import type { LeadSquaredGiven } from './leadsquared/plan';
import { leadSquaredSteps, privateValues } from './leadsquared/plan';
import { leadSquaredWritten } from './leadsquared/written';
import type { Report } from './report';
import { cleaned } from './report';
import type { LeadSquaredKeys, SharpSpringKeys } from './services';
import { leadSquaredService, sharpSpringService } from './services';
import { sharpSpringLines } from './sharpspring/answers';
import type { SharpSpringGiven } from './sharpspring/plan';
import { leadId, sharpSpringSteps } from './sharpspring/plan';
import { sharpSpringWritten } from './sharpspring/written';

const today = () => new Date().toISOString().slice(0, 10);

/** Checks a LeadSquared account. Everything that it writes goes to the one test lead. */
export async function checkLeadSquared(
	given: LeadSquaredGiven,
	keys: LeadSquaredKeys,
	manner: Manner,
): Promise<Report> {
	const seen = await carryOut(leadSquaredSteps, given, leadSquaredService(keys), manner);
	const report: Report = {
		service: 'LeadSquared',
		date: today(),
		lines: leadSquaredLines(given, seen),
		written: leadSquaredWritten(given, seen),
	};
	return cleaned(report, [keys.accessKey, keys.secretKey, ...privateValues(given, seen)]);
}

/** Checks a SharpSpring account. Everything that it writes goes to the one test lead, and to the test product. */
export async function checkSharpSpring(
	given: SharpSpringGiven,
	keys: SharpSpringKeys,
	manner: Manner,
): Promise<Report> {
	const seen = await carryOut(sharpSpringSteps, given, sharpSpringService(keys), manner);
	const report: Report = {
		service: 'SharpSpring',
		date: today(),
		lines: sharpSpringLines(given, seen),
		written: sharpSpringWritten(given, seen),
	};
	const secrets = [keys.accountID, keys.secretKey, given.lead, leadId(given, seen)];
	return cleaned(report, secrets);
}
