# shellcheck shell=bash
# Sourced by the system tests: a separate folder for the test, and small check functions. A test ends with `finish`.
set -uo pipefail
: "${ONEFOLD:?path of the program}" "${ONEFOLD_ROOT:?path of the repository}"
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
failures=0
# Beside a program that is started without mpirun, Open MPI starts a daemon, which takes longer than the program's own start. Not so here.
# rank_independence.sh and command_line.sh also start the program as users do.
export OMPI_MCA_ess_singleton_isolated=1
# Open MPI's own files go into the test's folder: in a common one, processes that start and end at the same time are in each other's way.
mkdir "$work/.ompi"
export OMPI_MCA_orte_tmpdir_base=$work/.ompi

# quick_or_long QUICK LONG: sizes and numbers of ranks. ONEFOLD_LONG is set by the tests with the label `long`, for scripts/test --all.
quick_or_long() { if [ -z "${ONEFOLD_LONG:-}" ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; }
fail() { printf 'FAILED: %s\n' "$*"; failures=$((failures + 1)); }
expect_equal() { [ "$1" = "$2" ] || fail "$3: expected '$2', got '$1'"; }
expect_contains() { case $1 in *"$2"*) ;; *) fail "$3: '$2' is not in: $1" ;; esac; }
expect_lacks() { case $1 in *"$2"*) fail "$3: '$2' is in: $1" ;; *) ;; esac; }
digest_of() { "$ONEFOLD" verify "$1" | sed -n '$s/^content digest: //p'; }
# A rank that waits forever is stopped by the time limit of the test, before that of ctest.
ranks() { local count=$1; shift; if [ "$count" = 1 ]; then timeout 60 "$ONEFOLD" "$@"; else timeout 60 mpirun -n "$count" "$ONEFOLD" "$@"; fi; }
finish() { [ "$failures" = 0 ] || { printf '%d failures\n' "$failures"; exit 1; }; echo ok; exit 0; }
