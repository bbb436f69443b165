# Functions that the benchmarks share; sourced by them.
# shellcheck shell=bash disable=SC2034,SC2154

# Numbers have a decimal point in every locale.
export LC_ALL=C
unset BERTH_JAVA_OPTS BERTH_HOME

root=$(dirname "$here")
distribution=$root/cli/target/berth
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work='' started=()

say() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

fail() {
  say "$@"
  exit 1
}

begin() {
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  work=$(mktemp -d "${TMPDIR:-/tmp}/berth-benchmark.XXXXXX")
  log=$work/log
  "$root/berth" --version >"$log" || fail "berth cannot be built"
  berth=$distribution/bin/berth
  export BERTH_HOME=$work/store XDG_CACHE_HOME=$work/cache
  mkdir "$BERTH_HOME"
}

# A benchmark can define end_own for its own clean-up, which runs first.
clean_up() {
  trap '' INT TERM
  ! declare -F end_own >/dev/null || end_own
  local process
  for process in "${started[@]}"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [[ -z $work ]] || rm -rf "$work"
}

# Starts one of the servers of this folder, and sets `line` to the line that it prints when it listens.
serve() {
  local program=$1
  : >"$work/$program"
  "$java" -XX:+UseSerialGC "$here/$program.java" "${@:2}" >"$work/$program" 2>>"$work/$program.log" &
  started+=("$!")
  local try
  for ((try = 0; try < 300; try++)); do
    if read -r line <"$work/$program"; then return; fi
    sleep 0.1
  done
  cat "$work/$program.log" >&2
  fail "$program does not start"
}

# Runs a command with its output in the log, and sets `took` to its milliseconds.
timed() {
  local from=${EPOCHREALTIME/./} to
  "$@" >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    fail "failed: $*"
  }
  to=${EPOCHREALTIME/./}
  took=$(((to - from) / 1000))
}

# Runs a command, and sets `peak` to its peak resident memory in kB and `status` to its exit status. The
# peak is read every 10 ms.
watched() {
  local key value process
  peak=0 status=0
  "$@" >"$log" 2>&1 </dev/null &
  process=$!
  while kill -0 "$process" 2>/dev/null; do
    while read -r key value _; do
      [[ $key != VmHWM: ]] || ((value <= peak)) || peak=$value
    done 2>/dev/null <"/proc/$process/status"
    sleep 0.01
  done
  wait "$process" || status=$?
}

median() {
  printf '%s\n' "$@" | sort -n |
    awk '{ v[NR] = $1 } END { m = int((NR + 1) / 2); print NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2 }'
}

seconds() {
  awk -v ms="$1" 'BEGIN { printf "%.2f s", ms / 1000 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# megabytes BYTES
megabytes() {
  awk -v n="$1" 'BEGIN { printf "%.1f MB", n / 1000000 }'
}

# Marks a missed target; a benchmark does not fail for it.
verdict() {
  awk -v value="$1" -v target="$2" 'BEGIN { print value <= target ? "yes" : "**no**" }'
}

machine() {
  local model cores memory
  model=$(awk -F ': *' '/^model name/ { print $2; exit }' /proc/cpuinfo)
  cores=$(nproc)
  memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
  printf '%s, %s cores, %s GiB of memory, Linux %s' "${model:-$(uname -m)}" "$cores" "$memory" "$(uname -r)"
}

java_version() {
  "$java" -version 2>&1 | sed -n '1s/"//gp'
}

# Writes a file between the markers of a part of docs/performance.md.
write_down() {
  local part=$1 table=$2 page=$root/docs/performance.md
  awk -v part="$part" -v table="$table" '
    $0 == "<!-- " part ": end -->" { skip = 0 }
    !skip { print }
    $0 == "<!-- " part ": begin -->" {
      skip = 1
      while ((getline row < table) > 0) print row
    }' "$page" >"$work/page"
  cat "$work/page" >"$page"
}
