#!/usr/bin/env bash
# Runs the fuzz tests (the request scan, forms, framing, streams) with a million inputs each, or as many as the argument says.
# The seed is fixed: every run tries the same inputs.
set -euo pipefail
cd "$(dirname "$0")/.."

# A fuzz test is one that asks for the number of its inputs.
filters=()
while read -r file; do
  filters+=(--filter-class "*.$(basename "$file" .cs)")
done < <(grep -rlE --include='*Tests.cs' 'Fuzzing\.Inputs' tests/AiGateway.Tests)

FUZZ_INPUTS="${1:-1000000}" exec dotnet test --project tests/AiGateway.Tests "${filters[@]}"
