import { setSafeRegexEngine } from 'n8n-workflow';

// n8n gives a regular expression a quarter of a second, less than a busy machine may stand still.
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
	matchAll: (pattern, input, flags = '') => {
		const all = flags.includes('g') ? flags : `${flags}g`;
		return [...input.matchAll(new RegExp(pattern, all))];
	},
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});
