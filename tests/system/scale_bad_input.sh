#!/usr/bin/env bash
# Input and limits that break programs at scale, made small: one block of all records, almost no memory, scratch on a
# full disk, columns with one value, with as many values as records and with none, very long strings, more ranks than
# records. The outcome must be a clear line and no files left, or a right result; never a hang.
. "$(dirname "$0")/common.sh"
secret=Zzyzx   # occurs only in values: must never be printed

# write_job NAME [more of the job] [text after the source: attributes, rules, comparisons]
write_job() {
  cat > "$work/$1.toml" <<TOML
[job]
name     = "$1"
output   = "$work/$1.h5"
work_dir = "$work/$1.work"
${2:-}
[[source]]
name    = "crm"
files   = ["$work/$1.csv"]
id      = "id"
columns = $columns
$3
TOML
}
nothing_is_left() {  # nothing_is_left NAME WHAT
  [ ! -e "$work/$1.h5" ] || { fail "$2: an output was left"; rm -f "$work/$1.h5"; }
  [ -z "$(find "$work" -name '*.tmp*')" ] || fail "$2: a temporary file was left"
  [ ! -e "$work/$1.work" ] || [ -z "$(find "$work/$1.work" -type f)" ] || { fail "$2: scratch was left"; rm -rf "$work/$1.work"; }
}
# refused NAME EXIT_CODE TEXT...: the same line on 1 and 3 ranks.
refused() {
  local name=$1 code=$2 count got said text; shift 2
  rm -f "$work/$name.h5"
  for count in 1 3; do
    said=$(ranks $count run "$work/$name.toml" --quiet "${arguments[@]}" 2>&1); got=$?
    said=$(printf '%s\n' "$said" | grep '^onefold:')
    expect_equal $got "$code" "$name, $count ranks: exit code ($said)"
    expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "$name, $count ranks: one line ($said)"
    for text in "$@"; do expect_contains "$said" "$text" "$name, $count ranks"; done
    expect_lacks "$said" $secret "$name, $count ranks: a value"
    nothing_is_left "$name" "$name, $count ranks"
  done
}
# right NAME [RANKS...]: verifies the result, and that all numbers of ranks agree.
right() {
  local name=$1 count digest expected=; shift
  [ $# -gt 0 ] || set -- 1 3
  for count in "$@"; do
    ranks "$count" run "$work/$name.toml" --json --overwrite "${arguments[@]}" >"$work/$name.json" 2>"$work/said" ||
      { fail "$name, $count ranks: $(cat "$work/said")"; continue; }
    expect_lacks "$(cat "$work/said")" $secret "$name, $count ranks: a value"
    "$ONEFOLD" verify "$work/$name.h5" >"$work/verified" 2>&1 || fail "$name, $count ranks: verify: $(cat "$work/verified")"
    digest=$(sed -n '$s/^content digest: //p' "$work/verified")
    expect_equal "$digest" "${expected:=$digest}" "$name, $count ranks: digest"
    [ ! -e "$work/$name.work" ] || fail "$name, $count ranks: scratch was left"
  done
}
# fact NAME PYTHON: an expression on `run`, the report of the last run of that name
fact() { python3 -c 'import json, sys; run = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$work/$1.json" "$2"; }
new_pairs() { fact "$1" '[stage for stage in run["statistics"]["stages"] if stage["name"] == "score"][0]["counters"]["pairs_scored"]'; }
arguments=()

# ---- One block of all records ----------------------------------------------------------------------------------------
# 2,000 records with one surname, two per given name.
columns='{ given_name = "first", surname = "last", email = "mail" }'
python3 - "$work" $secret <<'PYTHON'
import sys
folder, secret = sys.argv[1:]
letters = "abcdefghij"
with open(f"{folder}/block.csv", "w") as out:
    out.write("id,first,last,mail\n")
    for i in range(2000):
        person = i // 2
        name = "".join(letters[person // 10**k % 10] for k in range(3))
        out.write(f"{i},{name},{secret},{name}@{'xy'[i % 2]}.example\n")
PYTHON
write_job block "" '[[blocking]]
on = ["surname"]
max_pairs = 1_000_000'
refused block 6 surname "1999000 candidate pairs" "max_pairs = 1000000" "2000 records"
write_job block "" '[[blocking]]
on = ["surname"]
max_block_size = 1000'
refused block 6 surname max_block_size "2000 records" split skip
write_job block "" '[[blocking]]
on = ["surname"]
max_block_size = 1000
oversized = "skip"
[[blocking]]
on = ["given_name"]'
right block
expect_equal "$(new_pairs block)" 1000 "a block that is skipped: what other rules find is scored"
write_job block "" '[[blocking]]
on = ["surname"]
max_block_size = 1000
oversized = "split"
split_by = ["given_name"]'
right block
expect_equal "$(new_pairs block)" 1000 "a block that is split: pairs with the finer key are scored"
write_job block "" '[[blocking]]
on = ["surname"]
max_block_size = 1000
oversized = "split"
split_by = ["surname"]
[[blocking]]
on = ["given_name"]'
right block
expect_equal "$(new_pairs block)" 1000 "a block that cannot be split is skipped"
write_job block "" '[[blocking]]
on = ["surname"]'
right block 1 3 7
expect_equal "$(new_pairs block)" 1999000 "one block of everything, scored"
balance='[stage for stage in run["statistics"]["stages"] if stage["name"] == "score"][0]["loads"]["pairs"]["max_over_mean"]'
expect_equal "$(fact block "$balance <= 1.1")" True "one block of everything is shared: largest rank over mean $(fact block "$balance")"

# ---- Almost no memory ------------------------------------------------------------------------------------------------
for size in "0 B" "64 B"; do   # less than a row
  arguments=(--set "job.memory_per_rank=\"$size\"")
  refused block 3 memory_per_rank "from 1 MiB"
done
for size in "1 MiB" "40 MiB"; do   # less than the program without any records
  arguments=(--set "job.memory_per_rank=\"$size\"")
  refused block 6 "memory_per_rank = $size" "Raise it to"
done
arguments=()

# ---- Many values, one value, none ------------------------------------------------------------------------------------
columns='{ identifier = "number", category = "kind", text = "note", city = "town", given_name = "first" }'
python3 - "$work" <<'PYTHON'
import sys
with open(f"{sys.argv[1]}/values.csv", "w") as out:
    out.write("id,number,kind,note,town,first\n")
    for i in range(100000):
        # Each identifier differs; two records in a row share the note; towns are missing; there are few given names.
        out.write(f"{i},{(i + 1) * 7919:09d},retail,note {i // 2} of many,,{'abcdefghij'[i % 10] * 4}\n")
PYTHON
write_job values "" '[[comparison]]
attribute = "identifier"
levels = ["exact", "damerau_levenshtein <= 1"]
[[blocking]]
on = ["text"]
[[blocking]]
on = ["city"]
[[blocking]]
on = ["city", "category"]'
right values
expect_equal "$(new_pairs values)" 50000 "pairs of a column of values, and none of a column without"
expect_equal "$(fact values '[stage for stage in run["statistics"]["stages"] if stage["name"] == "cleanse"][0]["counters"]["distinct_identifier"]')" \
  100000 "different values are counted exactly"
# A rule on the column with a single value makes one block of all records.
write_job values "" '[[blocking]]
on = ["category"]
max_pairs = 1_000_000'
refused values 6 category "4999950000 candidate pairs" max_pairs
# Rules that find no pair at all.
write_job values "" '[[blocking]]
on = ["city"]
[[blocking]]
on = ["identifier"]'
right values
expect_equal "$(new_pairs values)" 0 "no pairs"
expect_equal "$(fact values 'run["customers"]')" 100000 "no pairs: each record is a customer"

# ---- Strings of 10,000 characters ------------------------------------------------------------------------------------
columns='{ surname = "last", text = "note", address = "street", identifier = "number" }'
python3 - "$work" $secret <<'PYTHON'
import random, sys
folder, secret = sys.argv[1:]
draw = random.Random(1)
word = lambda length: "".join(draw.choice("abcdefghijklmnop") for _ in range(length))
with open(f"{folder}/long.csv", "w") as out:
    out.write("id,last,note,street,number\n")
    for i in range(120):
        # Four records per person; three of them differ by an edit at the beginning, in the middle, at the end. Some are
        # not ASCII.
        if i % 4 == 0:
            texts = [word(10000), word(9999) + "\u00e9", word(10000)]
        changed = list(texts)
        for t, text in enumerate(texts):
            place = [None, 0, len(text) // 2, len(text) - 1][i % 4]
            if place is not None:
                changed[t] = text[:place] + "z" + text[place + 1:]
        out.write(f"{i},{secret}{chr(97 + i // 12)},{changed[0]},{changed[1]},{changed[2]}\n")
PYTHON
write_job long "" '[[comparison]]
attribute = "text"
levels = ["exact", "jaro_winkler >= 0.95", "jaro_winkler >= 0.7"]
[[comparison]]
attribute = "address"
levels = ["exact", "levenshtein <= 1", "levenshtein <= 100"]
[[comparison]]
attribute = "identifier"
levels = ["exact", "damerau_levenshtein <= 2", "jaro_winkler >= 0.9"]
[[blocking]]
on = ["surname"]
[model]
max_random_pairs = 300'
for simd in portable ""; do
  export ONEFOLD_SIMD=$simd
  [ -n "$simd" ] || unset ONEFOLD_SIMD
  right long
  expect_equal "$(fact long 'run["content_digest"]')" "${long_digest:=$(fact long 'run["content_digest"]')}" "long strings, SIMD '$simd'"
done
expect_equal "$(new_pairs long)" 660 "long strings: pairs"
# One edit is one edit at any place. Jaro matches the first free letter: after an edit at the beginning the matches are
# shifted (0.845 by the definition, with an alphabet of 16 letters); after an edit at the end they are not (0.9999).
while read -r other jaro; do
  "$ONEFOLD" explain "$work/long.h5" crm:0 "crm:$other" >"$work/explained" || fail "long strings: explain"
  for level in "jaro_winkler >= $jaro" "levenshtein <= 1" "damerau_levenshtein <= 2"; do
    expect_contains "$(cat "$work/explained")" "$level" "long strings: explain records 0 and $other"
  done
done <<END
1 0.7
3 0.95
END

# ---- More ranks than records -----------------------------------------------------------------------------------------
columns='{ given_name = "first", surname = "last", email = "mail" }'
printf 'id,first,last,mail\n1,Ann,%s,a@x.example\n2,Ann,%s,a@x.example\n3,Cy,Brown,c@x.example\n' $secret $secret > "$work/few.csv"
write_job few "" '[[blocking]]
on = ["surname"]'
right few 1 31
expect_equal "$(new_pairs few)" 1 "3 records on 31 ranks: pairs"

# ---- Scratch on a full disk, at one stage after another --------------------------------------------------------------
if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=1m tmpfs "$work/small" 2>/dev/null; then
  trap 'umount "$work/small"; rm -rf "$work"' EXIT
  export ONEFOLD_BENCH=$work/population
  "$ONEFOLD" generate --output "$ONEFOLD_BENCH" --records 20000 >/dev/null || fail "generate"
  num_refused=0
  for size in 200k 2m 3m 4m 5m 20m; do
    mount -o "remount,size=$size" "$work/small"
    for count in 1 3; do
      said=$(ranks $count run "$ONEFOLD_ROOT/configs/bench_std.toml" --quiet --output "$work/full.h5" --work-dir "$work/small/scratch" 2>&1)
      got=$?
      expect_equal "$(find "$work/small" -type f)" "" "a scratch disk of $size, $count ranks: what is left there"
      if [ $got = 0 ]; then
        "$ONEFOLD" verify "$work/full.h5" >/dev/null || fail "a scratch disk of $size, $count ranks: verify"
        rm -f "$work/full.h5"
        continue
      fi
      num_refused=$((num_refused + 1))
      expect_equal $got 5 "a scratch disk of $size, $count ranks: exit code"
      expect_equal "$(printf '%s\n' "$said" | grep -c '^onefold:')" 1 "a scratch disk of $size, $count ranks: one line ($said)"
      expect_contains "$said" "small/scratch" "a scratch disk of $size, $count ranks"
      [ ! -e "$work/full.h5" ] || { fail "a scratch disk of $size, $count ranks: an output was left"; rm -f "$work/full.h5"; }
    done
  done
  printf '%s of 12 runs with a small scratch disk were refused\n' $num_refused
  [ $num_refused -ge 4 ] && [ $num_refused -lt 12 ] || fail "scratch disks of all sizes: $num_refused of 12 runs were refused"
fi
finish
