// Has each tool do a small task with a model that follows a script, through the gateway, with a provider of each dialect.
//   node run.mjs MODULES WORK FILTERS... -- GATEWAY COMMAND...
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gatewayKey, providers, startGateway } from './gateway.mjs';
import { problems } from './checks.mjs';
import { startModel } from './model.mjs';
import claudeCode from './tools/claude-code.mjs';
import codex from './tools/codex.mjs';
import geminiCli from './tools/gemini-cli.mjs';
import qwenCode from './tools/qwen-code.mjs';

const limit = 120_000;
const prompt = 'Create a file hello.txt in this folder that holds one line, the word hi, and look at it.';
const divider = process.argv.indexOf('--');
const [modules, work, ...filters] = process.argv.slice(2, divider);
const gatewayCommand = process.argv.slice(divider + 1);
const running = new Set();
let passed = 0;
let failed = 0;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const stop of running) {
      stop();
    }
    process.exit(130);
  });
}

for (const tool of [codex, claudeCode, geminiCli, qwenCode]) {
  const { version } = JSON.parse(await readFile(path.join(modules, tool.package, 'package.json'), 'utf8'));
  for (const model of Object.keys(tool.models)) {
    for (const provider of Object.keys(providers)) {
      const title = `${tool.name} ${version}, ${model}, provider of ${provider}${provider === tool.dialect ? ' (its own)' : ''}`;
      const isScripted = tool.models[model](work, provider) !== undefined;
      if (isScripted && filters.every((filter) => title.includes(filter))) {
        await check(title, tool, model, provider);
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function check(title, tool, model, provider) {
  const began = performance.now();
  const folder = path.join(work, `${tool.name}-${model}-${provider}`);
  let found;
  try {
    found = await attempt(tool, model, provider, folder);
  } catch (error) {
    found = [String(error.stack ?? error)];
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (found.length === 0) {
    passed++;
    console.log(`ok     ${title} (${seconds} s)`);
    return;
  }
  failed++;
  console.log(`not ok ${title} (${seconds} s); see ${folder}`);
  for (const problem of found) {
    console.log(`       ${problem.slice(0, 2_000)}`);
  }
}

async function attempt(tool, model, provider, folder) {
  const home = path.join(folder, 'home');
  const place = path.join(folder, 'task');
  await mkdir(place, { recursive: true });
  for (const [name, content] of Object.entries(tool.files ?? {})) {
    await mkdir(path.dirname(path.join(home, name)), { recursive: true });
    await writeFile(path.join(home, name), content);
  }
  await mkdir(home, { recursive: true });
  const steps = tool.models[model](place, provider);
  const scripted = await startModel(steps);
  let gateway;
  try {
    gateway = await startGateway(gatewayCommand, path.join(folder, 'gateway'), provider, scripted.url);
    running.add(gateway.stop);
    const { code, output, errors } = await runTool(tool.command({ modules, gateway: gateway.url, key: gatewayKey, model, prompt }), home, place);
    await gateway.stop();
    await writeFile(path.join(folder, 'wire.json'), JSON.stringify(scripted.exchanges, null, 1));
    await writeFile(path.join(folder, 'log.json'), JSON.stringify(gateway.log, null, 1));
    await writeFile(path.join(folder, 'output.txt'), output);
    await writeFile(path.join(folder, 'errors.txt'), errors);
    const file = await readFile(path.join(place, 'hello.txt'), 'utf8').catch(() => undefined);
    return [...problems({ tool, provider, steps, file, code, said: said(tool, output), log: gateway.log, model: scripted })];
  } finally {
    await gateway?.stop();
    running.delete(gateway?.stop);
    await scripted.stop();
  }
}

function said(tool, output) {
  try {
    return tool.said(output);
  } catch {
    return output.slice(-500);
  }
}

// A group of its own, so that what the tool started ends with it.
async function runTool({ arguments: words, environment }, home, place) {
  const tool = spawn(process.execPath, words, {
    cwd: place,
    detached: true,
    env: { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`, HOME: home, TMPDIR: path.dirname(home), CI: 'true', NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => {
    try {
      process.kill(-tool.pid, 'SIGKILL');
    } catch {
      // All of the group has ended.
    }
  };
  running.add(stop);
  const timer = setTimeout(stop, limit);
  let output = '';
  let errors = '';
  tool.stdout.on('data', (chunk) => (output += chunk));
  tool.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((resolve) => tool.once('close', (exit, signal) => resolve(exit ?? signal)));
  clearTimeout(timer);
  stop();
  running.delete(stop);
  return { code, output, errors };
}
