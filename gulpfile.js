const { execFileSync } = require('node:child_process');
const { dest, series, src } = require('gulp');
const { rimraf } = require('rimraf');

const clean = () => rimraf('dist');

// tsc's own entry file, so that the build needs neither a shell nor npx.
const compile = async () =>
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});

// Each pattern begins with its folder: one that begins with braces makes gulp search the whole project.
const copyIconsAndCodex = () =>
	src(['nodes/**/*.{svg,node.json}', 'credentials/**/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

exports.build = series(clean, compile, copyIconsAndCodex);
