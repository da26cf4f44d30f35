# What the scripts of this folder share. Sourced by them, not run.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly ROOT
readonly LOGS="$ROOT/build/log"
readonly SCRIPT="${0##*/}"

say() { echo "$SCRIPT: $*"; }
fail() { echo "$SCRIPT: $*" >&2; exit 1; }
fail_usage() { echo "$SCRIPT: $*" >&2; usage >&2; exit 2; }

# Runs a command with its output in a log file; shows the end of the log if it fails.
logged() {
  local log="$LOGS/$1.log"
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    fail "failed: $* (all of it: $log)"
  fi
}
