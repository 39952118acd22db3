#!/usr/bin/env bash
# export, evaluate, explain, verify and --dry-run on the result of a small run.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 2000 >/dev/null || fail "generate"
job=$ONEFOLD_ROOT/configs/quickstart.toml
result=$work/result.h5
ranks 2 run "$job" --quiet --json --output "$result" >"$work/run.json" || fail "run"
expect_equal "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["records"])' "$work/run.json")" 2000 "records in --json"
expect_equal "$(stat -c %a "$result")" 600 "the result is for its owner only"

# The reading report adds up to the records of each source.
python3 - "$work/run.json" <<'EOF' || fail "the reading report does not add up"
import json, sys
report = json.load(open(sys.argv[1]))["reading"]
totals = {}
for column in report:
    total = sum(column[part] for part in ("filled", "missing", "dummy", "unreadable"))
    if totals.setdefault(column["source"], total) != total:
        sys.exit(f"{column['source']}.{column['attribute']}: {total} values, {totals[column['source']]} records")
sys.exit(0 if sum(totals.values()) == 2000 else f"{totals} are not 2000 records")
EOF

# A first look at files shows no value unless it is asked for.
"$ONEFOLD" profile "$ONEFOLD_DEMO/crm.csv" >"$work/profile" || fail "profile"
expect_contains "$(cat "$work/profile")" "all rows examined" "profile of a file"
expect_contains "$(cat "$work/profile")" "shapes: \`" "profile shows shapes"
! grep -q London "$work/profile" || fail "profile shows a value"
"$ONEFOLD" profile "$ONEFOLD_DEMO/crm.csv" --show-values | grep -q London || fail "profile --show-values shows no value"
ranks 2 profile "$job" --json | python3 -c 'import json,sys; assert any("attributes" in c for t in json.load(sys.stdin) for c in t["columns"])' || fail "profile of a job"
"$ONEFOLD" profile "$job" "$ONEFOLD_DEMO/crm.csv" >/dev/null 2>&1; expect_equal $? 2 "profile of a job and a file"

# An existing output is refused and not changed.
before=$(sha256sum "$result")
ranks 2 run "$job" --quiet --output "$result" >"$work/out" 2>&1; expect_equal $? 5 "existing output"
expect_contains "$(cat "$work/out")" "--overwrite" "existing output says what to do"
expect_equal "$(sha256sum "$result")" "$before" "existing output is untouched"
ranks 2 run "$job" --quiet --overwrite --output "$result" >/dev/null || fail "--overwrite"

"$ONEFOLD" export "$result" --what records -o "$work/records.csv" || fail "export records"
expect_equal "$(head -n 1 "$work/records.csv" | cut -d, -f1-4 | tr -d '\r')" "source,source_id,pin,cluster_id" "columns of records"
expect_equal "$(wc -l < "$work/records.csv")" 2001 "a line a record"
for what in customers edges quarantine; do "$ONEFOLD" export "$result" --what $what >"$work/$what.csv" || fail "export $what"; done
# The model is exported and imported: the same edges without training.
"$ONEFOLD" export "$result" --what model -o "$work/model.json" || fail "export model"
sed -e '/^train /d' -e '/^prior /d' -e "s|^\[model\]|[model]\nfile = \"$work/model.json\"|" "$job" > "$work/with_model.toml"
ranks 3 run "$work/with_model.toml" --quiet --output "$work/with_model.h5" >"$work/out" 2>&1 || fail "model file: $(cat "$work/out")"
"$ONEFOLD" export "$work/with_model.h5" --what edges | cmp -s - "$work/edges.csv" || fail "a model from a file gives other edges"
"$ONEFOLD" export "$result" --what nothing >/dev/null 2>&1; expect_equal $? 2 "export of something unknown"

"$ONEFOLD" evaluate "$result" --truth "$ONEFOLD_DEMO/truth.csv" --json >"$work/evaluation.json" || fail "evaluate"
python3 - "$work/evaluation.json" <<'PYTHON' || fail "evaluate --json"
import json, sys
e = json.load(open(sys.argv[1]))
for point in (e["at_threshold"], e["best"]):
    assert 0 <= point["threshold"] <= 1
    for measure in ("pairwise", "b_cubed"):
        for figure in ("precision", "recall", "f1"):
            assert 0.5 < point[measure][figure] <= 1, (measure, figure, point[measure][figure])
