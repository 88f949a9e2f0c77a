// A provider of four dialects on one port, played by aimock. Prints its address and serves until its input ends.
import { LLMock } from '@copilotkit/aimock';

const usage = { prompt_tokens: 9, completion_tokens: 3 };
const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', strict: true });
mock.on({ predicate: () => true }, answer);
console.log(await mock.start());
process.stdin.resume();
process.stdin.once('end', async () => {
  await mock.stop();
  process.exit();
});

function answer(request) {
  const asked = text(request.messages.findLast((message) => message.role === 'user'));
  const result = request.messages.findLast((message) => message.role === 'tool');
  if (result !== undefined) {
    return { content: weather(request, text(result)), usage };
  }
  if (asked.includes('weather')) {
    const cities = asked.includes('both') ? ['Berlin', 'Paris'] : ['Berlin'];
    const toolCalls = cities.map((city) => ({ name: 'weather', arguments: JSON.stringify({ city }) }));
    // Gemini stops where others say that they call.
    return { toolCalls, usage, ...(request.model.startsWith('gemini') && { finishReason: 'stop' }) };
  }
  if (asked.includes('think')) {
    return { reasoning: 'Six times seven.', content: 'It is 42.', usage };
  }
  if (asked.includes('slow')) {
    return { error: { message: 'Too many requests of yours', type: typeOf(request, 'rate_limit_error', 'RESOURCE_EXHAUSTED') }, status: 429, retryAfter: 0 };
  }
  if (asked.includes('wrong')) {
    return { error: { message: 'That cannot be asked', type: typeOf(request, 'invalid_request_error', 'INVALID_ARGUMENT') }, status: 400 };
  }
  return { content: instructed(request) ? 'Hello there' : 'Hello, whoever you are', usage };
}

// Says what is wrong with a conversation that does not hold what the caller put into it.
function weather(request, result) {
  const calls = request.messages.flatMap((message) => message.tool_calls ?? []);
  const results = request.messages.filter((message) => message.role === 'tool');
  if (results.some(({ tool_call_id: id }) => !calls.some((call) => call.id === id))) {
    return 'A result answers no call.';
  }
  if (results.length !== calls.length || !calls.every((call) => call.function.name === 'weather')) {
    return `There are ${calls.length} calls and ${results.length} results.`;
  }
  return result.includes('20 degrees') ? 'Take no coat.' : `What is ${result}?`;
}

function instructed({ messages, temperature = 0.5 }) {
  return messages.some((message) => ['system', 'developer'].includes(message.role) && text(message).includes('Be brief.')) && temperature === 0.5;
}

function typeOf({ model }, usual, gemini) {
  return model.startsWith('gemini') ? gemini : usual;
}

function text(message) {
  const content = message?.content ?? '';
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}
