#!/usr/bin/env bash
# plan must predict the pairs of a run exactly on any number of ranks, report what would be refused, and show values
# only on request.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 2000 >/dev/null || fail "generate"
job=$ONEFOLD_ROOT/configs/quickstart.toml
result=$work/result.h5
ranks 2 run "$job" --quiet --json --output "$result" >"$work/run.json" || fail "run"
for count in 1 3; do
  ranks $count plan "$job" --json --output "$work/planned.h5" >"$work/plan.json" 2>"$work/said" || fail "plan on $count ranks: $(cat "$work/said")"
  python3 - "$work/plan.json" "$work/run.json" <<'PYTHON' || fail "plan --json on $count ranks"
import json, sys
plan, run = (json.load(open(path)) for path in sys.argv[1:])
assert plan["records"] == run["records"] == 2000
assert plan["new_pairs"] == run["candidate_pairs"] == sum(rule["new_pairs"] for rule in plan["rules"])
counters = {stage["name"]: stage["counters"] for stage in run["statistics"]["stages"]}
for number, rule in enumerate(plan["rules"], 1):
    assert rule["pairs"] == counters["block"][f"pairs of rule {number}"]
    assert rule["new_pairs"] == counters["score"][f"new pairs of rule {number}"]
    assert rule["largest_block"] == counters["block"][f"largest block of rule {number}"]
    assert not any("key" in block for block in rule["largest_blocks"])
forecast = plan["forecast"]
assert [stage["name"] for stage in forecast["stages"]] == [stage["name"] for stage in run["statistics"]["stages"]]
assert "repair" in counters and forecast["assumed_repaired_records"] > 0
# The same report, whether an attribute is in a key or not.
assert plan["reading"] == run["reading"] and len(plan["reading"]) > 0
assert forecast["total_seconds"] > 0 and forecast["peak_memory_bytes"] > 0 and plan["refusals"] == []
PYTHON
done
[ ! -e "$work/planned.h5" ] || fail "plan made an output"
[ -z "$(find "$work" -name '*.plan' -o -name '*.work')" ] || fail "plan left a folder behind"

# For other machines; more nodes than ranks is a mistake.
ranks 2 plan "$job" --quiet --output "$work/planned.h5" --ranks 64 --nodes 8 >"$work/page" || fail "plan --ranks"
expect_contains "$(cat "$work/page")" "forecast for 64 ranks on 8 nodes" "the page says for what it is"
expect_contains "$(tail -n 1 "$work/page")" "limit    " "the last line says what limits"
"$ONEFOLD" plan "$job" --quiet --output "$work/planned.h5" --nodes 8 >/dev/null 2>&1; expect_equal $? 2 "more nodes than ranks"

# If a run would be refused: the whole page, one line, and exit code 6.
for set in blocking.0.max_pairs=5 blocking.0.max_block_size=2 'job.memory_per_rank="8 MiB"'; do
  # Memory is what each rank has of its own: this is asked on several ranks too.
  case $set in *memory*) counts="1 3" ;; *) counts=1 ;; esac
  for count in $counts; do
    ranks $count plan "$job" --quiet --output "$work/planned.h5" --set "$set" >"$work/page" 2>"$work/said"; expect_equal $? 6 "$set on $count ranks"
    expect_contains "$(cat "$work/page")" "refused  " "$set: the page"
    expect_contains "$(cat "$work/page")" "largest blocks" "$set: the whole page"
    expect_equal "$(grep -c '^onefold: a run would be refused: ' "$work/said")" 1 "$set: one line"
  done
done
"$ONEFOLD" plan "$work/absent.toml" --quiet >/dev/null 2>&1; expect_equal $? 3 "no job file"

# A value that occurs in the largest block: shown on request, otherwise nowhere.
secret=zzyzxqvist
{ echo "id,name,mail"; for i in $(seq 20); do echo "$i,$secret,user$i@mail.example"; done; } >"$work/people.csv"
cat >"$work/secret.toml" <<TOML
[job]
name = "secret"
output = "$work/secret.h5"
[[source]]
name = "people"
files = "$work/people.csv"
id = "id"
columns = { surname = "name", email = "mail" }
[[blocking]]
on = ["surname"]
[[blocking]]
on = ["prefix(surname, 30)"]
TOML
expect_lacks "$("$ONEFOLD" plan "$work/secret.toml" 2>&1; "$ONEFOLD" plan "$work/secret.toml" --json 2>&1)" $secret "a value that nobody asked for"
shown=$("$ONEFOLD" plan "$work/secret.toml" --quiet --show-values 2>&1)
expect_contains "$shown" "20 records" "the block of all records"
expect_contains "$shown" "  surname=$secret" "--show-values"
expect_contains "$shown" "  prefix(surname, 30)=$secret" "--show-values of a function"
finish
