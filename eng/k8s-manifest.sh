#!/usr/bin/env bash
# Writes k8s-deployment.yaml from the documents of the Kustomize base, secret first. With --check it only compares.
set -euo pipefail
cd "$(dirname "$0")/.."

base=deploy/kustomize/base
manifest() {
  echo "# Fill in the two keys below, then: kubectl apply -f k8s-deployment.yaml"
  echo "# Written by eng/k8s-manifest.sh from $base: change it there."
  for document in secret deployment service disruption-budget autoscaler; do
    echo "---"
    cat "$base/$document.yaml"
  done
}

if [ "${1:-}" = --check ]; then
  manifest | diff - k8s-deployment.yaml
else
  manifest >k8s-deployment.yaml
fi
