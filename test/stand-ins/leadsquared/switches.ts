import type { ReceivedFile } from '../common/multipart';

/** How `File/Upload` answers a correct upload. Only `keepName` is documented. */
export type UploadReply =
	/** The documented answer: `uploadedFile` is the name that was sent. */
	| 'keepName'
	/** Guess, hinted at by the documented follow-up call: a name like `13bdf0cb.jpg`. */
	| 'renameToHash'
	/** Guess that clients allow for: `UploadedFile` instead of `uploadedFile`. */
	| 'capitalUploadedFile'
	/** Guess that clients allow for: `status` instead of `Status`. */
	| 'lowerStatus'
	/** Guess that clients allow for: the object inside an array. */
	| 'oneElementArray'
	/** Guess: 200 with `Status: "Error"`, the text in `description`. */
	| 'errorIn200'
	/** Guess: 200 with the standard error envelope. */
	| 'exceptionIn200'
	/** Guess: 500 with the standard error envelope. */
	| 'errorEnvelope500'
	/** A gateway's page. */
	| 'htmlBadGateway'
	/** Guess: success without a name. */
	| 'emptyUploadedFile'
	/** A proxy's page, after the whole body was read (for an early one, intercept). */
	| 'tooLarge413';

/** How a lead's custom field set can be sent. */
export type UpdateForm = 'flattened' | 'nested' | 'upsert';

/** An answer that does not tell what became of the call, or tells it wrongly. */
export type ForcedAnswer =
	/** The connection breaks instead. */
	| 'lost'
	| 'html502'
	/** A login page. */
	| 'html200'
	| 'brokenJson200'
	| 'redirect302'
	| 'html413'
	| 'html429'
	/** JSON that says neither yes nor no. */
	| 'noVerdict200'
	/** Refused for good, in the standard envelope. */
	| 'exception500';

/** Everything about the stand-in that a test can change while it runs. */
export interface LeadSquaredSwitches {
	// --- Hosts, keys, pace ---------------------------------------------------------------------

	/** The region this host pretends to be. */
	region: string;
	/** Another region than `region`: then every call but `UserByAccessKey.Get` is refused with 401. */
	keysBelongTo?: string;
	/** Told by `UserByAccessKey.Get` instead of this host's own addresses, for callers behind a proxy. */
	advertisedApiHost?: string;
	advertisedFileUploadUrl?: string;
	/** Guess: `LSQCommonServiceURLs` values come with `https://`. They are seen without. */
	hostsWithScheme: boolean;
	/** Whether `UserByAccessKey.Get` tells the upload URL, as documented. */
	tellFileUploadUrl: boolean;
	/** Guess (one client does it): the file host takes keys from the query or the headers, too. */
	uploadKeysAnywhere: boolean;
	/** One client's finding: an unencoded `$` in a query key makes `Lead.CreateOrUpdate` store nothing. */
	dollarInQueryDropsPayload: boolean;
	/** Off by default. Whether uploads count is not documented; 403 was seen on one tenant. */
	rateLimit?: {
		calls: number;
		windowMs: number;
		status: 429 | 403 | 500 | 200;
		/** Seconds. The documentation names no such header. */
		retryAfter?: number;
		countUploads?: boolean;
	};
	/** Waited before every answer. */
	delayMs: number;
	/** How far the service's clock is ahead of this machine's. */
	clockAheadMs: number;
	/** Whether answers tell the time (`Date`), as HTTP asks of servers. */
	tellDate: boolean;
	/** The next calls to an address that ends so are answered like this, one each. */
	nextAnswers: Record<string, ForcedAnswer[]>;
	/** Whether those calls are carried out all the same: answers that got lost on the way. */
	workBeforeForced: boolean;

	// --- Uploads and stored files --------------------------------------------------------------

