#!/usr/bin/env bash
# Builds the image from the unmodified Dockerfile and runs it as the documentation says: without rights and with 128 MiB under load, with Compose, and the
# Deployment of Kubernetes with Podman. Needs no Docker engine and no registry of images; root, for it makes containers. Installs what is missing with apt-get.
#   eng/test-containers.sh           everything; prints a table of figures
#   LOAD_SECONDS=10 eng/test-containers.sh
# The last line is "N passed, N failed". All traffic stays in network namespaces of its own.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=eng/containers/checks.sh
. eng/containers/checks.sh

readonly load_seconds=${LOAD_SECONDS:-60} rate=500 rationed_rate=200 streams=200
readonly largest_layers=$((35 * 1024 * 1024))
readonly name=aigateway-test-$$
readonly image=localhost/ai-gateway:latest runtime_image=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
readonly unprivileged=(--read-only --read-only-tmpfs=false --cap-drop=all --security-opt no-new-privileges --memory 128m --memory-swap 128m --no-healthcheck)
readonly client_key=key-of-the-container-test
readonly compose=(podman-compose -p "$name" -f docker-compose.yml -f eng/containers/provider.compose.yml)
work=$(mktemp -d)

# Whatever was started goes, however this ends. The images stay, so that the next run is short.
finish() {
  trap - EXIT INT TERM
  local container
  {
    timeout 60 podman ps -aq --filter "name=$name" | while read -r container; do timeout 30 podman rm -f -t 0 -v "$container"; done
    timeout 60 podman pod ls -q --filter "name=$name" | while read -r container; do timeout 30 podman pod rm -f -t 0 "$container"; done
    podman volume ls -q --filter "name=$name" | while read -r container; do podman volume rm -f "$container"; done
    podman network ls -q --filter "name=$name" | while read -r container; do podman network rm -f "$container"; done
    podman secret rm ai-gateway-secret
    podman volume prune -f
    drop_rules
  } >/dev/null 2>&1
  rm -rf "$work"
  echo "$passed passed, $failed failed"
  exit $((failed > 0 || passed == 0))
}

# What cannot go on.
give_up() { # why
  echo "test-containers: $1" >&2
  failed=$((failed + 1))
  exit 1
}

install_missing() {
  local packages=() command package
  for command in podman buildah runc iptables mmdebstrap podman-compose curl gcc shellcheck kubectl; do
    case $command in
      gcc) package="gcc libc6-dev" ;;
      kubectl) package=kubernetes-client ;;
      podman) package="podman netavark aardvark-dns catatonit" ;;
      *) package=$command ;;
    esac
    # shellcheck disable=SC2206 # several packages in one word
    command -v "$command" >/dev/null || packages+=($package)
  done
  [ "${#packages[@]}" -eq 0 ] && return
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

# Images and networks of these tests are kept apart from others of this machine: the stand-ins bear the names of real images.
use_own_storage() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/aigateway-containers
  mkdir -p "$cache/storage" "$cache/networks" /run/aigateway-containers
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s/storage"\nrunroot = "/run/aigateway-containers"\n' "$cache" >"$work/storage.conf"
  # No limit of this process may be exceeded where it may not raise its own.
  cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=4096:4096"]
[engine]
runtime = "runc"
[network]
network_config_dir = "$cache/networks"
CONF
  export CONTAINERS_STORAGE_CONF=$work/storage.conf CONTAINERS_CONF=$work/containers.conf
}

build_image() {
  local nuget=${NUGET_PACKAGES:-$HOME/.nuget/packages} began
  mkdir -p "$nuget"
  began=$(milliseconds)
  timeout 600 buildah bud --pull-never --isolation=chroot --format docker --build-arg COMMIT="$commit" -v "$nuget:/root/.nuget/packages" -t "$image" . || return
  figure "build of the image" "$((($(milliseconds) - began) / 1000)) s"
}

