#!/usr/bin/env bash
# Runs onefold without a batch system: on one machine, or on several that reach each other by ssh.
#   jobs/mpirun.sh JOB.toml [options of `onefold run`]
#   RANKS=8 jobs/mpirun.sh JOB.toml --overwrite
#   HOSTS=alpha:16,beta:16 RANKS=32 jobs/mpirun.sh JOB.toml     program, input and output have the same path on all hosts
set -euo pipefail

job=${1:?usage: jobs/mpirun.sh JOB.toml [options of onefold run]}
shift

onefold=${ONEFOLD:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/release/onefold}
[ -x "$onefold" ] || { echo "no program at $onefold: build it, or set ONEFOLD to where it is" >&2; exit 1; }

# One rank per core, unless RANKS is set. The result does not depend on the number of ranks.
ranks=${RANKS:-$(nproc)}
arguments=(-n "$ranks")
if [ -n "${HOSTS:-}" ]; then
  # With the keepalive, mpirun notices a lost host after some ten seconds instead of eight minutes.
  arguments+=(--host "$HOSTS" --mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3)
elif [ "$ranks" -gt "$(nproc)" ]; then
  # If there are more ranks than cores, waiting ranks yield to the others.
  arguments+=(--oversubscribe --bind-to none --mca mpi_yield_when_idle 1)
fi
# In a container the user is often root; mpirun then asks for two confirmations.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

exec mpirun "${arguments[@]}" "$onefold" run "$job" "$@"
