<?php
// Says what PHP made of a request. Run it with `php -S 127.0.0.1:<port> test/php/echo.php`.

/** Keeps array structure, but only names, sizes and hashes of the files. */
function describeFiles(array $entry): array
{
	$described = [];
	foreach (['name', 'type', 'error', 'size'] as $member) {
		$described[$member] = $entry[$member];
	}
	if (is_string($entry['tmp_name'])) {
		$described['sha256'] = $entry['tmp_name'] === '' ? '' : hash_file('sha256', $entry['tmp_name']);
	} else {
		$described['sha256'] = hashes($entry['tmp_name']);
	}
	return $described;
}

function hashes(array $paths): array
{
	return array_map(
		fn($path) => is_array($path) ? hashes($path) : ($path === '' ? '' : hash_file('sha256', $path)),
		$paths,
	);
}

header('Content-Type: application/json');
echo json_encode(
	[
		'version' => PHP_VERSION,
		'query' => $_GET,
		'post' => $_POST,
		'files' => array_map('describeFiles', $_FILES),
	],
	JSON_FORCE_OBJECT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE,
);
