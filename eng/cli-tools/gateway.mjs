// Starts the gateway before one provider that speaks one dialect.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const gatewayKey = 'gw-key-of-the-tool-4b1f';
export const providerKey = 'sk-key-of-the-provider-9e27';

// What the base URL of a provider ends in, and what the provider calls its model.
export const providers = {
  chat: { dialect: 'openai-chat', base: '/v1', model: 'qwen3-max', paths: /^\/v1\/chat\/completions$/ },
  responses: { dialect: 'openai-responses', base: '/v1', model: 'gpt-5.4', paths: /^\/v1\/responses$/ },
  anthropic: { dialect: 'anthropic', base: '/v1', model: 'claude-sonnet-4-5', paths: /^\/v1\/messages(\?beta=true)?$/ },
  gemini: { dialect: 'gemini', base: '/v1beta', model: 'gemini-2.5-pro', paths: /^\/v1beta\/models\/gemini-2\.5-pro:(stream)?[gG]enerateContent(\?.*)?$/ },
};

/** Starts `command` as the gateway in a folder of its own; `log` gets its lines as they come. */
export async function startGateway(command, folder, provider, url) {
  await mkdir(folder, { recursive: true });
  const { dialect, base, model } = providers[provider];
  await writeFile(
    path.join(folder, 'gateway.yaml'),
    `server: { port: 0, bind: 127.0.0.1 }
providers:
  scripted: { type: openai-compatible, dialects: [${dialect}], base_url: "${url}${base}", api_key: "${providerKey}" }
models:
  "*": { targets: [ { provider: scripted, model: ${model} } ] }
keys:
  - { name: tool, key: "${gatewayKey}" }
`,
  );
  const process = spawn(command[0], command.slice(1), { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const log = [];
  let errors = '';
  process.stderr.on('data', (chunk) => (errors += chunk));
  const ended = new Promise((resolve) => process.once('close', resolve));
  const listening = new Promise((resolve) => {
    createInterface({ input: process.stdout }).on('line', (line) => {
      const entry = parsed(line);
      log.push(entry);
      if (entry.msg === 'Listening') {
        resolve(entry.url);
      }
    });
  });
  const started = await Promise.race([listening, ended.then(() => undefined)]);
  if (started === undefined) {
    throw new Error(`The gateway ended before it listened: ${errors}${log.map((entry) => JSON.stringify(entry)).join('\n')}`);
  }
  return {
    url: `http://127.0.0.1:${new URL(started).port}`,
    log,
    async stop() {
      process.kill('SIGTERM');
      await ended;
    },
  };
}

function environment() {
  const { PATH, HOME, DOTNET_ROOT } = globalThis.process.env;
  return { PATH, HOME, ...(DOTNET_ROOT ? { DOTNET_ROOT } : {}) };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return { line };
  }
}