	/** One mode for all, or a choice per upload (`count` starts at 1). */
	uploadReply: UploadReply | ((file: ReceivedFile, count: number) => UploadReply);
	/** Guess: what happens when the same name is uploaded again. */
	sameNameTwice: 'overwrite' | 'rename';
	/** Values of `StorageVersion` that this account has. Others are refused (guess). */
	storageVersions: number[];
	/** Files up to this size keep their bytes, so that they can be downloaded again; 0 keeps none. */
	keepFileBytes: number;
	/** Guess: links to files of custom field sets need a signature, which `FileURL` then carries. */
	signedFileUrls: boolean;
	/** Guess: `false` answers an empty `FileURL`, as if files were still being copied. */
	fileUrlReady: boolean;

	// --- Attaching -----------------------------------------------------------------------------

	/** Guess: a file field accepts only names that an upload returned. */
	strictFileNames: boolean;
	/** Guess: that upload must have named the same record (or type), field set and field. */
	strictUploadContext: boolean;
	/** Guess: attachments and notes accept only URLs that an upload returned. */
	strictAttachmentUrls: boolean;
	/** Seen once: 200 with `Status: "Error"`. */
	attachmentsAnswer: 'ok' | 'errorIn200';
	/** Guess: an opportunity's id works as `ProspectActivityId` of `Attachment/Add`. */
	opportunityTakesAttachments: boolean;
	/** Guess: how a lead's custom field set reads back; seen on activities is JSON in a text. */
	leadSetsReadAs: 'jsonText' | 'object' | 'nothing';
	/**
	 * Guess: how a file field inside a set reads back: the name, one that the service makes of it, an address
	 * that ends in it, an ID, JSON, all names that were ever put there with commas between them, or nothing.
	 */
	fileFieldsReadAs: 'name' | 'renamed' | 'url' | 'id' | 'json' | 'several' | 'nothing';
	/** Guess: how lists write texts: times with fractions (seen), numbers with decimals, lines that end otherwise; or only their beginnings. */
	listsWriteTexts: 'asSent' | 'ownWay' | 'cut';
	/** Guess: how long it takes until lookups show what was written. */
	visibleAfterMs: number;
	/** Documented is UTC; guess: records are stamped by another clock than the one that answers tell. */
	recordClockAheadMs: number;
	/** Guess: forms of an update of a lead that change its field sets; the others are answered with success, too. */
	updateFormsThatWork: UpdateForm[];
	/** Guess: the details of activities and opportunities show their attachment list. No page says so. */
	detailsShowAttachments: boolean;
	/** Seen: those details show the form of a custom field set; guess: perhaps not in every account. */
	detailsShowForms: boolean;
	/** Guess: what `DataType` says there, and in metadata, for a file field. */
	fileFieldDataType: string;
	/**
	 * Guess: how such lists, and those of notes, show where files are: `moved` is another address than that of
	 * the upload, with `+` for spaces, and `renamed` one of another name.
	 */
	attachmentLinks: 'asSent' | 'signed' | 'moved' | 'renamed' | 'none';
	/** Seen in one client: links that are read back work for half an hour; here, for the first of them only. */
	firstLinksExpired: boolean;
	/** Guess: `Lead.Update` understands `Fields` inside a field, as `Lead.Create` does. */
	leadUpdateAcceptsNested: boolean;
	/** Used by one client: `mx_KYCmx_CustomObject_1` as one attribute. */
	leadUpdateAcceptsFlattened: boolean;
	/** Guess: `Lead.Capture` understands `Fields` inside a field. */
	leadCaptureAcceptsNested: boolean;
	/** Guess: an update of some fields of a set empties the others. */
	nestedUpdateBlanksSiblings: boolean;
	/** Guess: what `Lead.Update` says about a lead that does not exist. */
	unknownLeadUpdate: 'error' | 'zeroRows';
	/** Guess: an update that gives a lead no other values changes nothing, says so, and runs no automations. */
	updatesCountChanges: boolean;
	/** Guess: an activity update without `ActivityNote` empties the note. */
	updateWithoutNoteClearsIt: boolean;
	/** In one documented sample only: `RelatedId` in the answer to a new activity. */
	createAnswersRelatedId: boolean;

	// --- Opportunities -------------------------------------------------------------------------

