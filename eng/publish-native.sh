#!/usr/bin/env bash
# Publishes the native binary to artifacts/publish/AiGateway/release/aigateway. Any trim or AOT warning is a failure,
# and so is a file beside it that it would need. aigateway.dbg has its symbols, for debuggers, and is not shipped;
# a bill of materials (aigateway.cdx.json) may lie there.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

folder=artifacts/publish/AiGateway/release
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

fail() { # reason
  echo "publish-native: $1" >&2
  exit 1
}

rm -rf "$folder"
dotnet publish src/AiGateway -c Release -p:RestoreLockedMode=true 2>&1 | tee "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || fail "the build failed"
grep -qE 'warning (IL|CS|CA|IDE|NU)[0-9]+' "$log" && fail "there are warnings"

published="$(ls "$folder" | grep -vE '\.(dbg|cdx\.json)$')"
[ "$published" = aigateway ] || fail "more is published than the executable: ${published//$'\n'/ }"
if command -v readelf >/dev/null; then
  readelf --section-headers --wide "$folder/aigateway" | grep -q ' \.symtab ' && fail "the executable is not stripped"
fi

"$folder/aigateway" --version || fail "the executable does not run"
