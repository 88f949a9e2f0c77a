#!/usr/bin/env bash
# Runs the end-to-end tests against the native binary.
#   eng/test-native.sh                                  all of them
#   eng/test-native.sh --filter-namespace '*.Streaming' any options of `dotnet test`
#   --no-build as the first argument takes the binary and the tests as they were built last.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=artifacts/publish/AiGateway/release/aigateway
options=(--project tests/AiGateway.EndToEnd)
if [ "${1:-}" = --no-build ]; then
  shift
  options+=(--no-build)
else
  eng/publish-native.sh
fi

GATEWAY_BINARY="$binary" exec dotnet test "${options[@]}" "$@"
