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

# Data of the measurements stand on the disk of the tree, unless TMPDIR says otherwise.
mkdir -p "$root/build/tmp"
export TMPDIR="${TMPDIR:-$root/build/tmp}"
