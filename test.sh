#!/usr/bin/env bash
# Everything that must hold before a change is merged: style, build, tests, the native binary, the .NET tool, the containers. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")" || exit 1

# No build servers that outlive this script, no banners, nothing that waits for a terminal.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 CI="${CI:-true}"

passed=0
failed=0
log="$(mktemp)"
failures="$(mktemp)"

# Nothing that was started here outlives it, however it ends.
stop_below() { # process
  local child
  for child in $(pgrep -P "$1"); do
    stop_below "$child"
    kill "$child" 2>/dev/null
  done
}

finish() {
  stop_below $$
  if [ -s "$failures" ]; then
    echo
    echo "== What failed"
    head -c 20000 "$failures"
  fi

  rm -f "$log" "$log.code" "$failures"
  echo "$passed passed, $failed failed"
}
trap finish EXIT
trap 'failed=$((failed + 1)); exit 130' INT TERM

# A step that the rest depends on.
must() { # title, command...
  local title=$1 code
  shift
  echo "== $title"
  "$@" &
  wait $!
  code=$?
  if [ "$code" -ne 0 ]; then
    echo "== failed: $title (exit code $code)" >&2
    echo "failed: $title (exit code $code)" >>"$failures"
    failed=$((failed + 1))
    exit 1
  fi
}

# A run of tests, whose summary is added to the sum. A skipped test counts as failed unless it says what the machine lacks.
# A few failures are looked into once more, each test with nothing beside it: what fails twice has failed, and what passes then is told at the end.
tests() { # title, command...
  local title=$1 code of_run_failed skipped excused methods
  shift
  echo "== $title"
  logged "$@"
  of_run_failed=$(field failed)
  skipped=$(field skipped)
  excused=$(grep -A1 '^skipped ' "$log" | grep -c 'lacks')
  if [ "$skipped" -gt "$excused" ]; then
    echo "== $((skipped - excused)) skipped without saying what this machine lacks" >&2
    of_run_failed=$((of_run_failed + skipped - excused))
    grep -A1 '^skipped ' "$log" >>"$failures"
  fi

  # A run that broke down, or found nothing to run.
  if [ "$code" -ne 0 ] && [ "$of_run_failed" -eq 0 ]; then
    of_run_failed=1
  fi

  passed=$((passed + $(field succeeded)))
  told "$title"
  mapfile -t methods < <(sed -nE 's/^failed (AiGateway[A-Za-z0-9_.+]+).*/\1/p' "$log" | sort -u)
  if [ "$of_run_failed" -gt 0 ] && [ "$of_run_failed" -eq "$(grep -c '^failed AiGateway' "$log")" ] && [ "${#methods[@]}" -le 5 ]; then
    again "$title" "$of_run_failed" "$@"
  else
    failed=$((failed + of_run_failed))
  fi
}

# Runs the tests that failed alone.
again() { # title, how many failed, command...
  local title=$1 of_run_failed=$2 code method filters=()
  shift 2
  for method in "${methods[@]}"; do
    filters+=(--filter-method "$method")
  done

  echo "== $title, once more: ${methods[*]}"
  logged "$@" "${filters[@]}" --max-threads 1
  if [ "$code" -eq 0 ] && [ "$(field failed)" -eq 0 ] && [ "$(field succeeded)" -gt 0 ]; then
    passed=$((passed + of_run_failed))
    echo "-- passed alone, so not counted as failed: ${methods[*]}" >>"$failures"
  else
    failed=$((failed + of_run_failed))
    told "$title, once more"
  fi
}

# Runs a command, shows and keeps what it prints, and leaves its exit code in $code.
logged() { # command...
  { "$@" 2>&1; echo $? >"$log.code"; } | tee "$log" &
  wait $!
  code=$(cat "$log.code" 2>/dev/null || echo 1)
}

# Keeps what the log says of each failure, to be told once more at the end, where a reader of a cut log looks first.
told() { # title
  awk -v title="$1" '
    /^failed AiGateway|^   FAILED: / { left = 15; if (!any++) print "-- " title }
    /^(passed|skipped|succeeded) |^\// || /^   ok: / { left = 0 }
    left-- > 0' "$log" >>"$failures"
}

field() { # name: a number of the summaries, added up
  sed -nE "s/^ +$1: ([0-9]+)\$/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'
}

# A script of checks, whose last line is "N passed, N failed".
checks() { # title, command...
  local title=$1 code last
  shift
  echo "== $title"
  logged "$@"
  told "$title"
  last=$(tail -n 1 "$log")
  if [[ ! $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    failed=$((failed + 1))
    return
  fi

  passed=$((passed + BASH_REMATCH[1]))
  failed=$((failed + (code != 0 && BASH_REMATCH[2] == 0 ? 1 : BASH_REMATCH[2])))
}

# What the tests need beside the .NET SDK: node for the openai package, curl for the examples, nginx and Caddy to stand in front,
# a linker for the native binary.
install_missing() {
  local packages=()
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  command -v curl >/dev/null || packages+=(curl)
  command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || packages+=(nginx-light)
  command -v caddy >/dev/null || packages+=(caddy)
  command -v clang >/dev/null || command -v gcc >/dev/null || packages+=(clang)
  [ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
  if [ "${#packages[@]}" -gt 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" || return
  fi

  if [ -f tests/sdk-node/package-lock.json ] && command -v npm >/dev/null; then
    npm ci --prefix tests/sdk-node --no-audit --no-fund --loglevel=error
  fi
}

must "Install what is missing" install_missing
must "Restore, as locked" dotnet restore --locked-mode
must "Style" dotnet format --no-restore --verify-no-changes
must "Build" dotnet build --no-restore
tests "Unit tests" dotnet test --project tests/AiGateway.Tests --no-build
must "Native binary" eng/publish-native.sh
tests "End-to-end tests against the native binary" eng/test-native.sh --no-build

# What is true of the native binary and could be otherwise here is how the program starts, reads and writes.
tests "End-to-end tests against the program as dotnet run starts it" dotnet test --project tests/AiGateway.EndToEnd --no-build \
  --filter-namespace 'AiGateway.EndToEnd' --filter-namespace '*.Demo' --filter-namespace '*.Lifecycle' --filter-namespace '*.Streaming' --filter-namespace '*.Proxy'
must ".NET tool" eng/test-tool.sh
if [ "$(id -u)" -eq 0 ]; then
  checks "Containers" eng/test-containers.sh
else
  echo "== Containers: not run, for it needs root: sudo eng/test-containers.sh"
fi

[ "$failed" -eq 0 ]
