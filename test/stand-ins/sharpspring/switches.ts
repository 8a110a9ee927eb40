/** Answers that have nothing to do with what was sent: proxies, login pages, wrong keys, broken bodies. */
export type ForcedAnswer =
	/** The connection breaks; whether the work was done says `storeBeforeForced`. */
	| 'lost'
	| 'apiError'
	| 'apiErrorInList'
	| 'errorKeyed'
	| 'errorText'
	| 'yes400'
	| 'yes500'
	| 'noEntries200'
	| 'emptyResult200'
	| 'noResult200'
	| 'text401'
	| 'jsonString401'
	| 'jsonString200'
	| 'text200'
	| 'empty200'
	| 'null200'
	| 'list200'
	| 'brokenJson200'
	| 'html200'
	| 'html413'
	| 'html429'
	| 'html500'
	| 'html502'
	| 'html503'
	| 'html504'
	| 'json503'
	| 'json504'
	| 'redirect302'
	| 'redirect303'
	| 'redirect307';

/** How the results of an upload are reported. Nothing public shows a reply, so each of them is a guess. */
export type UploadShape =
	/** `{"updates":[{…}]}`, an entry for each file: like the rest of the API. */
	| 'A'
	/** The same with one entry for the whole call. */
	| 'A-single'
	/** `{"success":true}` */
	| 'B'
	/** `{"contract.pdf":{…}}` */
	| 'C'
	/** `{"contract_pdf":{…}}` */
	| 'C-mangled'
	/** `true` */
	| 'D';

/** Everything about the stand-in that a test can change while it runs. */
export interface Switches {
	// Guess: nothing says whether the upload endpoints accept the header form.
	headersOnUpload: boolean;
	// Documented at second hand for the JSON methods.
	headersOnMethods: boolean;
	// HTTP 401 was seen, codes 103 and 104 are documented.
	missingKeys: 'http401' | 'codes';
	// Seen as plain text, and by one client as a JSON string.
	unknownAccount: 'text' | 'jsonString';
	// Code 105 is documented; that it comes with HTTP 200 is a guess.
	wrongSecret: 'code105' | 'http401';

	// Guess: the shape of a reply to an upload.
	uploadShape: UploadShape;
	// All of them are seen: reads write `null`, writes `[]`, one client met an object full of nulls.
	noError: 'asSeen' | 'null' | 'list' | 'nulls' | 'absent';
	// `true` and `false` are seen; one client compares with the text "false".
	success: [yes: unknown, no: unknown];
	// Guess: where failures of single files are told.
	failures: 'both' | 'entriesOnly' | 'listOnly';
	// Allowed for by one client.
	successStatus: 200 | 201;
	// Seen in all three forms.
	resultOnError: 'null' | 'absent' | 'empty';

	// Guess: updateLeads and createNotes tell success for records that do not exist.
	unknownRecord: 'code404' | 'success';
	/** Refuses files that are perfectly all right. */
	refuse: 'none' | 'last' | 'all';
	/** The code that this is told with. */
	refusedCode: number;
	/** Every upload is answered like this. */
	uploadAnswer: ForcedAnswer | undefined;
	/** The next uploads are answered like this, one each. */
	nextUploadAnswers: ForcedAnswer[];
	/** Whether the file is stored all the same: an answer that got lost on the way. */
	storeBeforeForced: boolean;
	/** The next JSON calls are answered like this, one each. */
	nextMethodAnswers: ForcedAnswer[];
	/** The code of `apiError` and `apiErrorInList`. */
	forcedCode: number;

	// PHP's limits. Only the number of files has a default here: SharpSpring's settings are unknown.
	maxFiles: number | undefined;
	uploadMaxBytes: number | undefined;
	postMaxBytes: number | undefined;
	// Guess: what a program finds missing first when PHP gives it an empty form.
	emptyFormCode: 102 | 206;

	// 10 calls in 1000 ms are documented, the answer is a guess. Off, so that other tests need not wait.
	rate:
		| { calls: number; windowMs: number; answer: 'code107' | 'http429'; retryAfter?: string }
		| undefined;
	/** Calls until code 106. */
	dailyLimit: number | undefined;
	// Guess: the HTTP status of code 106 is not public.
	overDailyLimit: 200 | 429;
	/** `callCount` and `queryLimit` in replies of JSON methods. */
	counters: boolean;
	/** Waits before each answer. */
	delayMs: number;
	/** Larger files are kept as sizes and hashes only. */
	keepBytes: number;

	/** Asked for an unknown lead, the service may give one without an ID. */
	phantomLead: boolean;
	// Guess: the name is not public.
	productsMember: string;
	/**
	 * Guess: how a file field reads back: the name, the name with a mark of this file behind it, an address
	 * that ends in it, the same with another signature on every read, the address of a script for the field of
	 * the record whatever file it holds, an ID, all names that were ever put there, JSON, or nothing.
	 */
	fileReadsAs:
		| 'name'
		| 'marked'
		| 'url'
		| 'signed'
		| 'script'
		| 'id'
		| 'several'
		| 'json'
		| 'empty';
	/** Where the addresses of files begin. */
	filesAt: string;
	/** Guess: how long it takes until reads show a file that was stored. */
	visibleAfterMs: number;
}

/** What a new stand-in starts with. */
export function defaultSwitches(): Switches {
	return {
		headersOnUpload: true,
		headersOnMethods: true,
		missingKeys: 'http401',
		unknownAccount: 'text',
		wrongSecret: 'code105',
		uploadShape: 'A',
		noError: 'asSeen',
		success: [true, false],
		failures: 'both',
		successStatus: 200,
		resultOnError: 'null',
		unknownRecord: 'code404',
		refuse: 'none',
		refusedCode: 404,
		uploadAnswer: undefined,
		nextUploadAnswers: [],
		storeBeforeForced: false,
		nextMethodAnswers: [],
		forcedCode: 206,
		maxFiles: 20,
		uploadMaxBytes: undefined,
		postMaxBytes: undefined,
		emptyFormCode: 206,
		rate: undefined,
		dailyLimit: undefined,
		overDailyLimit: 200,
		counters: true,
		delayMs: 0,
		keepBytes: 1024 * 1024,
		phantomLead: false,
		productsMember: 'product',
		fileReadsAs: 'name',
		filesAt: 'https://files.example.com',
		visibleAfterMs: 0,
	};
}