# The best threshold is that of components; repair may give a better result at the job's own threshold.
assert all(e["best"]["pairwise"]["f1"] >= point["pairwise"]["f1"] for point in e["sweep"]), "the best threshold is not the best"
assert e["sweep"], "no sweep"
PYTHON

# The same from any number of ranks, with all that can be asked for.
for count in 1 3; do
  ranks $count evaluate "$result" --truth "$ONEFOLD_DEMO/truth.csv" --json --errors 10 --sweep 5 >"$work/evaluation.$count" || fail "evaluate on $count ranks"
done
cmp -s "$work/evaluation.1" "$work/evaluation.3" || fail "evaluate differs between numbers of ranks"
# A low threshold, so that links are false.
ranks 2 run "$job" --quiet --output "$work/low.h5" --set cluster.threshold=0.02 >/dev/null || fail "a low threshold"
"$ONEFOLD" evaluate "$work/low.h5" --truth "$ONEFOLD_DEMO/truth.csv" --by-source --by-rule --errors 3 >"$work/table" || fail "evaluate as a table"
expect_contains "$(cat "$work/table")" "False links with the highest probability" "evaluate --errors"
# True pairs that rules proposed, and subgroups: from the input files, the same on any number of ranks; values only on
# request.
for count in 1 3; do
  ranks $count evaluate "$result" --truth "$ONEFOLD_DEMO/truth.csv" --blocking --by birth_date --json >"$work/blocking.$count" || fail "evaluate --blocking on $count ranks"
done
cmp -s "$work/blocking.1" "$work/blocking.3" || fail "evaluate --blocking differs between numbers of ranks"
python3 - "$work/blocking.1" <<'PYTHON' || fail "evaluate --blocking"
import json, sys
e = json.load(open(sys.argv[1]))
assert e["num_proposed_true_pairs"] == sum(rule["new_true_pairs"] for rule in e["by_rule"]) > 0
for rule in e["by_rule"]:
    assert rule["true_edges"] <= rule["new_true_pairs"] <= rule["true_pairs"] <= rule["pairs"]
assert e["pairs_completeness_at_review_threshold"] <= e["pairs_completeness"] <= 1
assert [group["group"] for group in e["by_group"]] == ["birth_date is present", "birth_date is missing"]
assert sum(group["records"] for group in e["by_group"]) == e["num_evaluated_records"]
PYTHON
"$ONEFOLD" evaluate "$result" --truth "$ONEFOLD_DEMO/truth.csv" --by nothing >"$work/out" 2>&1; expect_equal $? 2 "--by an unknown attribute"
expect_contains "$(cat "$work/out")" "birth_date" "--by an unknown attribute names those that there are"

# A truth file that contains a record twice is refused; the message names the record.
{ cat "$ONEFOLD_DEMO/truth.csv"; sed -n 2p "$ONEFOLD_DEMO/truth.csv"; } > "$work/twice.csv"
ranks 2 evaluate "$result" --truth "$work/twice.csv" >"$work/out" 2>&1; expect_equal $? 4 "a truth file with a record twice"
expect_contains "$(cat "$work/out")" "already in line 2" "a truth file with a record twice"

# A sample is the same on any number of ranks, is reviewed with the truth, and estimated.
for kind in clusters pairs; do
  "$ONEFOLD" sample "$result" --$kind 100 -o "$work/$kind.csv" || fail "sample --$kind"
  ranks 2 sample "$result" --$kind 100 | cmp -s - "$work/$kind.csv" || fail "sample --$kind differs between numbers of ranks"
  # With values: the same rows, and what is compared of each record; without, none of it.
  "$ONEFOLD" sample "$result" --$kind 100 --show-values -o "$work/$kind.shown.csv" || fail "sample --$kind --show-values"
  ranks 3 sample "$result" --$kind 100 --show-values | cmp -s - "$work/$kind.shown.csv" || fail "sample --show-values differs between numbers of ranks"
  python3 - "$work/$kind.csv" "$work/$kind.shown.csv" "$ONEFOLD_DEMO" <<'PYTHON' || fail "values in a sample of $kind"
