#!/usr/bin/env bash
# What stewards decide: decide, the next run that follows it, and show.
. "$(dirname "$0")/common.sh"
cd "$work" || exit 1
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 1000 >/dev/null || fail "generate"
cp "$ONEFOLD_ROOT/configs/quickstart.toml" job.toml
ranks 2 run job.toml --quiet --output out.h5 >/dev/null || fail "run"

# Two records of one customer, and one of another.
"$ONEFOLD" export out.h5 --what records -o records.csv || fail "export"
python3 - <<'PYTHON' || fail "there is no customer of three records"
import csv
customers = {}
for row in csv.DictReader(open("records.csv", newline="")):
    customers.setdefault(row["pin"], []).append(row["source"] + ":" + row["source_id"])
three, other = sorted((c for c in customers.values() if len(c) >= 3), key=len)[:2]
open("names", "w").write(" ".join([three[0], three[1], other[0]]))
PYTHON
read -r a b c <names

# decide says what will change, and appends to a private file.
said=$("$ONEFOLD" decide out.h5 --apart "$a" "$b" --by Ada --why "father, son" --when 2026-03-01 -o decisions.csv) || fail "decide --apart"
expect_contains "$said" "These two records are in customer" "decide says where they are"
expect_equal "$(stat -c %a decisions.csv)" 600 "the list is for its owner only"
expect_equal "$(head -n 1 decisions.csv)" "kind,left,right,attribute,value,who,when,why" "the header of the list"
expect_equal "$(sed -n 2p decisions.csv)" "cannot_link,$a,$b,,,Ada,2026-03-01,\"father, son\"" "the row of --apart"
"$ONEFOLD" decide out.h5 --together "$a" "$c" --by Ada -o decisions.csv >/dev/null || fail "decide --together"
"$ONEFOLD" decide out.h5 --set email=ada@example.org "$a" --by Ada --why "she called" -o decisions.csv >said || fail "decide --set"
expect_lacks "$(cat said)" "ada@example.org" "decide shows no value"
expect_equal "$(wc -l <decisions.csv)" 4 "one line a decision"

# Mistakes append nothing.
cp decisions.csv before.csv
for arguments in "--apart $a crm:nobody" "--apart $a" "--set nothing=x $a" "--set email $a" "--set email=nobody $a" "--set birth_date=2024-13-45 $a" "--set birth_date=n/a $a" "--lock 000-000-000" "--apart $a $b --lock $a" ""; do
  # shellcheck disable=SC2086
  "$ONEFOLD" decide out.h5 $arguments --by Ada -o decisions.csv >/dev/null 2>said
  expect_equal $? 2 "decide $arguments"
  expect_equal "$(grep -c . said)" 1 "decide $arguments: one line"
  expect_lacks "$(cat said)" nobody "decide $arguments shows no id"
done
"$ONEFOLD" decide out.h5 --apart "$a" "$b" --by Ada -o out.h5 >/dev/null 2>&1; expect_equal $? 5 "the result as a list"
"$ONEFOLD" decide out.h5 --apart "$a" "$b" --by Ada -o records.csv >/dev/null 2>&1; expect_equal $? 5 "a table as a list"
cmp -s decisions.csv before.csv || fail "a mistake changed the list"

# The next run follows the list, on any number of ranks, and counts it.
sed -i "s|^\[merge\]|[merge]\ndecisions = \"$work/decisions.csv\"|" job.toml
grep -q '^decisions' job.toml || printf '[merge]\ndecisions = "%s"\n' "$work/decisions.csv" >>job.toml
ranks 1 run job.toml --quiet --json --output one.h5 >one.json || fail "run with decisions"
ranks 3 run job.toml --quiet --output three.h5 >/dev/null || fail "run with decisions on three ranks"
expect_equal "$(digest_of one.h5)" "$(digest_of three.h5)" "digests with decisions"
grep -q '"decisions_applied": 3' one.json || fail "three decisions are applied: $(grep decisions_ one.json)"
pin_of() { "$ONEFOLD" show one.h5 "$1" | sed -n '1s/^Customer \([^:]*\):.*/\1/p'; }
[ "$(pin_of "$a")" != "$(pin_of "$b")" ] || fail "two records that were kept apart are one customer"
expect_equal "$(pin_of "$a")" "$(pin_of "$c")" "two records that were joined"
shown=$("$ONEFOLD" show one.h5 "$a") || fail "show"
for part in "Golden record" "Records" "Why they are one" "Decisions" "two customers" "father, son" "she called"; do expect_contains "$shown" "$part" "show"; done
"$ONEFOLD" verify one.h5 >/dev/null || fail "verify"

