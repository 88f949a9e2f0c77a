// A provider whose model follows a script. What it says on the wire, in whichever dialect it is asked, is aimock's work and not the gateway's.
import { LLMock } from '@copilotkit/aimock';
import { startRecorder } from './recorder.mjs';

export const thought = 'What is asked for takes a tool.';
export const closing = 'hello.txt is there and says hi.';
export const usage = { input: 1200, output: 34 };

/**
 * Starts it. `steps` holds the calls of each answer, in order: `[{ tool, arguments }, …]`; `closing` comes after the last of them. Which step is next is
 * seen from the results that the conversation holds, as a model would. `rounds` gets each request as aimock understood it.
 */
export async function startModel(steps) {
  const rounds = [];
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', strict: true });
  mock.on({ predicate: () => true }, (request) => {
    rounds.push(request);
    return answer(steps, request);
  });
  const recorder = await startRecorder(await mock.start());
  return {
    url: recorder.url,
    exchanges: recorder.exchanges,
    rounds,
    async stop() {
      await recorder.stop();
      await mock.stop();
    },
  };
}

function answer(steps, request) {
  const counts = { usage: { prompt_tokens: usage.input, completion_tokens: usage.output } };
  let results = request.messages.filter((message) => message.role === 'tool').length;
  for (const calls of steps) {
    if (results === 0) {
      // Gemini stops where others say that they call.
      const finish = request.model.startsWith('gemini') ? { finishReason: 'stop' } : {};
      return { toolCalls: calls.map((call) => said(call, request)), reasoning: thought, ...finish, ...counts };
    }
    results -= calls.length;
  }
  if (results !== 0) {
    return { error: { message: `The script has no answer to this number of results: ${-results} are missing.`, type: 'invalid_request_error' }, status: 400 };
  }
  return { content: closing, ...counts };
}

// A tool that takes text was given to a model that knows only functions: the text goes into the one member that the function has.
function said(call, request) {
  if (typeof call.arguments !== 'string') {
    return { name: call.tool, arguments: JSON.stringify(call.arguments) };
  }
  const declared = request.tools?.find((tool) => tool.function?.name === call.tool)?.function.parameters;
  const [member = 'input'] = Object.keys(declared?.properties ?? {});
  return { name: call.tool, arguments: JSON.stringify({ [member]: call.arguments }) };
}
