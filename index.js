// n8n loads the files named in package.json's "n8n" attribute; this is for whoever requires the package by name.
module.exports = {
	...require('./dist/credentials/LeadSquaredApi.credentials.js'),
	...require('./dist/credentials/SharpSpringApi.credentials.js'),
	...require('./dist/nodes/LeadSquared/LeadSquared.node.js'),
	...require('./dist/nodes/SharpSpring/SharpSpring.node.js'),
};
