// Qwen Code, which speaks Chat.
export default {
  name: 'qwen-code',
  dialect: 'chat',
  package: '@qwen-code/qwen-code',
  path: /^\/v1\/chat\/completions$/,
  models: {
    'qwen3-coder-plus': (folder) => [
      [{ tool: 'write_file', arguments: { file_path: `${folder}/hello.txt`, content: 'hi\n' } }],
      [
        { tool: 'run_shell_command', arguments: { command: 'cat hello.txt', is_background: false } },
        { tool: 'read_file', arguments: { file_path: `${folder}/hello.txt` } },
      ],
    ],
  },

  // What it keeps of a conversation for the next one is asked of the model too; it would come after the script. Without a terminal,
  // it may miss what a command prints that ends at once.
  files: {
    '.qwen/settings.json': JSON.stringify({
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      tools: { shell: { enableInteractiveShell: true } },
      memory: { enableManagedAutoMemory: false, enableManagedAutoDream: false },
    }),
  },

  command({ modules, gateway, key, model, prompt }) {
    return {
      arguments: [`${modules}/@qwen-code/qwen-code/cli-entry.js`, '--yolo', '--auth-type', 'openai', '--output-format', 'json', '--model', model, prompt],
      environment: { OPENAI_BASE_URL: `${gateway}/v1`, OPENAI_API_KEY: key, QWEN_CODE_SUPPRESS_YOLO_WARNING: '1' },
    };
  },

  said: (output) => JSON.parse(output.slice(output.indexOf('['))).find((entry) => entry.type === 'result')?.result,
};
