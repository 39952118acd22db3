#!/usr/bin/env bash
# memory_per_rank: the smallest limit that a job accepts must give many waves, the same content digest as a run with
# plenty of memory, and no rank may ever be seen to hold more (as the kernel counts it, including code and buffers of
# MPI and HDF5). A smaller limit is refused in one line that names a sufficient one.
. "$(dirname "$0")/common.sh"
# Filling all requested memory would touch, and so count, memory that is reserved but never used.
unset MALLOC_PERTURB_
export ONEFOLD_BENCH=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_BENCH" --records 200000 >/dev/null || fail "generate"
job=$ONEFOLD_ROOT/configs/bench_std.toml

# run_with COUNT MIB: leaves the program's messages in $work/said and its report in $work/report.json
run_with() {
  ranks "$1" run "$job" --overwrite --json --output "$work/out.h5" --work-dir "$work/scratch" --set "job.memory_per_rank=\"$2 MiB\"" \
    >"$work/report.json" 2>"$work/said"
}
figure() { python3 - "$work/report.json" "$1" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1]))
stages = run["statistics"]["stages"]
print({"digest": lambda: run["content_digest"],
       "waves": lambda: next(stage for stage in stages if stage["name"] == "block")["loads"]["waves"]["max"],
       "peak": lambda: max(stage["peak_memory_bytes"] for stage in stages)}[sys.argv[2]]())
PYTHON
}

expected=
for count in 1 2; do
  run_with $count 4096 || fail "plenty, $count ranks: $(cat "$work/said")"
  expect_equal "$(figure digest)" "${expected:=$(figure digest)}" "plenty, $count ranks"
  with_plenty=$(figure waves)

  run_with $count 16; expect_equal $? 6 "too little, $count ranks: exit code"
  said=$(grep '^onefold:' "$work/said")
  expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "too little, $count ranks: one line ($said)"
  expect_contains "$said" "memory_per_rank = 16 MiB is too little" "too little, $count ranks"
  [ ! -e "$work/scratch" ] || [ -z "$(find "$work/scratch" -type f)" ] || fail "too little, $count ranks: scratch was left"

  # The limit that the message names must work, and be kept. The memory of MPI differs by some MiB between runs.
  enough=$(sed -n 's/.*Raise it to \([0-9]*\) MiB.*/\1/p' <<< "$said")
  [ -n "$enough" ] || { fail "too little, $count ranks: no size is named ($said)"; continue; }
  enough=$((enough + 4))
  run_with $count "$enough" || { fail "$enough MiB, $count ranks: $(cat "$work/said")"; continue; }
  expect_equal "$(figure digest)" "$expected" "$enough MiB, $count ranks"
  [ "$(figure waves)" -gt "$with_plenty" ] || fail "$enough MiB, $count ranks: $(figure waves) waves, as many as with plenty"
  peak=$(figure peak)
  [ "$peak" -le $((enough * 1048576)) ] || fail "$enough MiB, $count ranks: a rank held $((peak / 1048576)) MiB"
  printf '%s ranks: %s MiB asked for, %s MiB held at most, %s waves instead of %s\n' $count "$enough" $((peak / 1048576)) "$(figure waves)" "$with_plenty"
done
finish
