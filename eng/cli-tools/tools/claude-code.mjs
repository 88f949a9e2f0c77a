// Anthropic's Claude Code, which speaks Messages. What it sends depends on the model that it believes to talk to: thinking by budget, or adaptive.
const steps = (folder) => [
  [{ tool: 'Write', arguments: { file_path: `${folder}/hello.txt`, content: 'hi\n' } }],
  [
    { tool: 'Bash', arguments: { command: 'cat hello.txt', description: 'Show the file' } },
    { tool: 'Read', arguments: { file_path: `${folder}/hello.txt` } },
  ],
];

export default {
  name: 'claude-code',
  dialect: 'anthropic',
  package: '@anthropic-ai/claude-code',
  path: /^\/v1\/messages(\/count_tokens)?(\?.*)?$/,
  models: { 'claude-sonnet-4-5': steps, 'claude-opus-5-5': steps },

  command({ modules, gateway, key, model, prompt }) {
    return {
      arguments: [
        `${modules}/@anthropic-ai/claude-code/cli-wrapper.cjs`,
        '--print', '--output-format', 'json', '--permission-mode', 'acceptEdits', '--allowedTools', 'Bash,Read,Write', '--model', model, prompt,
      ],
      environment: {
        ANTHROPIC_BASE_URL: gateway,
        ANTHROPIC_API_KEY: key,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_ERROR_REPORTING: '1',
        DISABLE_AUTOUPDATER: '1',
      },
    };
  },

  said: (output) => JSON.parse(output).result,
};
