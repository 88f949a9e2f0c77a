import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';

const tools = [{ name: 'weather', description: 'Tells the weather', input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } }];

export default (url, key) => {
  const { messages } = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
  const ask = (model, content, more) => ({ model, max_tokens: 4_000, messages: [{ role: 'user', content }], ...more });
  const calls = (answer) => answer.content.filter((block) => block.type === 'tool_use');
  const results = (answer) => ({ role: 'user', content: calls(answer).map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: '20 degrees' })) });

  return {
    async plain(model) {
      const answer = await messages.create(ask(model, 'Hi', { system: 'Be brief.', temperature: 0.5 }));
      assert.deepEqual([answer.type, answer.role, answer.stop_reason], ['message', 'assistant', 'end_turn']);
      assert.deepEqual(answer.content.map((block) => [block.type, block.text]), [['text', 'Hello there']]);
      assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [9, 3]);
    },

    async stream(model) {
      const answer = await messages.stream(ask(model, 'Hi', { system: 'Be brief.' })).finalMessage();
      assert.deepEqual(answer.content.map((block) => [block.type, block.text]), [['text', 'Hello there']]);
      assert.deepEqual([answer.stop_reason, answer.usage.output_tokens], ['end_turn', 3]);
    },

    async tools(model) {
      const request = ask(model, 'The weather in both?', { tools });
      const first = await messages.create(request);
      assert.equal(first.stop_reason, 'tool_use');
      assert.deepEqual(calls(first).map((call) => [call.name, call.input]), [['weather', { city: 'Berlin' }], ['weather', { city: 'Paris' }]]);
      request.messages.push({ role: 'assistant', content: first.content }, results(first));
      const second = await messages.create(request);
      assert.equal(second.content[0].text, 'Take no coat.');
    },

    async tools_streamed(model) {
      const request = ask(model, 'The weather?', { tools });
      const first = await messages.stream(request).finalMessage();
      assert.deepEqual([first.stop_reason, calls(first).map((call) => call.input)], ['tool_use', [{ city: 'Berlin' }]]);
      request.messages.push({ role: 'assistant', content: first.content }, results(first));
      assert.equal(await messages.stream(request).finalText(), 'Take no coat.');
    },

    async reasoning(model) {
      const answer = await messages.stream(ask(model, 'What do you think?', { thinking: { type: 'enabled', budget_tokens: 1_024 } })).finalMessage();
      assert.deepEqual(answer.content.map((block) => [block.type, block.thinking ?? block.text]), [['thinking', 'Six times seven.'], ['text', 'It is 42.']]);
    },

    async throttled(model) {
      await assert.rejects(messages.create(ask(model, 'slow')), (error) => {
        assert.ok(error instanceof Anthropic.RateLimitError, String(error));
        assert.equal(error.error.error.type, 'rate_limit_error');
        assert.match(error.message, /Too many requests of yours/);
        return true;
      });
    },

    async refused(model) {
      await assert.rejects(messages.create(ask(model, 'wrong', { stream: true })), (error) => {
        assert.ok(error instanceof Anthropic.BadRequestError, String(error));
        assert.equal(error.error.error.type, 'invalid_request_error');
        assert.match(error.message, /That cannot be asked/);
        return true;
      });
    },
  };
};
