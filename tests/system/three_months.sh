#!/usr/bin/env bash
# A migration over three months: people move and marry, records come, go, change and get other ids, ids of removed records
# are given to other people. Customers whose records stay as they are keep their PIN, and the history adds up.
. "$(dirname "$0")/common.sh"
records=$(quick_or_long 6000 60000)
job=$ONEFOLD_ROOT/configs/quickstart.toml
"$ONEFOLD" generate --output "$work/1" --records "$records" --seed 3 >/dev/null || fail "generate"
"$ONEFOLD" generate --output "$work/2" --wave 2 --of "$work/1" >/dev/null || fail "generate wave 2"
"$ONEFOLD" generate --output "$work/3" --wave 3 --of "$work/2" >/dev/null || fail "generate wave 3"
month() { # month NUMBER OUTPUT RANKS [ARGUMENTS...]
  local number=$1 output=$2 count=$3
  shift 3
  ONEFOLD_DEMO=$work/$number ranks "$count" run "$job" --quiet --output "$work/$output.h5" "$@" >"$work/out" 2>&1 ||
    fail "$output: $(cat "$work/out")"
}
month 1 first 2
month 2 second 2 --set "merge.previous=$work/first.h5"
for count in 1 3 7; do
  month 2 "second_on_$count" "$count" --set "merge.previous=$work/first.h5"
  expect_equal "$(digest_of "$work/second_on_$count.h5")" "$(digest_of "$work/second.h5")" "digest on $count ranks"
done
month 3 third 2 --set "merge.previous=$work/second.h5"
# With frozen frequencies, pairs of records that did not change keep their weights, and so do nearly all customers.
month 2 frozen 2 --set "merge.previous=$work/first.h5" --set model.frequencies=frozen
for name in first second third frozen; do
  "$ONEFOLD" verify "$work/$name.h5" >"$work/out" || fail "verify $name: $(cat "$work/out")"
  "$ONEFOLD" export "$work/$name.h5" --what records -o "$work/$name.csv" || fail "export of $name"
done
for what in history forwards; do
  "$ONEFOLD" export "$work/third.h5" --what $what -o "$work/$what.csv" || fail "export $what"
done

python3 - "$work" <<'PYTHON' || fail "PINs do not last"
import csv, sys
work = sys.argv[1]
def rows(name): return list(csv.DictReader(open(f"{work}/{name}.csv")))
def pins(name): return {(row["source"], row["source_id"]): row["pin"] for row in rows(name)}
def truth(month): return {(row["source"], row["source_id"]): row["true_id"] for row in rows(f"{month}/truth")}
def check(month, before, after):
    changed = {row["true_id"] for row in rows(f"{month}/changes")}
    # Records of people none of whose records came, went or changed.
    same = [name for name, person in truth(month).items() if person not in changed]
    kept = sum(before[name] == after[name] for name in same)
    assert len(same) > len(after) / 2
    assert kept >= 0.99 * len(same), f"month {month}: {kept} of {len(same)} records keep their PIN"
    return kept / len(same)
first, second, third, frozen = (pins(name) for name in ("first", "second", "third", "frozen"))
print("kept:", check(2, first, second), check(3, second, third), check(2, first, frozen))
# An id that was given to another person takes no PIN with it.
reissued = [(row["source"], row["source_id"]) for row in rows("2/changes") if row["change"] == "reissued"]
assert reissued
# Customers before + created + split off + reinstated - merged - retired = customers after; one event per PIN and run.
live = 0
for run in ("1", "2", "3"):
    events = [(row["pin"], row["event"]) for row in rows("history") if row["run"] == run]
    assert len({pin for pin, _ in events}) == len(events)
    live += sum(event in ("created", "split_from", "reinstated") for _, event in events)
    live -= sum(event in ("merged_into", "retired") for _, event in events)
assert live == len(set(third.values())), (live, len(set(third.values())))
# Every retired PIN leads to a customer, or to none if no record is left.
for row in rows("forwards"): assert not row["forward_pin"] or row["forward_pin"] in set(third.values())
PYTHON
finish
