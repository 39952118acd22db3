# shellcheck shell=bash
# Sourced by the system tests: a separate folder for the test, and small check functions. A test ends with `finish`.
set -uo pipefail
: "${ONEFOLD:?path of the program}" "${ONEFOLD_ROOT:?path of the repository}"
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
failures=0

fail() { printf 'FAILED: %s\n' "$*"; failures=$((failures + 1)); }
expect_equal() { [ "$1" = "$2" ] || fail "$3: expected '$2', got '$1'"; }
expect_contains() { case $1 in *"$2"*) ;; *) fail "$3: '$2' is not in: $1" ;; esac; }
expect_lacks() { case $1 in *"$2"*) fail "$3: '$2' is in: $1" ;; *) ;; esac; }
digest_of() { "$ONEFOLD" verify "$1" | sed -n '$s/^content digest: //p'; }
# A rank that waits forever is stopped by the time limit of the test, before that of ctest.
ranks() { local count=$1; shift; if [ "$count" = 1 ]; then timeout 60 "$ONEFOLD" "$@"; else timeout 60 mpirun -n "$count" "$ONEFOLD" "$@"; fi; }
finish() { [ "$failures" = 0 ] || { printf '%d failures\n' "$failures"; exit 1; }; echo ok; exit 0; }
