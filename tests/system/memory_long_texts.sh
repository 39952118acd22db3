#!/usr/bin/env bash
# Long texts that are kept but not compared: golden records need all raw values of an attribute, which windows cannot
# divide. A limit that is enough for everything else must be refused at the start, in one line that names a sufficient
# limit; `plan` must report the same; and a run with that limit must keep it.
. "$(dirname "$0")/common.sh"
# Filling all requested memory would touch, and so count, memory that is reserved but never used.
unset MALLOC_PERTURB_
python3 - "$work/people.csv" <<'PYTHON'
import random, sys
random.seed(5)
words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(5000)]
with open(sys.argv[1], "w") as out:
    out.write("id,first,last,dob,note\n")
    for i in range(50000):
        person = i // 2
        # All long notes are in the second half of the file, so ranks have unequal shares of them.
        note = " ".join(random.choices(words, k=400)) if i >= 25000 else ""
        out.write(f"{i},{words[person % 700]},{words[person * 7 % 4999]},{1940 + person % 60}-0{1 + person % 9}-11,{note}\n")
PYTHON
cat >"$work/job.toml" <<TOML
[job]
name = "notes"
output = "$work/out.h5"
work_dir = "$work/scratch"
overwrite = true
[[source]]
name = "people"
files = "$work/people.csv"
id = "id"
columns = { given_name = "first", surname = "last", birth_date = "dob", note = "note" }
[[attribute]]
name = "note"
type = "text"
compare = false
[[blocking]]
on = ["surname", "birth_date"]
TOML

run_with() { ranks "$1" run "$work/job.toml" --json --set "job.memory_per_rank=\"$2 MiB\"" >"$work/report.json" 2>"$work/said"; }
figure() { python3 - "$work/report.json" "$1" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1]))
print({"digest": run["content_digest"], "peak": max(stage["peak_memory_bytes"] for stage in run["statistics"]["stages"])}[sys.argv[2]])
PYTHON
}

expected=
for count in 1 2 3; do
  run_with $count 4096 || { fail "plenty, $count ranks: $(cat "$work/said")"; continue; }
  expect_equal "$(figure digest)" "${expected:=$(figure digest)}" "plenty, $count ranks"

  # Names and dates of 50,000 records need little more memory than the program itself.
  run_with $count 128; expect_equal $? 6 "128 MiB, $count ranks: exit code"
  said=$(grep '^onefold:' "$work/said")
  expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "128 MiB, $count ranks: one line ($said)"
  expect_contains "$said" "memory_per_rank = 128 MiB is too little" "128 MiB, $count ranks"
  expect_lacks "$(cat "$work/said")" "score" "128 MiB, $count ranks: refused before the work"
  [ ! -e "$work/scratch" ] || [ -z "$(find "$work/scratch" -type f)" ] || fail "128 MiB, $count ranks: scratch was left"
  enough=$(sed -n 's/.*Raise it to \([0-9]*\) MiB.*/\1/p' <<< "$said")
  [ -n "$enough" ] || { fail "128 MiB, $count ranks: no size is named ($said)"; continue; }
  # The memory of MPI differs by some MiB between runs.
  enough=$((enough + 4))
  run_with $count "$enough" || { fail "$enough MiB, $count ranks: $(cat "$work/said")"; continue; }
  expect_equal "$(figure digest)" "$expected" "$enough MiB, $count ranks"
  peak=$(figure peak)
  [ "$peak" -le $((enough * 1048576)) ] || fail "$enough MiB, $count ranks: a rank held $((peak / 1048576)) MiB"
  printf '%s ranks: %s MiB asked for, %s MiB held at most\n' $count "$enough" $((peak / 1048576))
  # The forecast assumes equal shares of texts.
  if [ $count = 1 ]; then
    ranks $count plan "$work/job.toml" --quiet --set 'job.memory_per_rank="128 MiB"' >"$work/page" 2>&1; expect_equal $? 6 "plan, 128 MiB, $count ranks"
    expect_contains "$(cat "$work/page")" "golden records" "plan, 128 MiB, $count ranks: why"
    ranks 1 plan "$work/job.toml" --quiet --set "job.memory_per_rank=\"$((enough * 5 / 4)) MiB\"" >"$work/page" 2>&1 || fail "plan, a quarter more: $(cat "$work/page")"
  fi
done
finish
