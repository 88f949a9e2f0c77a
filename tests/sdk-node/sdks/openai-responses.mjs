import assert from 'node:assert/strict';
import OpenAI from 'openai';

const tools = [{
  type: 'function', name: 'weather', description: 'Tells the weather', strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}];

export default (url, key) => {
  const { responses } = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
  const calls = (answer) => answer.output.filter((item) => item.type === 'function_call');
  const results = (answer) => calls(answer).map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: '20 degrees' }));

  return {
    async plain(model) {
      const answer = await responses.create({ model, instructions: 'Be brief.', input: 'Hi', temperature: 0.5, max_output_tokens: 100 });
      assert.deepEqual([answer.object, answer.status, answer.output_text], ['response', 'completed', 'Hello there']);
      assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens], [9, 3, 12]);
    },

    async stream(model) {
      const kinds = [];
      const stream = responses.stream({ model, instructions: 'Be brief.', input: 'Hi' });
      for await (const event of stream) {
        // aimock does not count its events, and where nothing is translated they stay as they are.
        assert.equal(event.sequence_number, model === 'on-responses' ? undefined : kinds.length);
        kinds.push(event.type);
      }
      const answer = await stream.finalResponse();
      assert.deepEqual([answer.output_text, answer.usage.total_tokens], ['Hello there', 12]);
      assert.deepEqual([kinds[0], kinds.at(-1)], ['response.created', 'response.completed']);
    },

    async tools(model) {
      const input = [{ role: 'user', content: 'The weather in both?' }];
      const first = await responses.create({ model, input, tools, store: false });
      assert.deepEqual(calls(first).map((call) => [call.name, JSON.parse(call.arguments).city]), [['weather', 'Berlin'], ['weather', 'Paris']]);
      input.push(...first.output, ...results(first));
      const second = await responses.create({ model, input, tools, store: false });
      assert.equal(second.output_text, 'Take no coat.');
    },

    async tools_streamed(model) {
      const input = [{ role: 'user', content: 'The weather?' }];
      const first = await responses.stream({ model, input, tools, store: false }).finalResponse();
      assert.deepEqual(calls(first).map((call) => JSON.parse(call.arguments)), [{ city: 'Berlin' }]);
      input.push(...calls(first).map(({ parsed_arguments: _, ...call }) => call), ...results(first));
      const second = await responses.stream({ model, input, tools, store: false }).finalResponse();
      assert.equal(second.output_text, 'Take no coat.');
    },

    async reasoning(model) {
      const answer = await responses.stream({ model, input: 'What do you think?', reasoning: { effort: 'low', summary: 'auto' } }).finalResponse();
      const [thought] = answer.output.filter((item) => item.type === 'reasoning');
      assert.deepEqual([thought?.summary.map((part) => part.text).join(''), answer.output_text], ['Six times seven.', 'It is 42.']);
    },

    async throttled(model) {
      await assert.rejects(responses.create({ model, input: 'slow' }), (error) => {
        assert.ok(error instanceof OpenAI.RateLimitError, String(error));
        assert.match(error.message, /Too many requests of yours/);
        return true;
      });
    },

    async refused(model) {
      await assert.rejects(responses.create({ model, input: 'wrong', stream: true }), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError, String(error));
        assert.equal(error.type, 'invalid_request_error');
        assert.match(error.message, /That cannot be asked/);
        return true;
      });
    },
  };
};