look_into_image() {
  local base_bytes bytes label
  bytes=$(podman image inspect -f '{{.Size}}' "$image")
  base_bytes=$(podman image inspect -f '{{.Size}}' "$runtime_image")
  figure "own layers, uncompressed" "$(awk -v n=$((bytes - base_bytes)) 'BEGIN { printf "%.1f MiB", n / 1048576 }')"
  check "its own layers are at most 35 MiB" [ $((bytes - base_bytes)) -le $largest_layers ]
  check "it runs as user 1654" [ "$(podman image inspect -f '{{.Config.User}}' "$image")" = 1654 ]
  check "it asks itself for its health" grep -q aigateway <(podman image inspect -f '{{.HealthCheck.Test}}' "$image")
  for label in title description licenses version revision; do
    check "it has the label $label" [ -n "$(podman image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$label\"}}" "$image")" ]
  done
  check "its revision is the commit" [ "$(podman image inspect -f '{{index .Config.Labels "org.opencontainers.image.revision"}}' "$image")" = "$commit" ]

  podman create --no-healthcheck --name "$name-look" "$image" >/dev/null
  podman export "$name-look" | tar -tf - | sed 's|^\./||' | sort >"$work/files"
  podman create --name "$name-base" "$runtime_image" none >/dev/null
  podman export "$name-base" | tar -tf - | sed 's|^\./||' | sort >"$work/base-files"
  podman cp "$name-look:/app/aigateway.cdx.json" "$work/sbom.json"
  podman rm -v "$name-look" "$name-base" >/dev/null
  comm -23 "$work/files" "$work/base-files" >"$work/own-files"
  sed 's/^/   own: /' "$work/own-files"
  check "it adds nothing but /app and /data" [ -z "$(grep -vE '^(app|data)/' "$work/own-files")" ]
  check "it has no shell, no package manager and no .NET" [ -z "$(grep -E '(^|/)(sh|bash|dash|ash|busybox|apt|apt-get|dpkg|apk|rpm|dnf|perl|python3?|dotnet)$' "$work/files")" ]
  check "it has its bill of materials" grep -q '"bomFormat": "CycloneDX"' "$work/sbom.json"
  check "it tells its commit" grep -qF "commit $commit" <(podman run --rm --no-healthcheck --network none "$image" --version)
}

start_provider() {
  podman network create "$name" >/dev/null || return
  podman run -d --name "$name-provider" --network "$name" --network-alias provider "${unprivileged[@]}" --memory 256m --memory-swap 256m \
    -e HOST=0.0.0.0 -e PORT=9000 "$image" demo >/dev/null || return
  within 20 has_key "$name-provider" || return
  provider_key=$(key_of "$name-provider")
}

# Beside the provider, in its network: the gateway under test, reached and reaching over loopback.
start_gateway() { # name, options of podman run...
  local container=$1 began created
  shift
  podman create --name "$container" --network "container:$name-provider" "${unprivileged[@]}" "$@" -e HOST=127.0.0.1 -e TARGET_API_URL=http://127.0.0.1:9000/v1 \
    -e TARGET_API_KEY="$provider_key" -e GATEWAY_API_KEYS="$client_key" -e RATE_LIMIT_REQUESTS_PER_MINUTE=0 "$image" >/dev/null || return
  began=$(milliseconds)
  podman start "$container" >/dev/null || return
  created=$(milliseconds)
  within 60 answers_200 "$container" http://127.0.0.1:8080/livez || return
  start_ms=$(($(milliseconds) - began))
  podman_ms=$((created - began))
}

load() { # kind, container, output, options of lg...
  local kind=$1 container=$2 output=$3
  shift 3
  inside "$container" timeout $((load_seconds + 120)) "$work/lg" "$kind" -u 127.0.0.1:8080 -k "$client_key" "$@" >"$output"
}

in_flight() { # container
  inside "$1" curl -s --max-time 5 http://127.0.0.1:8080/metrics | sed -n 's/^aigateway_requests_in_flight \([0-9]*\).*/\1/p'
}

has_in_flight() { [ "$(in_flight "$1")" -ge "$2" ]; } # container, how many

