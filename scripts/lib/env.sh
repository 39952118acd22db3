# shellcheck shell=bash
# Sourced by the scripts beside this folder: where the repository is, how mpirun is to behave, small helpers.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Open MPI refuses to start as root unless it is told twice. In a container root is who we are.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
# More ranks than cores are fine, jobs side by side do not share core 0, and ranks that wait leave the core to others.
export OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_hwloc_base_binding_policy=none
export OMPI_MCA_mpi_yield_when_idle=1

# ccache wants a home. A user without one that can be written to (a service account) keeps the cache in the repository.
if [ -z "${CCACHE_DIR:-}" ] && { [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/}" ]; }; then
  export CCACHE_DIR=$root/.cache/ccache
fi

# configure_and_build TARGET...   preset release; no target: everything
# ONEFOLD_CMAKE_OPTIONS: more for CMake, parted by blanks: -DONEFOLD_WERROR=ON.
configure_and_build() {
  local -a targets=() options=()
  [ $# -eq 0 ] || targets=(--target "$@")
  read -r -a options <<< "${ONEFOLD_CMAKE_OPTIONS:-}"
  (cd "$root" && cmake --preset release "${options[@]}" && cmake --build --preset release "${targets[@]}")
}
