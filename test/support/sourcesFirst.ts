import Module from 'node:module';

// Outside jest, `Some.node` would be read as `Some.node.json`, because Node tries that
// ending before any that a loader adds. Import this before the nodes.
const { _extensions: endings } = Module as unknown as { _extensions: Record<string, unknown> };
const { '.json': json } = endings;
delete endings['.json'];
endings['.json'] = json;
