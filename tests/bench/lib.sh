# What the scripts of this folder share; to be sourced.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly root bin="$root/build/release/bin"

# Builds a target of the release preset; what it says goes to stderr.
build_release() {
  (
    cd "$root"
    deploy/setup
    [[ -f build/release/build.ninja ]] || cmake --preset release
    cmake --build --preset release --target "$1"
  ) >&2
}

# Sets `python` to an interpreter that draws: Debian's, whatever else stands first on the PATH. Said
# before hours are spent on measuring. The argument is the script's name.
find_matplotlib() {
  for python in /usr/bin/python3 python3; do
    if "$python" -c 'import matplotlib' 2>/dev/null; then return; fi
  done
  echo "$1: a report wants matplotlib (Debian: python3-matplotlib)" >&2
  exit 1
}

# Data of the measurements stand on the disk of the tree, unless TMPDIR says otherwise.
mkdir -p "$root/build/tmp"
export TMPDIR="${TMPDIR:-$root/build/tmp}"
