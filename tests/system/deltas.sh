#!/usr/bin/env bash
# A month as deltas: only new, changed and deleted rows are read, and the result is that of a run over all rows.
. "$(dirname "$0")/common.sh"
records=$(quick_or_long 6000 60000)
"$ONEFOLD" generate --output "$work/1" --records "$records" --seed 3 >/dev/null || fail "generate"
"$ONEFOLD" generate --output "$work/2" --wave 2 --of "$work/1" >/dev/null || fail "generate wave 2"
job=$ONEFOLD_ROOT/configs/quickstart.toml
# What changed from the first month to the second: crm marks deleted rows, the others list them.
python3 - "$work" "$job" <<'PYTHON' || fail "making deltas"
import csv, os, sys
work, job = sys.argv[1:]
os.mkdir(f"{work}/delta")
def rows(month, name, delimiter):
    with open(f"{work}/{month}/{name}.csv", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        return next(reader), {row[0]: row for row in reader}
for name, delimiter in (("crm", ","), ("webshop", ";"), ("callcentre", "\t")):
    header, before = rows(1, name, delimiter)
    _, after = rows(2, name, delimiter)
    given = [row + ["U"] for row in after.values() if before.get(row[0]) != row]
    gone = [key for key in before if key not in after]
    assert given and gone
    with open(f"{work}/delta/{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header + ["op"])
        writer.writerows(given)
        if name == "crm": writer.writerows([key] + [""] * (len(header) - 1) + ["D"] for key in gone)
    with open(f"{work}/delta/{name}.gone", "w") as file:
        if name != "crm": file.write("# gone\n" + "".join(key + "\n" for key in gone))
text = open(job).read()
for name in ("crm", "webshop", "callcentre"):
    line = next(line for line in text.split("\n") if f"{name}.csv" in line and line.startswith("files"))
    deleted = 'deleted = { column = "op", values = ["D"] }' if name == "crm" else f'deleted_ids = "${{ONEFOLD_DEMO}}/{name}.gone"'
    text = text.replace(line, f"{line}\ndelta = true\n{deleted}")
open(f"{work}/delta.toml", "w").write(text)
PYTHON
month() { # month FOLDER JOB OUTPUT RANKS [ARGUMENTS...]
  local folder=$1 of=$2 output=$3 count=$4
  shift 4
  ONEFOLD_DEMO=$work/$folder ranks "$count" run "$of" --quiet --output "$work/$output.h5" "$@" >"$work/$output.out" 2>&1 ||
    fail "$output: $(cat "$work/$output.out")"
}
month 1 "$job" first 2
month 2 "$job" full 2 --set "merge.previous=$work/first.h5" --set model.frequencies=frozen
month delta "$work/delta.toml" second 2 --set "merge.previous=$work/first.h5" --json
grep -q '"records_unchanged"' "$work/second.out" || fail "no counts of the delta: $(cat "$work/second.out")"
grep -q '"drift"' "$work/second.out" || fail "no drift: $(cat "$work/second.out")"
for count in 1 3; do
  month delta "$work/delta.toml" "second_on_$count" "$count" --set "merge.previous=$work/first.h5"
  expect_equal "$(digest_of "$work/second_on_$count.h5")" "$(digest_of "$work/second.h5")" "digest on $count ranks"
done
"$ONEFOLD" verify "$work/second.h5" >"$work/out" || fail "verify: $(cat "$work/out")"
for name in full second; do
  for what in records edges customers history; do
    "$ONEFOLD" export "$work/$name.h5" --what $what -o "$work/$name.$what.csv" || fail "export of $name"
  done
done
python3 - "$work" <<'PYTHON' || fail "the delta is not the full run"
import csv, sys
work = sys.argv[1]
def rows(name, what): return list(csv.DictReader(open(f"{work}/{name}.{what}.csv", newline="")))
def pins(name): return {(row["source"], row["source_id"]): row["pin"] for row in rows(name, "records")}
def edges(name):
    return {tuple(sorted(((row["left_source"], row["left_id"]), (row["right_source"], row["right_id"])))):
            (row["weight_log2"], row["rule"], row["link"]) for row in rows(name, "edges")}
def golden(name):
    return {row["pin"]: {key: value for key, value in row.items() if key != "cluster_id"} for row in rows(name, "customers")}
for of in (pins, edges, golden): assert of("second") == of("full"), of.__name__
assert sorted(map(str, rows("second", "history"))) == sorted(map(str, rows("full", "history")))
PYTHON
# The next delta follows the last one; nothing changes.
head -1 "$work/delta/crm.csv" >"$work/crm" && mv "$work/crm" "$work/delta/crm.csv"
for name in webshop callcentre; do
  head -1 "$work/delta/$name.csv" >"$work/$name" && mv "$work/$name" "$work/delta/$name.csv"
  : >"$work/delta/$name.gone"
done
month delta "$work/delta.toml" third 2 --set "merge.previous=$work/second.h5"
"$ONEFOLD" export "$work/third.h5" --what records -o "$work/third.records.csv" || fail "export of third"
cut -d, -f1-3 "$work/third.records.csv" | sort >"$work/third" && cut -d, -f1-3 "$work/second.records.csv" | sort >"$work/second"
cmp -s "$work/third" "$work/second" || fail "an empty delta changed something"
# Mistakes, one line each.
refused() { # refused CODE TEXT ARGUMENTS...
  local code=$1 text=$2 got=0
  shift 2
  ONEFOLD_DEMO=$work/delta "$ONEFOLD" run "$work/delta.toml" --quiet --output "$work/refused.h5" "$@" >"$work/out" 2>&1 || got=$?
  expect_equal "$got" "$code" "exit code of $*: $(cat "$work/out")"
  grep -q "$text" "$work/out" || fail "expected: $text; got: $(cat "$work/out")"
  [ ! -e "$work/refused.h5" ] || fail "a result after: $*"
}
refused 3 "previous is missing"
refused 3 "from the previous result" --set "merge.previous=$work/first.h5" --set model.frequencies=counted
ONEFOLD_DEMO=$work/1 "$ONEFOLD" run "$job" --quiet --output "$work/bare.h5" --set output.values=none >"$work/out" 2>&1 || fail "bare"
refused 4 "output. values" --set "merge.previous=$work/bare.h5"
echo "nobody" >"$work/delta/webshop.gone"
refused 6 "unknown_deletions" --set "merge.previous=$work/second.h5" --strict
finish
