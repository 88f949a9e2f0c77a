import assert from 'node:assert/strict';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

globalThis.AI_SDK_LOG_WARNINGS = false;

const weather = tool({
  description: 'Tells the weather',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `${city}: 20 degrees`,
});

function cases(modelOf, thinking) {
  const settings = (model, prompt, more) => ({ model: modelOf(model), prompt, maxRetries: 0, onError() {}, ...more });

  async function rejects(promise, status, message) {
    await assert.rejects(promise, (error) => {
      assert.ok(APICallError.isInstance(error), String(error));
      assert.equal(error.statusCode, status);
      assert.match(error.message, message);
      return true;
    });
  }

  return {
    async plain(model) {
      const answer = await generateText(settings(model, 'Hi', { system: 'Be brief.', temperature: 0.5, maxOutputTokens: 100 }));
      assert.deepEqual([answer.text, answer.finishReason], ['Hello there', 'stop']);
      assert.deepEqual([answer.usage.inputTokens, answer.usage.outputTokens], [9, 3]);
    },

    async stream(model) {
      const stream = streamText(settings(model, 'Hi', { system: 'Be brief.' }));
      assert.deepEqual([await stream.text, await stream.finishReason, (await stream.usage).outputTokens], ['Hello there', 'stop', 3]);
    },

    async tools(model) {
      const answer = await generateText(settings(model, 'The weather in both?', { tools: { weather }, stopWhen: stepCountIs(3) }));
      assert.deepEqual(answer.steps[0].toolCalls.map((call) => call.input.city), ['Berlin', 'Paris']);
      assert.deepEqual([answer.steps.length, answer.text], [2, 'Take no coat.']);
    },

    async tools_streamed(model) {
      const stream = streamText(settings(model, 'The weather?', { tools: { weather }, stopWhen: stepCountIs(3) }));
      const steps = await stream.steps;
      assert.deepEqual(steps[0].toolCalls.map((call) => call.input), [{ city: 'Berlin' }]);
      assert.deepEqual([steps.length, await stream.text], [2, 'Take no coat.']);
    },

    ...(thinking && {
      async reasoning(model) {
        const stream = streamText(settings(model, 'What do you think?', { providerOptions: thinking }));
        assert.deepEqual([await stream.reasoningText, await stream.text], ['Six times seven.', 'It is 42.']);
      },
    }),

    throttled: (model) => rejects(generateText(settings(model, 'slow')), 429, /Too many requests of yours/),

    refused: (model) => rejects(generateText(settings(model, 'wrong')), 400, /That cannot be asked/),
  };
}

// The provider of OpenAI's Chat has no word for reasoning.
export const chat = (url, key) => cases((model) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key }).chat(model));

export const responses = (url, key) =>
  cases((model) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key }).responses(model), {
    openai: { forceReasoning: true, reasoningEffort: 'low', reasoningSummary: 'auto', store: false },
  });

export const anthropic = (url, key) =>
  cases((model) => createAnthropic({ baseURL: `${url}/v1`, apiKey: key })(model), { anthropic: { thinking: { type: 'enabled', budgetTokens: 1_024 } } });

export const google = (url, key) =>
  cases((model) => createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey: key })(model), {
    google: { thinkingConfig: { includeThoughts: true, thinkingBudget: 1_024 } },
  });