run_under_load() {
  local container=$name-gateway started unary streaming
  start_gateway "$container" || return
  figure "start to the first 200" "$start_ms ms, $podman_ms ms of them Podman's"
  started=$(podman inspect -f '{{.State.StartedAt}}' "$container")
  sleep 2
  figure "RSS idle" "$(resident "$container") MiB"

  # Each stream takes some 2.4 seconds, and each that ends is followed by another.
  load closed "$container" "$work/streams.txt" -s -x 0 -c $streams -n $((load_seconds * streams * 10 / 24)) -m sim-chat &
  streaming=$!
  load rate "$container" "$work/unary.txt" -r $rate -t "$load_seconds" -c 64 -m sim-fast -G "$(pid_of "$container")" &
  unary=$!
  sleep $((load_seconds / 2))
  check "at least $streams streams are open" within 2 has_in_flight "$container" $streams
  figure "RSS under load, half-way" "$(resident "$container") MiB"
  check "$rate requests a second for $load_seconds s, and no failure" wait $unary
  check "$streams streams at any time, all of them whole" wait $streaming
  cat "$work/unary.txt" "$work/streams.txt"
  check "it was not restarted and not out of memory" runs_since "$container" "$started"
  check "it logged no error and no warning" [ "$(podman logs "$container" 2>&1 | grep -cE '"level":"(warn|error|fatal)')" -eq 0 ]
  figure "RSS under load, at most" "$(most_resident "$container") MiB"
  figure "memory charged to the container, at most" "$(most_charged "$container") of 128 MiB"
  figure "requests answered" "$(field n "$(cat "$work/unary.txt")") at $(field rps "$(cat "$work/unary.txt")") a second, and $(field n "$(cat "$work/streams.txt")") streams"
  figure "latency of a request" "$(field lat_p50 "$(cat "$work/unary.txt")") µs median, $(field lat_p99 "$(cat "$work/unary.txt")") µs p99, load generator and provider on the same machine"
  figure "processor under load" "$(awk -v c="$(field cpu_s "$(cat "$work/unary.txt")")" -v s="$(field seconds "$(cat "$work/unary.txt")")" 'BEGIN { printf "%.2f cores", c / s }')"

  local began
  began=$(milliseconds)
  podman kill --signal TERM "$container" >/dev/null
  check "idle, it ends with exit code 0" [ "$(exit_code_of "$container")" = 0 ]
  figure "shutdown, idle" "$(($(milliseconds) - began)) ms"
}

end_while_streaming() {
  local container=$name-leaving began streaming refused
  start_gateway "$container" || return
  load stream "$container" "$work/leaving.txt" -c 50 -R 200 -x 0 -m sim-chat &
  streaming=$!
  check "50 streams are under way" within 2 has_in_flight "$container" 50
  began=$(milliseconds)
  podman kill --signal TERM "$container" >/dev/null
  sleep 0.3
  refused=$(status_of "$container" http://127.0.0.1:8080/v1/models -H "Authorization: Bearer $client_key")
  check "after SIGTERM new work gets 503" [ "$refused" = 503 ]
  check "50 streams that SIGTERM met end whole" wait $streaming
  check "and then it ends with exit code 0" [ "$(exit_code_of "$container")" = 0 ]
  figure "shutdown, 50 streams under way" "$(($(milliseconds) - began)) ms"
  cat "$work/leaving.txt"
}

# The original's limit of the processor, 100m, beside none: what it does to streams.
ration_processor() {
  local container=$name-rationed quota title line
  for quota in 0 0.1; do
    title=$([ $quota = 0 ] && echo "no limit of the processor" || echo "limit of 100m")
    start_gateway "$container" --cpus $quota || return
    check "$streams streams are whole with $title" load stream "$container" "$work/rationed.txt" -c $streams -R 500 -x 0 -m sim-chat
    line=$(cat "$work/rationed.txt")
    echo "$line"
    figure "$streams streams, $title" "start $start_ms ms; first byte $(in_ms ttfb_p50 "$line") ms median, $(in_ms ttfb_max "$line") ms at most; whole after $(in_ms total_p50 "$line") ms \
median, $(in_ms total_max "$line") ms at most; waited for the processor $(throttled "$container") ms"
    check "$rationed_rate requests a second succeed with $title" load rate "$container" "$work/rationed.txt" -r $rationed_rate -t 5 -c 64 -m sim-fast
    line=$(cat "$work/rationed.txt")
    echo "$line"
    figure "$rationed_rate requests a second, $title" "$(in_ms lat_p50 "$line") ms median, $(in_ms lat_p99 "$line") ms p99; waited for the processor $(throttled "$container") ms in all"
    podman rm -f -v -t 10 "$container" >/dev/null
  done
}

run_compose() {
  local container=${name}_gateway_1 pid
  export DASHSCOPE_API_KEY=none GATEWAY_API_KEYS=$client_key TARGET_API_URL=http://provider:9000/v1 GATEWAY_LISTEN=127.0.0.1:
  timeout 60 "${compose[@]}" up -d provider >"$work/compose.log" 2>&1 || { cat "$work/compose.log"; return 1; }
  within 20 has_key "${name}_provider_1" || return
  DASHSCOPE_API_KEY=$(key_of "${name}_provider_1")
  timeout 60 "${compose[@]}" up -d gateway >"$work/compose.log" 2>&1 || { cat "$work/compose.log"; return 1; }

  local address
  address=http://$(podman port "$container" 8080/tcp | head -n 1)
  check "it answers on the published port" within 20 curl -sf -o /dev/null --max-time 5 "$address/livez"
  check "the provider in the other container answers" grep -q '\[DONE\]' <(curl -sN --max-time 20 "$address/v1/chat/completions" \
    -H "Authorization: Bearer $client_key" -H 'Content-Type: application/json' -d '{"model":"sim-chat","stream":true,"messages":[{"role":"user","content":"Hello!"}]}')
  check "it is healthy" podman exec "$container" /app/aigateway health
  check "it may write to its volume" grep -qF '"data_dir":"writable"' <(curl -s --max-time 5 "$address/readyz?verbose")
  check "its root is read-only" [ "$(podman inspect -f '{{.HostConfig.ReadonlyRootfs}}' "$container")" = true ]
  check "it has no capability" grep -qE '^CapBnd:\s0+$' "/proc/$(pid_of "$container")/status"
  check "it cannot gain privileges" grep -qE '^NoNewPrivs:\s1$' "/proc/$(pid_of "$container")/status"
  pid=$(pid_of "$container")
  kill -KILL "$pid"
  check "it comes back when it dies" within 20 answers_200 "$container" http://127.0.0.1:8080/livez
  timeout 90 "${compose[@]}" down -t 40 -v >/dev/null 2>&1
}

run_deployment() {
  local container
  kubectl kustomize eng/containers/play-kube | sed "s/name: ai-gateway$/name: $name/" >"$work/deployment.yaml" || return
  podman secret create ai-gateway-secret - >/dev/null <<SECRET || return
{"target-api-key":"$(printf %s "$provider_key" | base64 -w0)","gateway-api-keys":"$(printf %s "$client_key" | base64 -w0)"}
SECRET
  timeout 60 podman play kube --network "$name" "$work/deployment.yaml" || return
  container=$(podman ps --format '{{.Names}}' --filter "name=$name-pod" --filter "ancestor=$image" | head -n 1)
  check "the pod answers" within 20 answers_200 "$container" http://127.0.0.1:8080/livez
  check "it is ready" answers_200 "$container" http://127.0.0.1:8080/readyz
  check "it finds itself healthy" podman exec "$container" /app/aigateway health
  check "the provider answers it" answers_200 "$container" http://127.0.0.1:8080/v1/models -H "Authorization: Bearer $client_key"
  check "it may write to its volume" grep -qF '"data_dir":"writable"' <(inside "$container" curl -s --max-time 5 'http://127.0.0.1:8080/readyz?verbose')
  check "its root is read-only" [ "$(podman inspect -f '{{.HostConfig.ReadonlyRootfs}}' "$container")" = true ]
  check "it runs as user 1654" grep -qE '^Uid:\s1654\s' "/proc/$(pid_of "$container")/status"
  check "it has no capability" grep -qE '^CapBnd:\s0+$' "/proc/$(pid_of "$container")/status"
  check "it may use 128 MiB" [ "$(podman inspect -f '{{.HostConfig.Memory}}' "$container")" = $((128 * 1024 * 1024)) ]
  timeout 90 podman play kube --down "$work/deployment.yaml" >/dev/null
}

[ "$(id -u)" -eq 0 ] || give_up "needs root"
trap finish EXIT
trap 'failed=$((failed + 1)); exit 130' INT TERM
commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
began_all=$(date +%s)

say "What is missing"
install_missing || give_up "apt-get failed"
use_own_storage
gcc -O2 -o "$work/lg" bench/load/lg.c || give_up "the load generator does not build"
say "Base images"
timeout 900 eng/containers/base-images.sh || give_up "no base images"
say "The image"
build_image || give_up "the image does not build"
look_into_image
say "Manifests"
check "k8s-deployment.yaml is the base's" eng/k8s-manifest.sh --check
for overlay in deploy/kustomize/base deploy/kustomize/overlays/*/; do
  check "$overlay can be rendered" test -n "$(kubectl kustomize "$overlay")"
done
say "The simulated provider in a container"
start_provider || give_up "the provider does not start"
say "128 MiB, read-only, no capabilities: $rate requests a second and $streams streams"
check "it starts" run_under_load
say "SIGTERM while streaming"
check "it starts" end_while_streaming
say "With the processor rationed"
check "it starts" ration_processor
say "Compose"
check "it starts" run_compose
say "The Deployment, with podman play kube"
check "it starts" run_deployment
figure "this test" "$(($(date +%s) - began_all)) s"
print_figures