import csv, glob, sys
plain, shown = (list(csv.DictReader(open(path))) for path in sys.argv[1:3])
values = [column for column in shown[0] if ":" in column]
assert [{c: v for c, v in row.items() if c not in values} for row in shown] == plain
assert not any(":" in column for column in plain[0])
emails = {row["customer_no"]: row["email"].lower() for path in glob.glob(sys.argv[3] + "/crm*.csv") for row in csv.DictReader(open(path))}
checked = 0
for row in shown:
    for source, name, value in (("source", "source_id", "value:email"), ("left_source", "left_id", "left:email"), ("right_source", "right_id", "right:email")):
        if row.get(source) == "crm" and row[value]:
            assert row[value] == emails[row[name]], "another record's value"
            checked += 1
assert checked > 20
PYTHON
  python3 "$ONEFOLD_ROOT/scripts/lib/review.py" "$work/$kind.csv" "$ONEFOLD_DEMO/truth.csv" > "$work/$kind.reviewed.csv" || fail "review"
  ranks 2 evaluate "$result" --reviewed "$work/$kind.reviewed.csv" --json > "$work/$kind.json" || fail "evaluate --reviewed"
  python3 - "$work/$kind.json" "$work/evaluation.1" <<'PYTHON' || fail "estimates of $kind"
import json, sys
estimate, truth = (json.load(open(path)) for path in sys.argv[1:])
precision = estimate["pairwise"]["precision"]
assert estimate["num_left_out"] == 0
assert 0 < precision["low"] <= precision["estimate"] <= precision["high"] <= 1
assert precision["low"] <= truth["at_threshold"]["pairwise"]["precision"] <= precision["high"]
PYTHON
done
"$ONEFOLD" evaluate "$result" --reviewed "$work/clusters.csv" >/dev/null 2>&1 || fail "a sample without answers is no mistake"
"$ONEFOLD" sample "$result" >/dev/null 2>&1; expect_equal $? 2 "sample of nothing"

# Any link can be explained; if a record is not found, the message shows no ids.
read -r left right < <(python3 - "$work/edges.csv" <<'PYTHON'
import csv, sys
for row in csv.DictReader(open(sys.argv[1])):
    if row["link"] == "1":
        print(f'{row["left_source"]}:{row["left_id"]} {row["right_source"]}:{row["right_id"]}')
        break
PYTHON
)
explanation=$("$ONEFOLD" explain "$result" "$left" "$right") || fail "explain"
expect_contains "$explanation" "surname" "explain names comparisons"
"$ONEFOLD" explain "$result" "crm:nobody" "$right" >/dev/null 2>"$work/unknown"; expect_equal $? 2 "explain of an unknown record"
expect_contains "$(cat "$work/unknown")" "the first one: source crm has no record" "explain says which record it does not know"
grep -q nobody "$work/unknown" && fail "explain shows an id that it does not know"
# A PIN, as explain shows it, stands for a customer.
pin=$(sed -n '1s/.*customer with PIN \([^ ]*\) .*/\1/p' <<<"$explanation")
expect_contains "$("$ONEFOLD" explain "$result" "$pin" "$right")" "surname" "explain of a PIN"
expect_contains "$(ranks 3 explain "$result" "$pin" "$right" | head -n 2)" "$right" "explain under mpirun"

# Verbs that read single rows start no MPI: with this setting Open MPI does not start.
for arguments in "explain $result $left $right" "export $result --what quarantine" "--version"; do
  # shellcheck disable=SC2086
  OMPI_MCA_pml=no_such_pml "$ONEFOLD" $arguments >/dev/null || fail "onefold $arguments starts MPI"
done

"$ONEFOLD" verify "$result" >"$work/verify" || fail "verify"
expect_contains "$(tail -n 1 "$work/verify")" "content digest: " "the last line of verify"
# A changed byte in the middle of the file must be detected.
cp "$result" "$work/damaged.h5"
size=$(stat -c %s "$result")
printf '\xff' | dd of="$work/damaged.h5" bs=1 seek=$((size / 2)) conv=notrunc status=none
"$ONEFOLD" verify "$work/damaged.h5" >/dev/null 2>&1 && fail "verify passed a damaged file"
# So must an end that is missing, even if only the seal is.
head -c -80 "$result" >"$work/unsealed.h5"
"$ONEFOLD" verify "$work/unsealed.h5" >"$work/out" 2>&1; expect_equal $? 7 "verify of a file without its seal"
expect_contains "$(cat "$work/out")" "no seal" "the reason"
# The lines of docs/file_format.md read any result, also one with a value above 255 bytes.
{ echo "id,surname,street"; printf '1,Smith,%0300d\n2,Smith,Elm Road\n3,Jones,\n' 7; } >"$work/long.csv"
cat >"$work/long.toml" <<EOF
[job]
name = "long"
output = "$work/long.h5"
[[source]]
name = "crm"
files = "$work/long.csv"
id = "id"
columns = { surname = "surname", address = "street" }
[[blocking]]
on = ["surname"]
EOF
"$ONEFOLD" run "$work/long.toml" --quiet >"$work/out" 2>&1 || fail "a run with a long value: $(cat "$work/out")"
"$ONEFOLD" verify "$work/long.h5" >/dev/null || fail "verify of a long value"
if /usr/bin/python3 -c 'import h5py, pandas' 2>/dev/null; then
  for file in "$result" "$work/long.h5"; do
    /usr/bin/python3 - "$ONEFOLD_ROOT/docs/file_format.md" "$file" "$work/edges.csv" <<'PYTHON' || fail "the lines of docs/file_format.md on $file"
