import assert from 'node:assert/strict';
import { ApiError, GoogleGenAI } from '@google/genai';

const tools = [{ functionDeclarations: [{ name: 'weather', description: 'Tells the weather', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] } }] }];

export default (url, key) => {
  const { models } = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
  const user = (text) => ({ role: 'user', parts: [{ text }] });
  const results = (calls) => ({ role: 'user', parts: calls.map(({ id, name }) => ({ functionResponse: { ...(id ? { id } : {}), name, response: { output: '20 degrees' } } })) });

  async function gathered(stream) {
    const parts = [];
    let last;
    for await (const chunk of await stream) {
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
      last = chunk;
    }
    return { parts, last };
  }
  const text = (parts, thought) => parts.filter((part) => part.text && Boolean(part.thought) === thought).map((part) => part.text).join('');

  return {
    async plain(model) {
      const answer = await models.generateContent({ model, contents: 'Hi', config: { systemInstruction: 'Be brief.', temperature: 0.5, maxOutputTokens: 100 } });
      assert.deepEqual([answer.text, answer.candidates[0].finishReason], ['Hello there', 'STOP']);
      const { promptTokenCount, candidatesTokenCount, totalTokenCount } = answer.usageMetadata;
      assert.deepEqual([promptTokenCount, candidatesTokenCount, totalTokenCount], [9, 3, 12]);
    },

    async stream(model) {
      const { parts, last } = await gathered(models.generateContentStream({ model, contents: 'Hi', config: { systemInstruction: 'Be brief.' } }));
      assert.deepEqual([text(parts, false), last.candidates[0].finishReason, last.usageMetadata.totalTokenCount], ['Hello there', 'STOP', 12]);
    },

    async tools(model) {
      const contents = [user('The weather in both?')];
      const first = await models.generateContent({ model, contents, config: { tools } });
      assert.deepEqual(first.functionCalls.map((call) => [call.name, call.args.city]), [['weather', 'Berlin'], ['weather', 'Paris']]);
      contents.push(first.candidates[0].content, results(first.functionCalls));
      assert.equal((await models.generateContent({ model, contents, config: { tools } })).text, 'Take no coat.');
    },

    async tools_streamed(model) {
      const contents = [user('The weather?')];
      const { parts } = await gathered(models.generateContentStream({ model, contents, config: { tools } }));
      const calls = parts.filter((part) => part.functionCall).map((part) => part.functionCall);
      assert.deepEqual(calls.map((call) => call.args), [{ city: 'Berlin' }]);
      contents.push({ role: 'model', parts }, results(calls));
      const second = await gathered(models.generateContentStream({ model, contents, config: { tools } }));
      assert.equal(text(second.parts, false), 'Take no coat.');
    },

    async reasoning(model) {
      const config = { thinkingConfig: { includeThoughts: true, thinkingBudget: 1_024 } };
      const { parts } = await gathered(models.generateContentStream({ model, contents: 'What do you think?', config }));
      assert.deepEqual([text(parts, true), text(parts, false)], ['Six times seven.', 'It is 42.']);
    },

    async throttled(model) {
      await assert.rejects(models.generateContent({ model, contents: 'slow' }), (error) => {
        assert.ok(error instanceof ApiError, String(error));
        assert.equal(error.status, 429);
        assert.match(error.message, /Too many requests of yours.*RESOURCE_EXHAUSTED/s);
        return true;
      });
    },

    async refused(model) {
      await assert.rejects(gathered(models.generateContentStream({ model, contents: 'wrong' })), (error) => {
        assert.ok(error instanceof ApiError, String(error));
        assert.equal(error.status, 400);
        assert.match(error.message, /That cannot be asked.*INVALID_ARGUMENT/s);
        return true;
      });
    },
  };
};
