#!/usr/bin/env bash
# Long texts that are compared, as a whole and word by word, with rules that make many blocks and with one that puts all
# records into a few. The limit must be kept, or refused in one line that names a sufficient limit; if it is kept, the
# digest must equal that of a run with plenty of memory.
. "$(dirname "$0")/common.sh"
# Filling all requested memory would touch, and so count, memory that is reserved but never used.
unset MALLOC_PERTURB_
python3 - "$work/people.csv" <<'PYTHON'
import random, sys
random.seed(6)
words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(5000)]
with open(sys.argv[1], "w") as out:
    out.write("id,first,last,dob,group,note\n")
    for i in range(12000):
        person = i // 2
        # The two records of a person have notes that differ in a tenth of the words; those of every fifth person are
        # equal.
        random.seed(person)
        note = random.choices(words, k=500)
        if person % 5:
            random.seed(i)
            note[:50] = random.choices(words, k=50)
        note = " ".join(note)
        out.write(f"{i},{words[person % 700]},{words[person * 7 % 4999]},{1940 + person % 60}-0{1 + person % 9}-11,{words[person % 8]},{note}\n")
PYTHON
# job NAME LEVELS BLOCKING...
job() {
  local name=$1 levels=$2; shift 2
  cat >"$work/$name.toml" <<TOML
[job]
name = "$name"
output = "$work/out.h5"
work_dir = "$work/scratch"
overwrite = true
[[source]]
name = "people"
files = "$work/people.csv"
id = "id"
columns = { given_name = "first", surname = "last", birth_date = "dob", team = "group", note = "note" }
[[attribute]]
name = "team"
type = "category"
compare = false
[[attribute]]
name = "note"
type = "text"
[[comparison]]
attribute = "note"
levels = $levels
TOML
  printf '[[blocking]]\non = %s\n' "$@" >>"$work/$name.toml"
}
job whole '["exact"]' '["surname", "birth_date"]' '["team"]'
job words '["exact", "tfidf >= 0.9", "token_jaccard >= 0.5"]' '["surname", "birth_date"]'

run_with() { ranks "$2" run "$work/$1.toml" --json --set "job.memory_per_rank=\"$3 MiB\"" >"$work/report.json" 2>"$work/said"; }
figure() { python3 - "$work/report.json" "$1" <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1]))
print({"digest": run["content_digest"], "peak": max(stage["peak_memory_bytes"] for stage in run["statistics"]["stages"])}[sys.argv[2]])
PYTHON
}

for name in whole words; do
  expected=
  for count in 1 3; do
    run_with $name $count 4096 || { fail "$name, plenty, $count ranks: $(cat "$work/said")"; continue; }
    expect_equal "$(figure digest)" "${expected:=$(figure digest)}" "$name, plenty, $count ranks"

    # A later stage may need more than an earlier one could know: then the limit is refused again, but never exceeded.
    limit=64
    for attempt in 1 2 3 4 5; do
      run_with $name $count $limit
      code=$?
      [ $code = 6 ] || break
      said=$(grep '^onefold:' "$work/said")
      expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "$name, $limit MiB, $count ranks: one line ($said)"
      enough=$(sed -n 's/.*Raise it to \([0-9]*\) MiB.*/\1/p' <<< "$said")
      [ -n "$enough" ] && [ "$enough" -gt "$limit" ] || { fail "$name, $limit MiB, $count ranks: no larger size is named ($said)"; break; }
      # The memory of MPI differs by some MiB between runs.
      limit=$((enough + 4))
    done
    expect_equal $code 0 "$name, $limit MiB, $count ranks, attempt $attempt: $(cat "$work/said")"
    [ $code = 0 ] || continue
    expect_equal "$(figure digest)" "$expected" "$name, $limit MiB, $count ranks"
    peak=$(figure peak)
    [ "$peak" -le $((limit * 1048576)) ] || fail "$name, $limit MiB, $count ranks: a rank held $((peak / 1048576)) MiB"
    printf '%s, %s ranks: %s MiB allowed, %s MiB held at most, attempt %s\n' $name $count "$limit" $((peak / 1048576)) "$attempt"
  done
done
finish
