// Google's Gemini CLI, which speaks Gemini. What it sends depends on the model that it believes to talk to: thinking by budget, or by level.
const steps = (folder) => [
  [{ tool: 'write_file', arguments: { file_path: `${folder}/hello.txt`, content: 'hi\n' } }],
  [
    { tool: 'run_shell_command', arguments: { command: 'cat hello.txt', description: 'Show the file' } },
    { tool: 'read_file', arguments: { file_path: `${folder}/hello.txt` } },
  ],
];

export default {
  name: 'gemini-cli',
  dialect: 'gemini',
  package: '@google/gemini-cli',
  path: /^\/v1beta\/models\/[^/:]+:(generateContent|streamGenerateContent|countTokens)(\?.*)?$/,
  models: { 'gemini-2.5-pro': steps, 'gemini-3-pro-preview': steps, 'qwen3-coder-plus': steps },

  files: {
    '.gemini/settings.json': JSON.stringify({
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      security: { auth: { selectedType: 'gemini-api-key' } },
    }),
  },

  command({ modules, gateway, key, model, prompt }) {
    return {
      arguments: [`${modules}/@google/gemini-cli/bundle/gemini.js`, '--skip-trust', '--yolo', '--output-format', 'json', '--model', model, '--prompt', prompt],
      environment: { GOOGLE_GEMINI_BASE_URL: gateway, GEMINI_API_KEY: key, GEMINI_CLI_NO_RELAUNCH: 'true' },
    };
  },

  said: (output) => JSON.parse(output.slice(output.indexOf('{'))).response,
};
