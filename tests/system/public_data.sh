#!/usr/bin/env bash
# Public data with known truth, if it is available (ONEFOLD_DATA, or ../shared/data next to the repository): checks the
# quality that docs/benchmarks.md states. Skipped without the data.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DATA=${ONEFOLD_DATA:-$ONEFOLD_ROOT/../shared/data}
[ -e "$ONEFOLD_DATA/febrl/dataset3.csv.gz" ] || { echo "skipped: no public data at ONEFOLD_DATA"; exit 77; }

while read -r name least; do
  ranks 2 run "$ONEFOLD_ROOT/configs/$name.toml" --quiet --output "$work/$name.h5" >/dev/null || { fail "$name: run"; continue; }
  "$ONEFOLD" evaluate "$work/$name.h5" --json >"$work/$name.json" || { fail "$name: evaluate"; continue; }
  python3 -c '
import json, sys
f1 = json.load(open(sys.argv[1]))["best"]["pairwise"]["f1"]
print(sys.argv[2], "best pairwise F1", round(f1, 4))
sys.exit(f1 < float(sys.argv[3]))' "$work/$name.json" "$name" "$least" || fail "$name: F1 below $least"
done <<END
febrl3 .998
febrl4 .9995
fake_1000 .925
historical_50k .85
END
finish
