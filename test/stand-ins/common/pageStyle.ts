/** The look of the page: no outside assets, light or dark as the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2330; --soft: #667085; --line: #e3e6ec; --back: #f6f7f9; --card: #fff; --link: #1f5fd0; --good: #0a7a3d; --wait: #9a5b00; }
@media (prefers-color-scheme: dark) {
	:root { --ink: #e8eaf0; --soft: #9aa3b5; --line: #2d3442; --back: #12151c; --card: #1a1f29; --link: #7fabff; --good: #5fd08e; --wait: #f0b254; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .75rem; font-size: 1.1rem; }
h3 { margin: 0; font-size: 1rem; }
small, header p, article p, .empty { color: var(--soft); }
header p, article p { margin: .25rem 0; }
a { color: var(--link); }
code { font: .8em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .6rem .8rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-size: .8rem; font-weight: 600; }
.name { min-width: 12rem; font-weight: 600; overflow-wrap: anywhere; }
.size, time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.yes { color: var(--good); white-space: nowrap; }
.no { color: var(--wait); white-space: nowrap; }
article { padding: .9rem 1.1rem; margin-bottom: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
ul { margin: .5rem 0 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
`;