# decide writes records for a pair of PINs, so the decision holds in the month after next too, when one PIN is retired.
of() { "$ONEFOLD" show out.h5 "$1" | sed -n '1s/^Customer \([^:]*\):.*/\1/p'; }
first=$(of "$a") second=$(of "$c")
"$ONEFOLD" decide out.h5 --together "$first" "$second" --by Ada -o pins.csv >/dev/null || fail "decide by PINs"
expect_lacks "$(tail -n 1 pins.csv)" "$first" "decide by PINs names records"
sed "s|decisions.csv|pins.csv|" job.toml >pins.toml
ranks 2 run pins.toml --quiet --set "merge.previous=$work/out.h5" --output second.h5 >/dev/null || fail "the month after"
ranks 2 run pins.toml --quiet --set "merge.previous=$work/second.h5" --output third.h5 >/dev/null || fail "the month after next"
for month in second third; do
  "$ONEFOLD" show $month.h5 "$first" >shown || fail "show in the $month month"
  "$ONEFOLD" show $month.h5 "$second" >shown_second || fail "show of the other PIN in the $month month"
  expect_equal "$(head -n 1 shown | cut -d ' ' -f 2)" "$(head -n 1 shown_second | cut -d ' ' -f 2)" "one customer in the $month month"
  "$ONEFOLD" verify $month.h5 >/dev/null || fail "verify the $month month"
done
# Written by hand, a pair of PINs of one customer is refused, and no pair of a record with itself is written.
{ head -n 1 pins.csv; echo "must_link,$first,$second,,,Bo,2026-04-01,"; } >hand.csv
sed "s|decisions.csv|hand.csv|" job.toml >hand.toml
grep -q hand.csv hand.toml || fail "the job does not read the list"
ranks 2 run hand.toml --quiet --set "merge.previous=$work/third.h5" --output hand.h5 >/dev/null 2>said; expect_equal $? 4 "a pair of PINs of one customer"
expect_contains "$(cat said)" "hand.csv line 2" "a pair of PINs of one customer names its line"
ranks 2 run hand.toml --quiet --json --set 'merge.unknown="report"' --set "merge.previous=$work/third.h5" --output hand.h5 >hand.json || fail "reported"
for code in stale_decisions pairs_by_pin; do grep -q $code hand.json || fail "no warning $code"; done
"$ONEFOLD" verify hand.h5 >/dev/null || fail "verify after a pair of one record"
{ head -n 1 pins.csv; echo "override,$a,,birth_date,31.02.1999,Bo,,"; } >type.csv
sed "s|decisions.csv|type.csv|" job.toml >type.toml
ranks 2 run type.toml --quiet --json --output type.h5 >type.json || fail "an override that its type cannot read"
grep -q override_unreadable type.json || fail "no warning of an override that its type cannot read"
printf 'kind,left,right,attribute,value,who,when,why\noverride,%s,,email,caf\xe9@example.org,,,\n' "$a" >latin.csv
sed "s|decisions.csv|latin.csv|" job.toml >latin.toml
ranks 1 run latin.toml --quiet --output latin.h5 >/dev/null 2>said; expect_equal $? 4 "a list that is not UTF-8"

# A record that is gone: the run ends and names the line, or reports it.
sed "s|^cannot_link,$a|cannot_link,crm:gone|" decisions.csv >stale.csv
sed "s|decisions.csv|stale.csv|" job.toml >stale.toml
ranks 2 run stale.toml --quiet --output stale.h5 >/dev/null 2>said; expect_equal $? 4 "a stale decision"
expect_contains "$(cat said)" "stale.csv line 2" "a stale decision names its line"
ranks 2 run stale.toml --quiet --json --set 'merge.unknown="report"' --output stale.h5 >stale.json || fail "unknown = report"
grep -q '"decisions_stale": 1' stale.json || fail "one decision is stale"
grep -q stale_decisions stale.json || fail "a stale decision is a warning"
# Decisions that contradict each other: the later one wins; without dates both lines are named.
{ head -n 2 decisions.csv; echo "must_link,$a,$b,,,Bo,2026-04-01,"; } >changed.csv
sed "s|decisions.csv|changed.csv|" job.toml >changed.toml
ranks 2 run changed.toml --quiet --json --output changed.h5 >changed.json || fail "a later decision"
grep -q '"decisions_superseded": 1' changed.json || fail "one decision is superseded"
{ head -n 1 decisions.csv; echo "override,$a,,email,x,,,"; echo "override,$a,,email,y,,,"; } >changed.csv
ranks 2 run changed.toml --quiet --overwrite --output changed.h5 >/dev/null 2>said; expect_equal $? 4 "two overrides of one time"
expect_contains "$(cat said)" "changed.csv line 2 and $work/changed.csv line 3" "both lines are named"
finish
