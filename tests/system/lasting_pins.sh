#!/usr/bin/env bash
# PINs over three months: what a user sees of them, and what is refused.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DEMO=$work/one
"$ONEFOLD" generate --output "$work/one" --records 3000 >/dev/null || fail "generate"
job=$ONEFOLD_ROOT/configs/quickstart.toml
# The next month: other order, 1 % gone, 1 % new; then the first month once more.
python3 - "$work/one" "$work/two" <<'PYTHON'
import os, random, sys
random.seed(5)
old, new = sys.argv[1:]
os.mkdir(new)
for name in ("crm.csv", "webshop.csv", "callcentre.csv"):
    lines = open(f"{old}/{name}").read().splitlines()
    rows = lines[1:]
    random.shuffle(rows)
    gone = len(rows) // 100
    added = [row.replace(row[:3], row[:3] + "9", 1) for row in random.sample(rows, gone) if '"' not in row]
    open(f"{new}/{name}", "w").write("\n".join([lines[0], *rows[gone:], *added]) + "\n")
PYTHON
ranks 2 run "$job" --quiet --output "$work/one.h5" >"$work/out" 2>&1 || fail "first run: $(cat "$work/out")"
expect_lacks "$(cat "$work/out")" "PINs:" "the summary of a first run"
next() { # next MONTH PREVIOUS OUTPUT RANKS
  ONEFOLD_DEMO=$work/$1 ranks "$4" run "$job" --quiet --set "merge.previous=$work/$2.h5" --output "$work/$3.h5" >"$work/out" 2>&1 ||
    fail "$3: $(cat "$work/out")"
}
next two one two 2
expect_contains "$(cat "$work/out")" "PINs:" "the summary of a second run"
next two one two_on_3 3
expect_equal "$(digest_of "$work/two_on_3.h5")" "$(digest_of "$work/two.h5")" "digest on 3 ranks"
next one two three 1
for name in one two three; do "$ONEFOLD" verify "$work/$name.h5" >"$work/out" || fail "verify $name: $(cat "$work/out")"; done

# Of the customers with the same records, at least 99 % keep their PIN; forwards lead to customers.
for what in crosswalk history forwards records customers; do
  "$ONEFOLD" export "$work/one.h5" --what $what -o "$work/one.$what.csv" || fail "export $what of a first run"
  "$ONEFOLD" export "$work/three.h5" --what $what -o "$work/three.$what.csv" || fail "export $what"
done
python3 - "$work" <<'PYTHON' || fail "PINs do not last"
import csv, re, sys
def table(name): return list(csv.DictReader(open(f"{sys.argv[1]}/{name}.csv")))
def customers(name):
    members = {}
    for row in table(name + ".records"):
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", row["pin"])
        members.setdefault(row["pin"], set()).add((row["source"], row["source_id"]))
    return members
one, three = customers("one"), customers("three")
same = {frozenset(records): pin for pin, records in one.items()}
unchanged = [(pin, same[frozenset(records)]) for pin, records in three.items() if frozenset(records) in same]
assert len(unchanged) > 1000 and sum(a == b for a, b in unchanged) >= 0.99 * len(unchanged), len(unchanged)
for row in table("three.forwards"): assert row["forward_pin"] in three or not row["forward_pin"]
walk = table("three.crosswalk")
assert {(row["source"], row["source_id"]) for row in walk if row["deleted"] == "0"} == set().union(*three.values())
assert all(row["pin"] in three for row in walk if row["deleted"] == "0")
# Before + created + split_from + reinstated - merged_into - retired = after, in every run.
live = 0
for run in ("1", "2", "3"):
    events = [row["event"] for row in table("three.history") if row["run"] == run]
    live += sum(event in ("created", "split_from", "reinstated") for event in events)
    live -= sum(event in ("merged_into", "retired") for event in events)
assert live == len(three), (live, len(three))
PYTHON

"$ONEFOLD" diff "$work/one.h5" "$work/two.h5" --csv "$work/changes.csv" >"$work/diff" || fail "diff"
expect_contains "$(cat "$work/diff")" "kept, with the same records" "diff"
expect_equal "$(head -n 1 "$work/changes.csv")" "change,old_pin,new_pin,records_before,records,attribute" "diff --csv"
"$ONEFOLD" diff "$work/one.h5" "$work/two.h5" --csv "$work/values.csv" --show-values --json >"$work/diff.json" || fail "diff --show-values"
python3 -c 'import json,sys; d = json.load(open(sys.argv[1])); assert d["same_pins"] and d["kept"] > 1000' "$work/diff.json" || fail "diff --json"
"$ONEFOLD" diff "$work/one.h5" "$work/two.h5" --show-values >/dev/null 2>&1; expect_equal $? 2 "--show-values without --csv"
"$ONEFOLD" diff "$work/one.h5" "$work/two.h5" --csv "$work/one.h5" --overwrite >/dev/null 2>&1; expect_equal $? 5 "diff over its own input"

# A source with another name that `renamed` does not say.
sed 's|"crm"|"customers"|g' "$job" >"$work/renamed.toml"
ONEFOLD_DEMO=$work/two ranks 2 run "$work/renamed.toml" --quiet --set "merge.previous=$work/one.h5" --output "$work/renamed.h5" >"$work/out" 2>&1 || fail "a renamed source"
expect_contains "$(cat "$work/out")" "source_gone" "a warning"
ONEFOLD_DEMO=$work/two ranks 2 run "$work/renamed.toml" --quiet --set "merge.previous=$work/one.h5" --set 'merge.renamed={ crm = "customers" }' --overwrite --output "$work/renamed.h5" >"$work/out" 2>&1 || fail "renamed"
expect_lacks "$(cat "$work/out")" "source_gone" "no warning with renamed"

# Most records of the previous result are gone: said, because their PINs are.
for name in crm webshop callcentre; do sed -i '200,$d' "$work/one/$name.csv"; done
ranks 2 run "$job" --quiet --set "merge.previous=$work/two.h5" --output "$work/few.h5" >"$work/out" 2>&1 || fail "few records"
expect_contains "$(cat "$work/out")" "few_recognised" "a warning"

# What is refused, in one line each.
refused() { # refused CODE TEXT ARGUMENTS...
  local code=$1 text=$2
  shift 2
  ranks 2 run "$job" --quiet --output "$work/refused.h5" "$@" >"$work/out" 2>&1; expect_equal $? "$code" "$text"
  expect_contains "$(grep -c '^onefold:' "$work/out")" 1 "one line: $text"
  expect_contains "$(cat "$work/out")" "$text" "the message"
  [ ! -e "$work/refused.h5" ] || fail "a result is there: $text"
}
previous="merge.previous=$work/one.h5"
ranks 2 run "$job" --quiet --set "$previous" --output "$work/one.h5" --overwrite >"$work/out" 2>&1; expect_equal $? 5 "output is previous"
expect_contains "$(cat "$work/out")" "the previous result" "output is previous"
refused 4 "it is a result of the job" --set "$previous" --set job.name=other
refused 4 "missing.h5" --set "merge.previous=$work/missing.h5"
head -c 100000 "$work/one.h5" >"$work/half.h5"
refused 4 "half.h5" --set "merge.previous=$work/half.h5"
refused 3 "it needs previous" --set "merge.lock=$work/lock.csv"
printf 'source,id,pin\ncrm,C0000001,K7Q-2M9-XD4\n' >"$work/lock.csv"
refused 4 "lock.csv line 2" --set "$previous" --set "merge.lock=$work/lock.csv"
finish
