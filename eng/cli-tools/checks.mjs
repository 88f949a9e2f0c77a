// What must hold after a tool did its task: on the disk, at the tool, on both sides of the gateway.
import { gatewayKey, providerKey, providers } from './gateway.mjs';
import { closing, usage } from './model.mjs';

/** Every problem of a run, each as a sentence; none where it went well. */
export function* problems({ tool, provider, steps, file, code, said, log, model }) {
  if (code !== 0) {
    yield `the tool ended with ${code}`;
  }
  if (file !== 'hi\n') {
    yield `hello.txt holds ${JSON.stringify(file)}`;
  }
  if (said !== closing) {
    yield `the tool said at last: ${JSON.stringify(said)}`;
  }
  yield* ofCaller(tool, log, model.rounds.length);
  yield* ofProvider(provider, model.exchanges);
  yield* ofDeclarations(steps, model.exchanges);
  yield* ofConversation(steps, model.rounds);
}

function* ofCaller(tool, log, rounds) {
  const requests = log.filter((entry) => entry.msg === 'request');
  for (const { method, path, status, error_code: code } of requests) {
    if (method !== 'POST' || !tool.path.test(path) || status !== 200) {
      yield `the gateway answered ${method} ${path} with ${status} ${code ?? ''}`;
    }
  }
  const count = (field) => requests.reduce((sum, entry) => sum + (entry[field] ?? 0), 0);
  const [input, output] = [count('prompt_tokens'), count('completion_tokens')];
  if (input !== rounds * usage.input || output !== rounds * usage.output) {
    yield `the gateway counted ${input} and ${output} tokens for ${rounds} answers of ${usage.input} and ${usage.output}`;
  }
  for (const entry of log.filter(({ level }) => level === 'error' || level === 'fatal')) {
    yield `the gateway logged ${JSON.stringify(entry)}`;
  }
}

function* ofProvider(provider, exchanges) {
  for (const { method, path, headers, body, status, answer } of exchanges) {
    if (method !== 'POST' || !providers[provider].paths.test(path) || status !== 200) {
      yield `the provider answered ${method} ${path} with ${status}: ${status === 200 ? 'no path of its dialect' : answer}`;
    }
    if (!Object.values(headers).some((value) => value.includes(providerKey))) {
      yield 'the provider was not shown its key';
    }
    if (JSON.stringify(headers).includes(gatewayKey) || body.includes(gatewayKey)) {
      yield "the provider was shown the gateway's key";
    }
  }
}

function* ofConversation(steps, rounds) {
  if (rounds.length < steps.length + 1) {
    yield `the model was asked ${rounds.length} times, not ${steps.length + 1}`;
    return;
  }
  for (const [index, request] of rounds.slice(0, steps.length + 1).entries()) {
    const results = request.messages.filter((message) => message.role === 'tool');
    const wanted = steps.slice(0, index).flat();
    if (results.length !== wanted.length) {
      yield `request ${index + 1} has ${results.length} results of tools, not ${wanted.length}`;
    }
    const calls = request.messages.flatMap((message) => message.tool_calls ?? []);
    if (calls.map((call) => call.function?.name).join() !== wanted.map((call) => call.tool).join()) {
      yield `request ${index + 1} tells of calls to ${calls.map((call) => call.function?.name).join()}, not to ${wanted.map((call) => call.tool).join()}`;
    }
    for (const { tool_call_id: id } of results) {
      if (!calls.some((call) => call.id === id)) {
        yield `request ${index + 1} has a result of ${id}, which was not called`;
      }
    }
    if (!request.messages.some((message) => message.role === 'system')) {
      yield `request ${index + 1} has no system prompt`;
    }
  }
  const seen = rounds[steps.length].messages.filter((message) => message.role === 'tool').slice(-steps.at(-1).length);
  for (const { content } of seen) {
    if (!/\bhi\b|\b3\b/.test(plain(content))) {
      yield `the model was not shown what the file holds, but ${JSON.stringify(content)}`;
    }
  }
}

/** Every tool that the model may call is declared with its description and its parameters, however the dialect puts it. */
function* ofDeclarations(steps, exchanges) {
  for (const [index, { body }] of exchanges.slice(0, steps.length + 1).entries()) {
    const tools = JSON.parse(body).tools?.flatMap((tool) => tool.functionDeclarations ?? tool.function ?? tool) ?? [];
    for (const name of new Set(steps.flat().map((call) => call.tool))) {
      const { description, parameters, parametersJsonSchema = parameters, input_schema: schema = parametersJsonSchema } = tools.find((tool) => tool.name === name) ?? {};
      if (!description || Object.keys(schema?.properties ?? {}).length === 0) {
        yield `request ${index + 1} does not declare ${name} with a description and its parameters`;
      }
    }
  }
}

// Gemini's results are objects, which aimock gives as JSON.
function plain(content) {
  if (typeof content !== 'string') {
    return content.map((part) => part.text).join('');
  }
  return content.startsWith('{"') ? Object.values(JSON.parse(content)).join('') : content;
}
