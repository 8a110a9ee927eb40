// Prints what is in an SQLite database, a line of JSON for each row. Runs on the Node.js of the pinned n8n.
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.argv[2]);
const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
for (const { name } of tables) {
	for (const row of database.prepare(`SELECT * FROM "${name}"`).iterate()) {
		const values = Object.entries(row).map(([column, value]) => [column, readable(value)]);
		process.stdout.write(`${JSON.stringify({ table: name, ...Object.fromEntries(values) })}\n`);
	}
}

function readable(value) {
	return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
