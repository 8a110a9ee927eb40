const { execFileSync } = require('node:child_process');
const { dest, series, src } = require('gulp');
const { rimraf } = require('rimraf');

const clean = () => rimraf('dist');

// tsc's own entry file, so that the build needs neither a shell nor npx.
const compile = async () =>
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});

const copyIconsAndCodex = () =>
	src(['{nodes,credentials}/**/*.{svg,node.json}'], { encoding: false }).pipe(dest('dist'));

exports.build = series(clean, compile, copyIconsAndCodex);
