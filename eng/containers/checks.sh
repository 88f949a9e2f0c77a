# shellcheck shell=bash
# What the parts of eng/test-containers.sh share: checks, figures, waiting with a deadline, and how containers are looked into.

figures=()
failed=0
passed=0

say() { printf '\n== %s\n' "$*"; }

check() { # what is true, command...
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "   ok: $what"
  else
    failed=$((failed + 1))
    echo "   FAILED: $what" >&2
  fi
}

figure() { # name, value
  figures+=("$1|$2")
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# Tries a command again and again for so many seconds.
within() { # seconds, command...
  local end=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.02
  done
}

pid_of() { podman inspect -f '{{.State.Pid}}' "$1"; } # container

# Runs a command in a container's network, where its loopback is.
inside() { # container, command...
  local pid
  pid=$(pid_of "$1")
  shift
  nsenter --target "$pid" --net -- "$@"
}

status_of() { # container, url, curl options...
  local container=$1 url=$2
  shift 2
  inside "$container" curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$@" "$url"
}

answers_200() { # container, url, curl options...
  [ "$(status_of "$@" 2>/dev/null)" = 200 ]
}

exit_code_of() { timeout 60 podman wait "$1"; } # container; waits for its end

runs_since() { # container, the time at which it started: it has not ended since, nor been out of memory
  [ "$(podman inspect -f '{{.State.Running}} {{.State.OOMKilled}} {{.RestartCount}} {{.State.StartedAt}}' "$1")" = "true false 0 $2" ]
}

resident() { # container: MiB now
  awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$(pid_of "$1")/status"
}

most_resident() { # container: MiB at most so far
  awk '/^VmHWM/ { printf "%.1f", $2 / 1024 }' "/proc/$(pid_of "$1")/status"
}

# The most that the whole container was charged with, page cache and kernel included.
most_charged() { # container: MiB
  local path pid file
  pid=$(pid_of "$1")
  path=$(awk -F: '$2 == "memory" || $1 == 0 && $2 == "" { print $3 }' "/proc/$pid/cgroup" | head -n 1)
  for file in "/sys/fs/cgroup/memory$path/memory.max_usage_in_bytes" "/sys/fs/cgroup$path/memory.peak"; do
    [ -r "$file" ] && awk '{ printf "%.1f", $1 / 1048576 }' "$file" && return
  done
  echo "?"
}

field() { # name, line of name=value
  sed -n "s/.*\\b$1=\\([^ ]*\\).*/\\1/p" <<<"$2"
}

in_ms() { # name of a field in microseconds, line
  awk -v us="$(field "$1" "$2")" 'BEGIN { printf "%.0f", us / 1000 }'
}

throttled() { # container: milliseconds that it has had to wait for its share of the processor
  local path pid file
  pid=$(pid_of "$1")
  path=$(awk -F: '$2 ~ /(^|,)cpu(,|$)/ || $1 == 0 && $2 == "" { print $3 }' "/proc/$pid/cgroup" | head -n 1)
  for file in "/sys/fs/cgroup/cpu$path/cpu.stat" "/sys/fs/cgroup$path/cpu.stat"; do
    [ -r "$file" ] && awk '$1 == "throttled_time" { print int($2 / 1000000) } $1 == "throttled_usec" { print int($2 / 1000) }' "$file" && return
  done
  echo "?"
}

# The key that `aigateway demo` prints.
key_of() { # container
  podman logs "$1" 2>/dev/null | sed -n 's/^ *Key  *//p'
}

has_key() { [ -n "$(key_of "$1")" ]; } # container

print_figures() {
  printf '\n| figure | value |\n|---|---|\n'
  local row
  for row in "${figures[@]}"; do
    printf '| %s | %s |\n' "${row%%|*}" "${row#*|}"
  done
}

# What the networks of containers leave in the packet filter once the last of them is gone: connection tracking for all of loopback's traffic.
drop_rules() {
  local table chain
  [ -z "$(ip -br link show type bridge)" ] || return
  for table in nat filter; do
    for chain in PREROUTING OUTPUT POSTROUTING FORWARD; do
      iptables -t $table -S $chain | grep NETAVARK | sed 's/^-A/-D/' | while read -r rule; do
        # shellcheck disable=SC2086 # a rule is its words
        iptables -t $table $rule
      done
    done
    for chain in $(iptables -t $table -S | sed -n 's/^-N \(NETAVARK[^ ]*\)$/\1/p'); do iptables -t $table -F "$chain"; done
    for chain in $(iptables -t $table -S | sed -n 's/^-N \(NETAVARK[^ ]*\)$/\1/p'); do iptables -t $table -X "$chain"; done
  done
}
