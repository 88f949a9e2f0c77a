import assert from 'node:assert/strict';
import OpenAI from 'openai';

const tool = {
  type: 'function',
  function: { name: 'weather', description: 'Tells the weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
};

export default (url, key) => {
  const { completions } = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 }).chat;
  const user = (content) => [{ role: 'user', content }];

  return {
    async plain(model) {
      const answer = await completions.create({ model, messages: [{ role: 'system', content: 'Be brief.' }, ...user('Hi')], temperature: 0.5, max_completion_tokens: 100 });
      const [{ message, finish_reason: finish }] = answer.choices;
      assert.deepEqual([message.role, message.content, finish], ['assistant', 'Hello there', 'stop']);
      assert.deepEqual([answer.object, answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens], ['chat.completion', 9, 3, 12]);
    },

    async stream(model) {
      const stream = completions.stream({ model, messages: [{ role: 'developer', content: 'Be brief.' }, ...user('Hi')], stream_options: { include_usage: true } });
      const answer = await stream.finalChatCompletion();
      assert.deepEqual([answer.choices[0].message.content, answer.choices[0].finish_reason], ['Hello there', 'stop']);
      assert.equal((await stream.totalUsage()).total_tokens, 12);
    },

    async tools(model) {
      const messages = user('The weather in both?');
      const first = await completions.create({ model, messages, tools: [tool] });
      const { message, finish_reason: finish } = first.choices[0];
      assert.equal(finish, 'tool_calls');
      assert.deepEqual(message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments).city]), [['weather', 'Berlin'], ['weather', 'Paris']]);
      messages.push(message, ...message.tool_calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: '20 degrees' })));
      const second = await completions.create({ model, messages, tools: [tool] });
      assert.equal(second.choices[0].message.content, 'Take no coat.');
    },

    async tools_streamed(model) {
      const messages = user('The weather?');
      const first = await completions.stream({ model, messages, tools: [tool] }).finalChatCompletion();
      const { message, finish_reason: finish } = first.choices[0];
      assert.deepEqual([finish, JSON.parse(message.tool_calls[0].function.arguments)], ['tool_calls', { city: 'Berlin' }]);
      messages.push(message, { role: 'tool', tool_call_id: message.tool_calls[0].id, content: '20 degrees' });
      const second = await completions.stream({ model, messages, tools: [tool] }).finalContent();
      assert.equal(second, 'Take no coat.');
    },

    async reasoning(model) {
      let thoughts = '';
      let text = '';
      for await (const chunk of await completions.create({ model, messages: user('What do you think?'), reasoning_effort: 'low', stream: true })) {
        thoughts += chunk.choices[0]?.delta.reasoning_content ?? '';
        text += chunk.choices[0]?.delta.content ?? '';
      }
      assert.deepEqual([thoughts, text], ['Six times seven.', 'It is 42.']);
    },

    async throttled(model) {
      await assert.rejects(completions.create({ model, messages: user('slow') }), (error) => {
        assert.ok(error instanceof OpenAI.RateLimitError, String(error));
        assert.match(error.message, /Too many requests of yours/);
        return true;
      });
    },

    async refused(model) {
      await assert.rejects(completions.create({ model, messages: user('wrong'), stream: true }), (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError, String(error));
        assert.equal(error.type, 'invalid_request_error');
        assert.match(error.message, /That cannot be asked/);
        return true;
      });
    },
  };
};