	/** One client types the numeric `Status` of `Capture` as a string. */
	opportunityStatusAsString: boolean;
	/** `byRule`: a second opportunity with the same unique value is a duplicate. */
	captureOutcome: 'byRule' | 'duplicate' | 'failure' | 'partial';
	/** Refused captures: documented as 200 with `Status` 1; the 500 envelope is a guess. */
	captureRefusals: 'status1In200' | 'envelope500';
	/** One client's finding, against the documentation. */
	opportunityTypeRequired: boolean;
	/** One client allows for a bare array instead of `{ RecordCount, List }`. */
	opportunitiesAsBareArray: boolean;
	/** Guess: the shape of `GetOpportunityTypes`. */
	opportunityTypesShape: 'array' | 'list';

	// --- Lookups and metadata ------------------------------------------------------------------

	/** One client's finding; documented is the number without blanks and hyphens. */
	phoneOnlyStoredForm: boolean;
	/** Documented is one lead, the one with the latest activity. */
	phoneAnswersAllMatches: boolean;
	/** One client mentions 404 for an unknown number. */
	phoneNotFound: 'emptyList' | '404';
	/** Guess: in `Leads.Get` the operator `LIKE`, of which no page says more, takes `%` for any text. */
	likeTakesPatterns: boolean;
	/** Guess: type settings and lead metadata show `CustomObjectFormProperties`. */
	metadataShowsCustomObjects: boolean;
	/** Guess: what `DataType` says for a custom field set. */
	customObjectDataType: string;
	/** Which label `ActivityTypes.Get` gives. */
	activityTypeLabel: 'DisplayName' | 'ActivityEventName' | 'both';
	/** Seen: `ActivityEvent` as a string in `ActivityTypes.Get`. */
	activityEventAsString: boolean;
	/** `Offset` of `Retrieve`: a page number (documented) or a number of rows (one client). */
	nextOffsetIsPage: boolean;
	/** Seen on other list calls: without rows, the list's key is missing. */
	emptyListOmitsKey: boolean;
}

/** What a fresh stand-in starts with: documented behavior first, strict where nothing is known. */
export function defaultSwitches(): LeadSquaredSwitches {
	return {
		region: 'in21',
		hostsWithScheme: false,
		tellFileUploadUrl: true,
		uploadKeysAnywhere: false,
		dollarInQueryDropsPayload: true,
		delayMs: 0,
		clockAheadMs: 0,
		tellDate: true,
		nextAnswers: {},
		workBeforeForced: false,
		uploadReply: 'keepName',
		sameNameTwice: 'overwrite',
		storageVersions: [0],
		keepFileBytes: 1024 * 1024,
		signedFileUrls: false,
		fileUrlReady: true,
		strictFileNames: true,
		strictUploadContext: true,
		strictAttachmentUrls: true,
		attachmentsAnswer: 'ok',
		opportunityTakesAttachments: false,
		leadSetsReadAs: 'jsonText',
		fileFieldsReadAs: 'name',
		listsWriteTexts: 'asSent',
		visibleAfterMs: 0,
		recordClockAheadMs: 0,
		updateFormsThatWork: ['flattened', 'nested', 'upsert'],
		detailsShowAttachments: false,
		detailsShowForms: true,
		fileFieldDataType: 'File',
		attachmentLinks: 'asSent',
		firstLinksExpired: false,
		leadUpdateAcceptsNested: true,
		leadUpdateAcceptsFlattened: true,
		leadCaptureAcceptsNested: true,
		nestedUpdateBlanksSiblings: false,
		unknownLeadUpdate: 'error',
		updatesCountChanges: false,
		updateWithoutNoteClearsIt: false,
		createAnswersRelatedId: true,
		opportunityStatusAsString: false,
		captureOutcome: 'byRule',
		captureRefusals: 'status1In200',
		opportunityTypeRequired: false,
		opportunitiesAsBareArray: false,
		opportunityTypesShape: 'array',
		phoneOnlyStoredForm: false,
		phoneAnswersAllMatches: false,
		phoneNotFound: 'emptyList',
		likeTakesPatterns: true,
		metadataShowsCustomObjects: true,
		customObjectDataType: 'CustomObject',
		activityTypeLabel: 'both',
		activityEventAsString: false,
		nextOffsetIsPage: false,
		emptyListOmitsKey: false,
	};
}
