#!/usr/bin/env bash
# onefold on one machine, or on several that know each other by ssh, without a batch system.
#   jobs/mpirun.sh JOB.toml [options of `onefold run`]
#   RANKS=8 jobs/mpirun.sh JOB.toml --overwrite
#   HOSTS=alpha:16,beta:16 RANKS=32 jobs/mpirun.sh JOB.toml     the program, input and output under the same path on all hosts
set -euo pipefail

job=${1:?usage: jobs/mpirun.sh JOB.toml [options of onefold run]}
shift

onefold=${ONEFOLD:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/release/onefold}
[ -x "$onefold" ] || { echo "no program at $onefold: build it, or set ONEFOLD to where it is" >&2; exit 1; }

# One rank a core unless RANKS says otherwise. The result does not depend on it.
ranks=${RANKS:-$(nproc)}
arguments=(-n "$ranks")
if [ -n "${HOSTS:-}" ]; then
  # Without the keepalive a host that is lost is noticed after eight minutes, with it after some ten seconds.
  arguments+=(--host "$HOSTS" --mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3)
elif [ "$ranks" -gt "$(nproc)" ]; then
  # More ranks than cores: they take turns, and those that wait give way.
  arguments+=(--oversubscribe --bind-to none --mca mpi_yield_when_idle 1)
fi
# In a container one often is root; mpirun wants to hear twice that this is meant.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

exec mpirun "${arguments[@]}" "$onefold" run "$job" "$@"
