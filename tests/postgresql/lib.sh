# What the scripts of this folder share: servers of the tests' own, each in a directory, on a Unix
# socket in it, and on no port. Not for real records: they do not wait for the disk (SYNC=on does,
# for measurements). Sourced, not run.
# shellcheck shell=bash

readonly SCRIPT="${0##*/}"

BIN="$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)"
readonly BIN
[[ -n $BIN ]] || { echo "$SCRIPT: no PostgreSQL found in /usr/lib/postgresql" >&2; exit 1; }

# PostgreSQL refuses to run as root.
as_server() {
  if [[ $EUID -eq 0 ]]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi
}

running() { [[ -d $1/data ]] && as_server "$BIN/pg_ctl" status -D "$1/data" >/dev/null 2>&1; }

# Of connections: thirteen for each process with a database, nine of those in a suite of two copies with
# the one that it is compared with, and tests run side by side.
configure() {
  local sync="${SYNC:-off}"
  cat <<CONF
listen_addresses = ''
unix_socket_directories = '$1'
max_connections = 1000
shared_buffers = 256MB
max_wal_size = 4GB
fsync = $sync
full_page_writes = $sync
log_min_messages = warning
log_statement = none
CONF
}

url_of() { echo "postgresql:///postgres?host=$1&user=bangfu"; }

# start_server DIR [SETTINGS]: starts it, unless it runs. SETTINGS: more lines of its configuration.
start_server() {
  local dir="$1" settings="${2:-}"
  if running "$dir"; then return; fi
  rm -rf "$dir"
  mkdir -p "$dir"
  if [[ $EUID -eq 0 ]]; then chown postgres: "$dir"; fi
  as_server "$BIN/initdb" -D "$dir/data" -U bangfu -E UTF8 --locale=C.UTF-8 -A trust --no-sync \
    >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
  { configure "$dir"; echo "$settings"; } >>"$dir/data/postgresql.conf"
  as_server "$BIN/pg_ctl" start -w -D "$dir/data" -l "$dir/server.log" >/dev/null ||
    { cat "$dir/server.log" >&2; exit 1; }
}

# Its processes are killed, and it recovers from its log.
crash_server() {
  as_server "$BIN/pg_ctl" restart -w -m immediate -D "$1/data" -l "$1/server.log" >/dev/null ||
    { cat "$1/server.log" >&2; exit 1; }
}

# Stops it, if it runs, and removes its directory.
stop_server() {
  if running "$1"; then as_server "$BIN/pg_ctl" stop -m immediate -D "$1/data" >/dev/null; fi
  rm -rf "$1"
}
