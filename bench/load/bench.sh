#!/usr/bin/env bash
# Benchmark of the AI gateway against other proxies on the same work. See README.md.
#   ./bench.sh [-s "a b c d e f"] [-r reps] [-o dir] [target...]     e.g.  ./bench.sh -s "a c" nginx haproxy gateway
# A target is targets/NAME.sh, or $TARGET_DIR/NAME.sh (see targets/nginx.sh). "direct" (no proxy) is always measured.
set -u
cd "$(dirname "$0")" || exit 1
HERE=$PWD; SCEN="a b c d e"; REPS=3; OUT=""
while getopts "s:r:o:" o; do case $o in s) SCEN=$OPTARG;; r) REPS=$OPTARG;; o) OUT=$OPTARG;; *) exit 2;; esac; done
shift $((OPTIND - 1)); TARGETS=("$@"); [ $# -gt 0 ] || TARGETS=(nginx gateway)
# knobs (environment): sizes and rates of the scenarios, cores, ports
MOCK_PORT=${MOCK_PORT:-9000}; GW_CPU=${GW_CPU:-0}; LOAD_CPU=${LOAD_CPU:-1}    # GW_CPU=none: no pinning
N_CLOSED=${N_CLOSED:-30000}; N_WARM=${N_WARM:-20000}; CONNS=${CONNS:-64}
RATES=${RATES:-"500 1000 2000"}; RATE_SECS=${RATE_SECS:-5}; RATE_DELAY_US=${RATE_DELAY_US:-50000}
STREAMS=${STREAMS:-"1000:50 5000:250 9500:500"}; CHUNKS=${CHUNKS:-50}          # streams:gap_ms
BIG=${BIG:-"1048576:4:40 10485760:2:10"}                                       # bytes:connections:requests
COLD_RUNS=${COLD_RUNS:-5}; KEYCOUNTS=${KEYCOUNTS:-"1 10000 1000000"}
export RUN=${RUN:-$(mktemp -d)}; mkdir -p "$RUN"; OUT=${OUT:-$RUN/results}; mkdir -p "$OUT"; RAW=$OUT/raw.txt; : >>"$RAW"
export UPSTREAM=127.0.0.1:$MOCK_PORT
mkdir -p bin; for p in mock lg; do [ bin/$p -nt $p.c ] || gcc -O2 -o bin/$p $p.c || exit 1; done
ulimit -n "$(ulimit -Hn)" 2>/dev/null
# Scenarios b and c run, once warm, at real-time priority (light and short), so that other work on the machine does not
# show in the tail. RT=0 turns it off.
RTX=()
pin() { if [ "$1" = none ]; then shift; exec ${RTX[@]+"${RTX[@]}"} "$@"; else exec ${RTX[@]+"${RTX[@]}"} taskset -c "$@"; fi; }
rt() { # on|off: the load generator, the mock and every running target with its children
  local how=(-o -p 0) p c; RTX=(); [ "$1" = on ] && [ "${RT:-1}" = 1 ] && chrt -f 5 true 2>/dev/null && { how=(-f -p 5); RTX=(chrt -f 5); }
  for p in "$MOCKPID" "${PID[@]}"; do [ "$p" != 0 ] && for c in "$p" $(pgrep -P "$p"); do chrt -a "${how[@]}" "$c"; done; done 2>/dev/null; }
declare -A PID
load() { unset CMD URL KEY HDRS MODEL HEALTH CHAT N_SCALE KEYS_CMD; HDRS=(); KEY=sk-test-1; MODEL=gpt-4o-mini; HEALTH=/health; CHAT=/v1/chat/completions; N_SCALE=1
         if [ "$1" = direct ]; then URL=$UPSTREAM; CMD=(); elif [ -f "${TARGET_DIR:-.}/$1.sh" ]; then . "$TARGET_DIR/$1.sh"; else . "targets/$1.sh"; fi
         ARGS=(-u "$URL" -k "$KEY" -m "$MODEL" -P "$CHAT" -l "${WORDS:-0}"); for h in ${HDRS[@]+"${HDRS[@]}"}; do ARGS+=(-H "$h"); done; }
lg() { local m=$1; shift; ( pin "$LOAD_CPU" bin/lg "$m" "$@" ); }
ctl() { bin/lg get -u "$UPSTREAM" -P "/_ctl?$1" >/dev/null || exit 1; }
start() { # name: start it and wait for health
  load "$1"; [ "$1" = direct ] && { PID[direct]=0; return 0; }
  ( cd "$HERE" && pin "$GW_CPU" "${CMD[@]}" >"$RUN/$1.out" 2>&1 ) & PID[$1]=$!
  for _ in $(seq 200); do bin/lg get -u "$URL" -P "$HEALTH" >/dev/null 2>&1 && return 0; kill -0 "${PID[$1]}" 2>/dev/null || break; sleep 0.1; done
  echo "bench: $1 did not start, see $RUN/$1.out" >&2; return 1; }
stop() { local p=${PID[$1]:-0}; [ "$p" = 0 ] && return; kill "$p" 2>/dev/null; for _ in $(seq 50); do kill -0 "$p" 2>/dev/null || break; sleep 0.1; done; kill -9 "$p" 2>/dev/null; wait "$p" 2>/dev/null; unset "PID[$1]"; }
MOCKPID=""
cleanup() { for t in "${!PID[@]}"; do stop "$t"; done; [ -n "$MOCKPID" ] && kill "$MOCKPID" 2>/dev/null; }
trap cleanup EXIT; trap 'exit 130' INT TERM
( pin "$LOAD_CPU" bin/mock -p "$MOCK_PORT" ) & MOCKPID=$!; sleep 0.3
G() { [ "${PID[$1]}" != 0 ] && echo "-G ${PID[$1]}"; }
rec() { # scenario case target rep -- lg arguments
  local s=$1 c=$2 t=$3 r=$4; shift 5; local line; line=$(lg "$@" 2>>"$OUT/lg.err" | tail -1); echo "scenario=$s case=$c target=$t rep=$r $line" | tee -a "$RAW" | awk -v s="$s" -v c="$c" -v t="$t" '{d="";for(i=1;i<=NF;i++){if($i~/^(rps|errors|lat_p50|lat_p99|ttfb_p50|chunk_p50|cpu_us_req|cpu_us_chunk|rss_max_mb|cold_ms_p50|rss_idle_mb)=/)d=d" "$i};print s,c,t,d}' >&2; }
all=(direct ${TARGETS[@]+"${TARGETS[@]}"})
up() { local ok=(); for t in "${all[@]}"; do start "$t" && ok+=("$t"); done; live=("${ok[@]}"); }
down() { for t in "${live[@]}"; do stop "$t"; done; }
for s in $SCEN; do case $s in
 a|b) up; ctl "d=0&f=0&s=${PAD:-0}"                        # throughput; added latency
    for t in "${live[@]}"; do load "$t"; lg closed "${ARGS[@]}" -c "$CONNS" -n $((N_WARM / N_SCALE)) >/dev/null 2>>"$OUT/lg.err"; done
    [ $s = b ] && rt on
    for r in $(seq "$REPS"); do
      if [ $s = a ]; then ctl "d=0&f=0"; for t in "${live[@]}"; do load "$t"; rec a "c$CONNS" "$t" "$r" -- closed "${ARGS[@]}" -c "$CONNS" -n $((N_CLOSED / N_SCALE)) -w 500 $(G "$t"); done
      else ctl "d=$RATE_DELAY_US"; for q in $RATES; do for t in "${live[@]}"; do load "$t"; rec b "r$q" "$t" "$r" -- rate "${ARGS[@]}" -c $((q / 5 + 64)) -r "$q" -t "$RATE_SECS" -w $((q / 2)) $(G "$t"); done; done; fi
    done; down; rt off;;
 c) for q in $STREAMS; do n=${q%:*}; g=${q#*:}; ctl "f=0&c=$CHUNKS&g=${g}000"                 # concurrent streams, fresh process each
      for r in $(seq "${STREAM_REPS:-1}"); do for t in "${all[@]}"; do start "$t" || continue; load "$t"; [ "$t" = direct ] || { ctl "d=0"; lg closed "${ARGS[@]}" -c 16 -n $((N_WARM / 4 / N_SCALE)) >/dev/null 2>&1; }
        rt on; rec c "s$n" "$t" "$r" -- stream "${ARGS[@]}" -c "$n" -R $((g * 20 > 4000 ? 5000 : 2000)) -x "$CHUNKS" $(G "$t"); rt off; stop "$t"; done; done; done;;
 d) ctl "d=0&f=0"; for q in $BIG; do IFS=: read -r b c n <<<"$q"; for t in "${all[@]}"; do start "$t" || continue; load "$t"; [ "$t" = direct ] || lg closed "${ARGS[@]}" -c 16 -n $((N_WARM / 10 / N_SCALE)) >/dev/null 2>&1
      rec d "b$b" "$t" 1 -- closed "${ARGS[@]}" -c "$c" -n "$n" -b "$b" $(G "$t"); stop "$t"; done; done;;
 e) for t in ${TARGETS[@]+"${TARGETS[@]}"}; do load "$t"; rec e cold "$t" 1 -- cold "${ARGS[@]}" -P "$HEALTH" -n "$COLD_RUNS" -- "${CMD[@]}"; done;;
 f) ctl "d=0&f=0"; for t in ${TARGETS[@]+"${TARGETS[@]}"}; do load "$t"; declare -F "${t}_keys" >/dev/null || { echo "bench: $t has no ${t}_keys function, growth skipped" >&2; continue; }
      for k in $KEYCOUNTS; do "${t}_keys" "$k"; start "$t" || continue; load "$t"; A=(-u "$URL" -k sk-test -K "$k" -m "$MODEL" -P "$CHAT"); lg closed "${A[@]}" -c "$CONNS" -n "$N_WARM" >/dev/null 2>&1
        for r in $(seq "$REPS"); do rec f "k$k" "$t" "$r" -- closed "${A[@]}" -c "$CONNS" -n "$N_CLOSED" $(G "$t"); done; stop "$t"; "${t}_keys" 1; done; done;;
 esac; done
./report.sh "$RAW" | tee "$OUT/report.txt"; echo "raw: $RAW" >&2
