#!/usr/bin/env bash
# Households: relatives and neighbours are told from matches, and probabilities mean what they say. Two populations, of
# two error models: `onefold generate` and households.py.
# shellcheck source=tests/system/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

records=$(quick_or_long 12000 60000)
# calibration.py EVALUATION.json LABEL: fails if probabilities are off by more than .01 on average, or if pairs that would
# be links are: in a band from .5 on with 200 pairs or more, by more than .1 and two standard errors. Prints the pairwise
# F1 in ten-thousandths.
cat > "$work/calibration.py" <<'PY'
import json, math, sys
found = json.load(open(sys.argv[1]))
if found["expected_calibration_error"] > .01:
    print(f"FAILED: {sys.argv[2]}: calibration error {found['expected_calibration_error']:.4f}")
for band in found["reliability"]:
    expected, pairs = band["expected_share"], band["pairs"]
    if pairs >= 200 and expected >= .5 and abs(band["true_share"] - expected) > .1 + 2 * math.sqrt(expected * (1 - expected) / pairs):
        print(f"FAILED: {sys.argv[2]}: of {pairs} pairs with a mean probability of {expected:.3f}, {band['true_share']:.3f} are matches")
print(f"{found['at_threshold']['pairwise']['f1'] * 10000:.0f}")
PY

# f1_of RESULT TRUTH LABEL: sets `f1`; fails if probabilities are off.
f1_of() {
  "$ONEFOLD" evaluate "$1" --truth "$2" --json > "$work/evaluation.json" || fail "$3: evaluate"
  local said
  said=$(python3 "$work/calibration.py" "$work/evaluation.json" "$3")
  f1=${said##*$'\n'}
  case $said in *FAILED*) fail "$said" ;; esac
}

# 1. The population of `generate`, with a job by hand, and with three more rules, which propose relatives.
"$ONEFOLD" generate -o "$work/people" --records "$records" --seed 5 > /dev/null 2>&1 || fail generate
export ONEFOLD_BENCH=$work/people
for job in std wide; do
  "$ONEFOLD" run "$ONEFOLD_ROOT/configs/bench_$job.toml" --quiet --output "$work/$job.h5" > /dev/null || fail "run $job"
  f1_of "$work/$job.h5" "$work/people/truth.csv" "$job"
  declare "f1_$job=$f1"
done
[ "${f1_std:-0}" -ge 9800 ] || fail "std: pairwise F1 ${f1_std:-0} of 10000, expected 9800 or more"
[ "${f1_wide:-0}" -ge $((${f1_std:-0} - 50)) ] || fail "three more rules: pairwise F1 $f1_wide, $f1_std without them"

# 2. The other population, with a suggested job.
python3 "$ONEFOLD_ROOT/tests/system/households.py" "$work/forms" "$records" 7 || fail households.py
(cd "$work/forms" && "$ONEFOLD" suggest registry.csv members.csv > job.toml && "$ONEFOLD" run job.toml --quiet --output forms.h5 > /dev/null) || fail "forms"
f1_of "$work/forms/forms.h5" "$work/forms/truth.csv" forms
[ "${f1:-0}" -ge 9800 ] || fail "forms: pairwise F1 ${f1:-0} of 10000, expected 9800 or more"
finish
