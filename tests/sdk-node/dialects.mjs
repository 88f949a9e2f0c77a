// Each SDK as a caller of models that speak each dialect: each case prints one line, "ok SDK CASE MODEL" or "not ok SDK CASE MODEL: why". Needs GATEWAY and API_KEY.
//   node dialects.mjs [SDK…]
import anthropic from './sdks/anthropic.mjs';
import googleGenai from './sdks/google-genai.mjs';
import openaiChat from './sdks/openai-chat.mjs';
import openaiResponses from './sdks/openai-responses.mjs';
import * as vercel from './sdks/vercel.mjs';

const sdks = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  anthropic,
  'google-genai': googleGenai,
  'vercel-chat': vercel.chat,
  'vercel-responses': vercel.responses,
  'vercel-anthropic': vercel.anthropic,
  'vercel-google': vercel.google,
};

const asked = process.argv.slice(2);
const models = ['on-chat', 'on-responses', 'on-anthropic', 'on-gemini'];
for (const sdk of asked.length > 0 ? asked : Object.keys(sdks)) {
  for (const [name, run] of Object.entries(sdks[sdk](process.env.GATEWAY, process.env.API_KEY))) {
    await Promise.all(models.map((model) => report(`${sdk} ${name} ${model}`, run(model))));
  }
}

async function report(title, result) {
  try {
    await result;
    console.log(`ok ${title}`);
  } catch (error) {
    console.log(`not ok ${title}: ${String(error?.stack ?? error).replaceAll('\n', ' | ')}`);
    process.exitCode = 1;
  }
}
