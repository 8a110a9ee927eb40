import {
	fitOf,
	isBlank,
	isSame,
	mayBeSameFile,
	shown,
} from '../../../nodes/SharpSpring/uploads/fieldValue';

const url = 'https://files.example.com/17';

test.each([
	// The value, the name that was sent, and how well they fit.
	['contract.pdf', 'contract.pdf', 'named'],
	['CONTRACT.PDF ', 'contract.pdf', 'named'],
	['contract_pdf', 'contract.pdf', 'named'],
	['My Contract.pdf', 'My_Contract.pdf', 'named'],
	['a &amp; b.pdf', 'a_b.pdf', 'named'],
	['65f0a1b2c3d4e_contract.pdf', 'contract.pdf', 'marked'],
	['contract-65f0a1b2.pdf', 'contract.pdf', 'marked'],
	['invoice-20240101.pdf', 'invoice.pdf', 'extended'],
	['contract-decade.pdf', 'contract.pdf', 'extended'],
	['20240101_contract-65f0a1b2.pdf', 'contract.pdf', 'extended'],
	['invoice-20240101.pdf', 'invoice-20240101.pdf', 'named'],
	['contract-65f0a1b2.pdf, contract.pdf', 'contract.pdf', 'named'],
	['uploads/2026/contract.pdf', 'contract.pdf', 'named'],
	[`${url}/contract.pdf`, 'contract.pdf', 'named'],
	[`${url}/contract.pdf?X-Amz-Signature=abc#page=2`, 'contract.pdf', 'named'],
	[`${url}/get?id=7&file=My%20Contract.pdf`, 'My_Contract.pdf', 'named'],
	[`${url}/M%C3%BCller.pdf`, 'Müller.pdf', 'named'],
	['old.pdf, contract.pdf', 'contract.pdf', 'named'],
	['old.pdf\ncontract.pdf', 'contract.pdf', 'named'],
	['["old.pdf","contract.pdf"]', 'contract.pdf', 'named'],
	['{"name":"contract.pdf","id":7}', 'contract.pdf', 'named'],
	[{ name: 'contract.pdf' }, 'contract.pdf', 'named'],
	['noext', 'noext', 'named'],
	['日本.pdf', '日本.pdf', 'named'],
	['contract-2.pdf', 'contract.pdf', 'possible'],
	['contract (1).pdf', 'contract.pdf', 'possible'],
	['my_contract.pdf', 'contract.pdf', 'possible'],
	['contract.docx', 'contract.pdf', 'possible'],
	['4711', 'contract.pdf', 'possible'],
	[`${url}/download?id=4711`, 'contract.pdf', 'possible'],
	[`${url}/download.php?lead=17&field=contract_65f0a1b2c3d4e`, 'order.pdf', 'possible'],
	[`${url}/download.php?lead=17&amp;field=terms`, 'order.pdf', 'possible'],
	[`${url}/download.do;jsessionid=65F0?id=17`, 'order.pdf', 'possible'],
	[`${url}/Download.ASPX?id=17, ${url}/Download.ASPX?id=18`, 'order.pdf', 'possible'],
	[`${url}/download.php?file=order.pdf`, 'order.pdf', 'named'],
	[`${url}/download.php?file=other.pdf`, 'order.pdf', 'other'],
	[`${url}/page.php?X-Amz-Signature=abc`, 'page.php', 'named'],
	['page.php', 'order.pdf', 'other'],
	['https://files.example.com', 'order.pdf', 'possible'],
	['https://files.example.com?id=17', 'order.pdf', 'possible'],
	['1 file', 'contract.pdf', 'possible'],
	[4711, 'contract.pdf', 'possible'],
	['other.pdf', 'contract.pdf', 'other'],
	[`${url}/other.pdf`, 'contract.pdf', 'other'],
	['data.pdf', 'a.pdf', 'possible'],
	['extract.pdf, old.png', 'con.pdf', 'other'],
	['', 'contract.pdf', 'empty'],
	[null, 'contract.pdf', 'empty'],
	[undefined, 'contract.pdf', 'empty'],
	['[]', 'contract.pdf', 'empty'],
	[true, 'contract.pdf', 'empty'],
])('%j and %s: %3$s', (value, name, fit) => {
	expect(fitOf(value, name)).toBe(fit);
});

test('values are compared by what they show', () => {
	expect(isSame('a.pdf', ' a.pdf ')).toBe(true);
	expect(isSame(null, '')).toBe(true);
	expect(isSame('a.pdf', 'a.pdf,a.pdf')).toBe(false);
	expect(isBlank('[{"name":""}]')).toBe(true);
	expect(shown('["a.pdf","b.pdf"]')).toBe('a.pdf, b.pdf');
	expect(shown('x'.repeat(9000))).toHaveLength(500);
});

test.each([
	[`${url}/a.pdf?sig=1`, `${url}/a.pdf?sig=2#x`, true],
	[`old.pdf,${url}/a.pdf?sig=1,b`, `old.pdf,${url}/a.pdf?sig=2`, true],
	[`["${url}/a.pdf?sig=1", 7]`, `["${url}/a.pdf?sig=2", 7]`, true],
	['a.pdf', ' a.pdf ', true],
	[`${url}/a.pdf?sig=1`, `${url}/b.pdf?sig=1`, false],
	[`${url}/7/a.pdf?sig=1`, `${url}/8/a.pdf?sig=1`, false],
	[`${url}/a.pdf?sig=1`, `${url}/a.pdf?sig=1 ${url}/a.pdf?sig=1`, false],
	['a.pdf?1', 'a.pdf?2', false],
	['', `${url}/a.pdf?sig=1`, false],
])('%j and %j may show the same file: %j', (one, other, expected) => {
	expect(mayBeSameFile(one, other)).toBe(expected);
});

test.each(['_a0', 'a', 'a,', 'aaaaaa_', '/', '&a='])('long values of %j are soon read', (part) => {
	const time = (length: number) => {
		const begin = performance.now();
		fitOf(part.repeat(length), `${part.repeat(30)}.pdf`);
		mayBeSameFile(part.repeat(length), 'a');
		return performance.now() - begin;
	};
	const best = (length: number) => Math.min(...Array.from({ length: 7 }, () => time(length)));
	const ratio = () => best(2000) / (best(1000) + 2);
	// Other programs take their time, too.
	const ratios = Array.from({ length: 4 }, ratio);
	expect(Math.min(...ratios)).toBeLessThan(3);
});
