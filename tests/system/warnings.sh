#!/usr/bin/env bash
# Reasons to doubt a result, and thresholds that a run decides: what is printed, written and refused.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 2000 >/dev/null || fail "generate"
sound=$ONEFOLD_ROOT/configs/quickstart.toml
field() { python3 -c 'import json,sys; print(eval("json.load(open(sys.argv[1]))" + sys.argv[2]))' "$1" "$2"; }

# Nothing to doubt: no warning, and --strict changes nothing.
"$ONEFOLD" run "$sound" --quiet --output "$work/sound.h5" >"$work/sound" || fail "a sound job"
expect_lacks "$(cat "$work/sound")" "warning" "a sound job"
expect_contains "$(cat "$work/sound")" "threshold 0.95: as the job says; by the model: expected precision" "a threshold of the job"
"$ONEFOLD" run "$sound" --quiet --strict --output "$work/strict.h5" >/dev/null || fail "--strict without a warning"
expect_equal "$(digest_of "$work/strict.h5")" "$(digest_of "$work/sound.h5")" "--strict does not change the result"

# A rule that reads a constant column, and a comparison of it.
awk 'BEGIN { print "id,name,country"; for (i = 0; i < 300; ++i) printf "%d,%s%d,Ruritania\n", i, i % 2 ? "alpha" : "omega", int(i / 2) * 7919 }' >"$work/weak.csv"
cat >"$work/weak.toml" <<END
[job]
name = "weak"
output = "$work/weak.h5"
[[source]]
name = "s"
files = "$work/weak.csv"
id = "id"
columns = { surname = "name", country = "country" }
[[attribute]]
name = "country"
type = "category"
[[blocking]]
on = ["country"]
END
"$ONEFOLD" run "$work/weak.toml" --quiet >"$work/weak" 2>&1 || fail "warnings are no failure: $(cat "$work/weak")"
for code in one_value rule_of_all_pairs few_key_values; do
  expect_contains "$(cat "$work/weak")" "warning $code: " "a weak job"
done
expect_lacks "$(tr '[:upper:]' '[:lower:]' <"$work/weak")" "ruritania" "warnings hold no value"
expect_contains "$(tail -n 1 "$work/weak")" "warning " "warnings stand at the end"
"$ONEFOLD" verify "$work/weak.h5" >/dev/null || fail "a file with warnings is whole"
"$ONEFOLD" run "$work/weak.toml" --quiet --json --overwrite >"$work/weak.json" || fail "--json"
expect_equal "$(field "$work/weak.json" '["warnings"][0]["code"]')" one_value "warnings in --json"
"$ONEFOLD" plan "$work/weak.toml" --quiet >"$work/plan" || fail "plan"
expect_contains "$(cat "$work/plan")" "warning  rule_of_all_pairs: rule country" "a plan knows it before the run"
"$ONEFOLD" plan "$work/weak.toml" --quiet --json >"$work/plan.json" || fail "plan --json"
expect_equal "$(field "$work/plan.json" '["warnings"][0]["code"]')" one_value "warnings in plan --json"

# Where a warning is an error, a doubtful file neither appears nor replaces another one.
before=$(sha256sum "$work/weak.h5")
ranks 3 run "$work/weak.toml" --quiet --strict --overwrite >"$work/out" 2>&1; expect_equal $? 6 "--strict with warnings"
expect_contains "$(cat "$work/out")" "--strict: nothing was written to $work/weak.h5" "--strict says what it did"
expect_equal "$(sha256sum "$work/weak.h5")" "$before" "--strict leaves the older result"

# The run decides the threshold, alike on any number of ranks.
for count in 1 3; do
  ranks $count run "$sound" --quiet --json --set cluster.threshold=best_f1 --output "$work/best.$count.h5" >"$work/best.$count" || fail "best_f1"
done
expect_equal "$(digest_of "$work/best.1.h5")" "$(digest_of "$work/best.3.h5")" "best_f1 on 1 and 3 ranks"
threshold=$(field "$work/best.1" '["threshold"]')
expect_contains "$(field "$work/best.1" '["threshold_reason"]')" "best expected F1 " "the reason in --json"
# All that reads the result uses this number.
"$ONEFOLD" evaluate "$work/best.1.h5" --truth "$ONEFOLD_DEMO/truth.csv" --json >"$work/evaluation.json" || fail "evaluate"
expect_equal "$(field "$work/evaluation.json" '["at_threshold"]["threshold"]')" "$threshold" "evaluate"
"$ONEFOLD" evaluate "$work/best.1.h5" --truth "$ONEFOLD_DEMO/truth.csv" --blocking >/dev/null || fail "the resolved job in the result can be read"
"$ONEFOLD" run "$sound" --quiet --set "cluster.threshold={ precision = 0.9999 }" --output "$work/precise.h5" >"$work/precise" || fail "a precision"
expect_contains "$(cat "$work/precise")" ": lowest with an expected precision of 0.9999 by the model" "the reason in the summary"

# Anything else is a mistake of the job.
for value in best '{precision=1.5}' '{recall=0.9}' 1.5 '[0.5]'; do
  "$ONEFOLD" run "$sound" --quiet --set "cluster.threshold=$value" --output "$work/none.h5" >"$work/out" 2>&1; expect_equal $? 3 "threshold = $value"
  expect_equal "$(wc -l <"$work/out")" 1 "one line for threshold = $value"
done

# suggest leaves the threshold to the run.
"$ONEFOLD" suggest "$ONEFOLD_DEMO/crm.csv" >"$work/suggested.toml" || fail "suggest"
expect_contains "$(cat "$work/suggested.toml")" 'threshold = "best_f1"' "suggest"
"$ONEFOLD" suggest --precision .99 "$ONEFOLD_DEMO/crm.csv" >"$work/suggested.toml" || fail "suggest --precision"
expect_contains "$(cat "$work/suggested.toml")" 'threshold = { precision = 0.99 }' "suggest --precision"
"$ONEFOLD" suggest --precision 0 "$ONEFOLD_DEMO/crm.csv" >/dev/null 2>&1; expect_equal $? 2 "suggest --precision 0"
finish
