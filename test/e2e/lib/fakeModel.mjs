import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * A chat model on loopback, in the shape of OpenAI's chat completions: it calls the first tool once with
 * `toolArguments`, and then repeats what the tool has said.
 *
 * @returns {Promise<{ url: string, tools: () => object[], said: () => string | undefined, close: () => Promise<void> }>}
 *   `tools`: what the agent offered; `said`: what the tool answered
 */
export async function startFakeModel(toolArguments) {
	let tools = [];
	let said;
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const asked = JSON.parse(body);
			tools = asked.tools ?? tools;
			const result = asked.messages.findLast(({ role }) => role === 'tool');
			said = result ? String(result.content) : said;
			const message = result
				? { role: 'assistant', content: said }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: 'call_1',
								type: 'function',
								function: {
									name: tools[0].function.name,
									arguments: JSON.stringify(toolArguments),
								},
							},
						],
					};
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id: 'chatcmpl-1',
					object: 'chat.completion',
					created: 0,
					model: asked.model,
					choices: [{ index: 0, message, finish_reason: result ? 'stop' : 'tool_calls' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${server.address().port}/v1`,
		tools: () => tools,
		said: () => said,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
