import type { ForcedAnswer, Switches, UploadShape } from './switches';

/** A name for the test, and what to change. Apply it with `Object.assign(standIn.switches, changes)`. */
export type Variant = [name: string, changes: Partial<Switches>];

const SHAPES: UploadShape[] = ['A', 'A-single', 'B', 'C', 'C-mangled', 'D'];

const FORCED: ForcedAnswer[] = [
	'apiError',
	'apiErrorInList',
	'errorKeyed',
	'errorText',
	'yes400',
	'yes500',
	'noEntries200',
	'emptyResult200',
	'noResult200',
	'text401',
	'jsonString401',
	'jsonString200',
	'text200',
	'empty200',
	'null200',
	'list200',
	'brokenJson200',
	'html200',
	'html413',
	'html429',
	'html500',
	'html502',
	'html503',
	'html504',
	'json503',
	'json504',
	'redirect302',
	'redirect303',
	'redirect307',
];

/** Every way an upload may be told to have worked. */
export const SUCCESS_VARIANTS: Variant[] = SHAPES.flatMap((uploadShape): Variant[] => [
	...(['asSeen', 'null', 'list', 'nulls', 'absent'] as const).map(
		(noError): Variant => [`${uploadShape}, no error as ${noError}`, { uploadShape, noError }],
	),
	...['true', 1, '1'].map(
		(yes): Variant => [
			`${uploadShape}, success as ${JSON.stringify(yes)}`,
			{ uploadShape, success: [yes, false] },
		],
	),
	[`${uploadShape}, HTTP 201`, { uploadShape, successStatus: 201 }],
]);

/** Every way an upload of one file may be told to have failed. */
export const FAILURE_VARIANTS: Variant[] = [
	...SHAPES.flatMap((uploadShape): Variant[] => [
		...[false, 'false', 0, '0'].map(
			(no): Variant => [
				`${uploadShape}, success as ${JSON.stringify(no)}`,
				{ uploadShape, refuse: 'all', failures: 'entriesOnly', success: [true, no] },
			],
		),
		[`${uploadShape}, entry and list`, { uploadShape, refuse: 'all' }],
		[`${uploadShape}, list only`, { uploadShape, refuse: 'all', failures: 'listOnly' }],
	]),
	...FORCED.map((uploadAnswer): Variant => [uploadAnswer, { uploadAnswer }]),
	...(['absent', 'empty'] as const).map(
		(resultOnError): Variant => [
			`apiError, result ${resultOnError}`,
			{ uploadAnswer: 'apiError', resultOnError },
		],
	),
];
