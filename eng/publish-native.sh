#!/usr/bin/env bash
# Publishes the native binary to artifacts/publish/AiGateway/release/aigateway. Any trim or AOT warning is a failure.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
dotnet publish src/AiGateway -c Release -p:RestoreLockedMode=true 2>&1 | tee "$log"
code=${PIPESTATUS[0]}
if grep -qE 'warning (IL|CS|CA|IDE|NU)[0-9]+' "$log"; then
  echo "publish-native: there are warnings" >&2
  exit 1
fi

exit "$code"