import re, sys, pandas
page, file, exported = open(sys.argv[1]).read(), sys.argv[2], sys.argv[3]
lines = re.search(r"```python\n(import h5py.*?)```", page, re.S).group(1)
exec(lines.replace('"out.h5"', "file").replace("r = 0\n", "r = len(records) // 2\n"))
assert list(records.id[:3]) == text("records/source_id")[:3] and len(golden) == len(f["customers/pin"])
expected = [e for e in range(len(edges)) if r in (edges.left[e], edges.right[e])]
assert sorted(rows) == expected, (rows, expected)
if file.endswith("long.h5"):
    assert 300 in map(len, text("customers/golden/address")), golden
else:
    csv = pandas.read_csv(exported, float_precision="round_trip")
    assert len(csv) == len(edges) > 100 and len(links) == sum(csv.link)
    assert (csv.weight_log2 == edges.weight_log2).all() and (abs(csv.probability - edges.probability) < 1e-9).all()
PYTHON
  done
fi
# The file is readable without any code of onefold.
if python3 -c 'import h5py' 2>/dev/null || /usr/bin/python3 -c 'import h5py' 2>/dev/null; then
  python=$(python3 -c 'import h5py' 2>/dev/null && echo python3 || echo /usr/bin/python3)
  "$python" - "$result" <<'PYTHON' || fail "h5py"
import sys, h5py
f = h5py.File(sys.argv[1])
assert f["records/pin"].shape == (2000,)
def texts(column):
    ends, data = column["offsets"][:], column["bytes"][:].tobytes()
    return [data[a:b].decode() for a, b in zip(ends, ends[1:])]
assert len(texts(f["customers/golden/surname"])) == f["customers/pin"].shape[0]
assert sum(f["customers/size"][:]) == 2000
assert sorted(set(f["records/cluster_id"][:])) == list(f["customers/cluster_id"][:])
# Every dataset passes its filters and checksums.
columns = []
f.visititems(lambda name, column: columns.append(column) if isinstance(column, h5py.Dataset) else None)
assert len(columns) > 60 and all(len(column[:]) == len(column) for column in columns)
PYTHON
  # A row that another program removed must be detected too.
  "$python" - "$result" "$work/short.h5" <<'PYTHON' || fail "h5py"
import sys, shutil, h5py
shutil.copy(sys.argv[1], sys.argv[2])
f = h5py.File(sys.argv[2], "r+")
for name in ["pin", "cluster_id", "row", "source", "source_id/offsets", "true_id/offsets"]:
    if name not in f["records"]: continue
    column = f["records"][name][:-1]
    attributes = dict(f["records"][name].attrs)
    del f["records"][name]
    f["records"].create_dataset(name, data=column)
    f["records"][name].attrs.update(attributes)
PYTHON
  "$ONEFOLD" verify "$work/short.h5" >/dev/null 2>"$work/out"; expect_equal $? 7 "verify of a file from which a row was removed"
  expect_contains "$(cat "$work/out")" "; datasets: /records/" "what was removed"
fi

"$ONEFOLD" run "$job" --dry-run >"$work/resolved.toml" || fail "--dry-run"
"$ONEFOLD" run "$work/resolved.toml" --dry-run | diff - "$work/resolved.toml" >/dev/null || fail "the resolved job resolves to itself"
"$ONEFOLD" run "$job" --set cluster.treshold=0.9 --dry-run >"$work/out" 2>&1; expect_equal $? 3 "a misspelt key"
expect_contains "$(cat "$work/out")" "threshold" "the nearest name"
finish
