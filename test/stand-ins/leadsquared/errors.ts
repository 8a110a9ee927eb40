/** An answer other than 200, usually with the standard error envelope. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly exceptionType: string,
		message: string,
	) {
		super(message);
	}

	/** The body that the service sends. */
	get envelope() {
		return {
			Status: 'Error',
			ExceptionType: this.exceptionType,
			ExceptionMessage: this.message,
		};
	}
}

/** Seen live. */
export const invalidAccess = (message = 'Invalid Access Details provided.') =>
	new Refusal(401, 'MXInvalidAccessDetailsException', message);

/** The documented answer to a missing parameter. */
export const missing = (message: string) =>
	new Refusal(500, 'MXMandatoryAttributeMissingException', message);

/** Seen live for bad parameters. */
export const invalidInput = (message: string) =>
	new Refusal(500, 'MXInvalidInputException', message);

/** The type is from a client's fixture, the message is a guess. */
export const unknownAttribute = (name: string) =>
	new Refusal(500, 'MXUnknownAttributeException', `Attribute '${name}' does not exist.`);

/** Seen live. */
export const unknownActivity = () =>
	new Refusal(500, 'MXUnknownProspectActivityException', 'Activity does not exist.');

/** Guess: no public source shows the answer to an unknown lead. */
export const unknownLead = () => invalidInput('Lead does not exist.');

/** Guess: no public source shows the answer to an unknown opportunity. */
export const unknownOpportunity = () => invalidInput('Opportunity does not exist.');

/** The message for phone numbers was seen live; the one for other fields is like it. */
export const duplicate = (displayName: string) =>
	new Refusal(500, 'MXDuplicateEntryException', `A Lead with same ${displayName} already exists.`);

/** Documented: malformed body, wrong attribute names, wrong content type. The envelope is a guess. */
export const badRequest = (message: string) => new Refusal(400, 'MXInvalidInputException', message);
