// The openai package as a caller: each case prints one line, "ok NAME" or "not ok NAME: why". Needs BASE_URL and API_KEY.
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0, timeout: 20_000 });
const messages = [{ role: 'user', content: 'Hi' }];
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
};

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

const cases = {
  async chat() {
    const { data, response } = await client.chat.completions.create({ model: 'plain', messages }).withResponse();
    assert.equal(data.choices[0].message.content, 'Hello there');
    assert.equal(data.usage.total_tokens, 12);
    assert.ok(data._request_id);
    assert.equal(data._request_id, response.headers.get('x-request-id'));
  },

  async stream() {
    let text = '';
    let usage;
    for await (const chunk of await client.chat.completions.create({ model: 'plain', messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage ??= chunk.usage;
    }
    assert.equal(text, 'Hello there');
    assert.equal(usage, undefined);
  },

  async stream_with_usage() {
    const stream = client.chat.completions.stream({ model: 'plain', messages, stream_options: { include_usage: true } });
    assert.equal(await stream.finalContent(), 'Hello there');
    assert.equal((await stream.totalUsage()).total_tokens, 12);
  },

  async tools() {
    const answer = await client.chat.completions.create({ model: 'tools', messages, tools: [weather] });
    const [call] = answer.choices[0].message.tool_calls;
    assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ['weather', { city: 'Berlin' }]);
  },

  async tools_streamed() {
    const stream = client.chat.completions.stream({ model: 'tools', messages, tools: [weather] });
    const answer = await stream.finalChatCompletion();
    assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { city: 'Berlin' });
  },

  async structured_output() {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
    const answer = await client.chat.completions.parse({
      model: 'structured',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
    });
    assert.deepEqual(JSON.parse(answer.choices[0].message.content), { city: 'Berlin' });
  },

  async abort() {
    const controller = new AbortController();
    const stream = await client.chat.completions.create({ model: 'endless', messages, stream: true }, { signal: controller.signal });
    for await (const chunk of stream) {
      assert.equal(chunk.choices[0].delta.content, 'tick');
      controller.abort();
    }
    assert.ok(controller.signal.aborted);
  },

  async broken_stream() {
    const seen = [];
    const error = await failure((async () => {
      for await (const chunk of await client.chat.completions.create({ model: 'broken', messages, stream: true })) {
        seen.push(chunk.choices[0].delta.content);
      }
    })());
    assert.deepEqual(seen, ['Hello']);
    assert.ok(error instanceof OpenAI.APIError);
    assert.equal(error.code, 'stream_interrupted');
  },

  async wrong_key() {
    const error = await failure(client.withOptions({ apiKey: 'wrong-wrong-wrong' }).models.list());
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.deepEqual([error.status, error.code, error.type], [401, 'invalid_api_key', 'authentication_error']);
    assert.ok(error.requestID);
  },

  async bad_request() {
    const error = await failure(client.chat.completions.create({ model: 'refused', messages }));
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.deepEqual([error.code, error.param], ['context_length_exceeded', 'messages']);
  },

  async not_found() {
    const error = await failure(client.get('/nowhere'));
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, 'not_found');
  },

  async rate_limited() {
    const error = await failure(client.chat.completions.create({ model: 'throttled', messages }));
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.headers.get('retry-after'), '1');
  },

  async server_error() {
    const error = await failure(client.chat.completions.create({ model: 'down', messages }));
    assert.ok(error instanceof OpenAI.InternalServerError);
    assert.equal(error.code, 'response_error');
  },

  async retry_after() {
    const start = performance.now();
    const answer = await client.chat.completions.create({ model: 'throttled-once-node', messages }, { maxRetries: 2 });
    assert.equal(answer.choices[0].message.content, 'Hello there');
    assert.ok(performance.now() - start >= 990);
  },

  async models() {
    const models = [];
    for await (const model of client.models.list()) {
      models.push(model.id);
    }
    assert.deepEqual(models, ['plain', 'tools']);
    assert.equal((await client.models.retrieve('plain')).id, 'plain');
  },

  async completions() {
    assert.equal((await client.completions.create({ model: 'plain', prompt: 'Hi' })).choices[0].text, 'Hello there');
  },

  async responses() {
    assert.equal((await client.responses.create({ model: 'plain', input: 'Hi' })).output_text, 'Hello there');
  },

  async embeddings() {
    const { data } = await client.embeddings.create({ model: 'plain', input: 'Hi' });
    assert.deepEqual(data[0].embedding, [0.5, -1.25, 3]);
  },

  async moderations() {
    assert.equal((await client.moderations.create({ input: 'Hi' })).results[0].flagged, false);
  },

  async file_upload() {
    const file = await client.files.create({ file: await toFile(Buffer.from('a,b\n1,2\n'), 'table.csv'), purpose: 'assistants' });
    assert.deepEqual([file.id, file.filename], ['file-1', 'table.csv']);
  },

  async file_content() {
    assert.equal(await (await client.files.content('file-1')).text(), 'a,b\n1,2\n');
  },

  async transcription() {
    const audio = await toFile(Buffer.alloc(50_000, 7), 'a.wav');
    assert.equal((await client.audio.transcriptions.create({ file: audio, model: 'whisper' })).text, 'Hello there');
  },

  async speech() {
    const audio = Buffer.from(await (await client.audio.speech.create({ model: 'tts', voice: 'alloy', input: 'Hi' })).arrayBuffer());
    assert.equal(audio.length, 100_000);
  },

  async timeout() {
    const error = await failure(client.chat.completions.create({ model: 'silent', messages }, { timeout: 300 }));
    assert.ok(error instanceof OpenAI.APIConnectionTimeoutError);
  },
};

for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}: ${String(error?.stack ?? error).replaceAll('\n', ' | ')}`);
    process.exitCode = 1;
  }
}
