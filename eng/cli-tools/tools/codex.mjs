// OpenAI's Codex, which speaks Responses. A model that it does not know is given functions only; one that it knows, a tool whose argument is a text
// (apply_patch); the newest, groups of tools that stand in the input, and one of them (exec) calls all others from JavaScript.
const patch = '*** Begin Patch\n*** Add File: hello.txt\n+hi\n*** End Patch\n';
const look = [
  { tool: 'exec_command', arguments: { cmd: 'cat hello.txt' } },
  { tool: 'exec_command', arguments: { cmd: 'wc -c hello.txt' } },
];
const byShell = [[{ tool: 'exec_command', arguments: { cmd: "printf 'hi\\n' > hello.txt" } }], look];

const byScript = [
  [{ tool: 'exec', arguments: `text(await tools.apply_patch(${JSON.stringify(patch)}))` }],
  [{ tool: 'exec', arguments: 'text(await tools.exec_command({ cmd: "cat hello.txt" }))' }],
];

export default {
  name: 'codex',
  dialect: 'responses',
  package: '@openai/codex',
  path: /^\/v1\/responses$/,
  models: {
    'a-model-of-ours': () => byShell,
    // aimock cannot call a tool that takes text in Responses itself; there nothing is translated either.
    'gpt-5.5': (folder, provider) => (provider === 'responses' ? byShell : [[{ tool: 'apply_patch', arguments: patch }], look]),
    'gpt-6.1-sol': (folder, provider) => (provider === 'responses' ? undefined : byScript),
  },

  command({ modules, gateway, key, model, prompt }) {
    const settings = {
      model_provider: '"gateway"',
      'model_providers.gateway': `{ name = "gateway", base_url = "${gateway}/v1", env_key = "GATEWAY_KEY", wire_api = "responses" }`,
      check_for_update_on_startup: 'false',
      'analytics.enabled': 'false',
      'otel.exporter': '"none"',
    };
    return {
      arguments: [
        `${modules}/@openai/codex/bin/codex.js`,
        'exec', '--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox',
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        '--model', model, prompt,
      ],
      environment: { GATEWAY_KEY: key },
    };
  },

  /** What it says last. */
  said(output) {
    const items = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    return items.filter((line) => line.item?.type === 'agent_message').at(-1)?.item.text;
  },
};
