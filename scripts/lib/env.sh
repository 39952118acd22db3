# shellcheck shell=bash
# Sourced by the scripts in the folder above: the path of the repository, settings for mpirun, small helpers.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Open MPI refuses to start as root unless two variables confirm it. In a container the user is often root.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
# More ranks than cores are allowed, jobs that run at the same time do not share core 0, and waiting ranks yield the
# core.
export OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_hwloc_base_binding_policy=none
export OMPI_MCA_mpi_yield_when_idle=1

# ccache needs a home. For a user without a writable home (a service account), the cache is kept in the repository.
if [ -z "${CCACHE_DIR:-}" ] && { [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/}" ]; }; then
  export CCACHE_DIR=$root/.cache/ccache
fi

# configure_and_build TARGET...   uses the preset release; without TARGET it builds everything
# ONEFOLD_CMAKE_OPTIONS: further options for CMake, separated by spaces, for example -DONEFOLD_WERROR=ON.
configure_and_build() {
  local -a targets=() options=()
  [ $# -eq 0 ] || targets=(--target "$@")
  read -r -a options <<< "${ONEFOLD_CMAKE_OPTIONS:-}"
  (cd "$root" && cmake --preset release "${options[@]}" && cmake --build --preset release "${targets[@]}")
}
