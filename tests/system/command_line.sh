#!/usr/bin/env bash
# The command line and the files that a command names: a mistake gives one line and the documented exit code before any
# work, a full or closed standard output is noticed, and no input is ever replaced.
. "$(dirname "$0")/common.sh"
cd "$work" || exit 1
"$ONEFOLD" generate --output population --records 300 >generated || fail "generate"

cat > job.toml <<'TOML'
[job]
name = "doors"
output = "out.h5"
[[source]]
name = "crm"
files = ["population/c*.csv"]
id = "customer_no"
columns = { given_name = "first_name", surname = "last_name", birth_date = "dob" }
[[blocking]]
on = ["surname"]
[model]
labels = ["labels.csv"]
[cluster]
must_link = ["must.csv"]
[cleanse]
dummies = ["dummies.txt"]
aliases = ["aliases.txt"]
TOML
rm population/callcentre.csv
echo 'left,right' > must.csv; echo 'left,right,label' > labels.csv; echo 'surname: nobody' > dummies.txt; echo 'ann: annie' > aliases.txt
grep -v labels job.toml > plain.toml
"$ONEFOLD" run plain.toml --quiet >run.txt 2>&1 || fail "run: $(cat run.txt)"
"$ONEFOLD" export out.h5 --what model -o model.json || fail "export the model"

# judge NAME EXIT_CODE TEXT... -- COMMAND...: one line on standard error, with all texts.
judge() {
  local name=$1 code=$2 got said text texts=(); shift 2
  while [ "$1" != -- ]; do texts+=("$1"); shift; done
  shift
  said=$("$@" 2>&1 >/dev/null); got=$?
  said=$(printf '%s\n' "$said" | grep '^onefold:')   # mpirun adds lines of its own
  expect_equal $got "$code" "$name: exit code ($said)"
  expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "$name: one line ($said)"
  for text in "${texts[@]}"; do expect_contains "$said" "$text" "$name"; done
}

# ---- Inputs are never changed, also under another name ---------------------------------------------------------------
ln -s population/crm.csv symbolic.csv
ln population/crm.csv hard.csv
ln must.csv hard.h5
checksums() { find . -type f -not -name 'said*' -exec sha256sum {} + | sort -k 2; }
before=$(checksums)
for count in 1 3; do
  judge "a source, $count ranks" 5 population/crm.csv "[[source]] crm" -- ranks $count run job.toml --quiet --overwrite --output population/crm.csv
done
for input in symbolic.csv hard.csv ./population/../population/crm.csv; do
  judge "a source as $input" 5 "[[source]] crm" -- "$ONEFOLD" run job.toml --quiet --overwrite --output $input
done
judge "the job file" 5 "the job file" -- "$ONEFOLD" run job.toml --quiet --overwrite --output job.toml
judge "a must-link list" 5 must_link -- "$ONEFOLD" run job.toml --quiet --overwrite --output hard.h5
judge "labels" 5 labels -- "$ONEFOLD" run job.toml --quiet --overwrite --output labels.csv
judge "dummies" 5 dummies -- "$ONEFOLD" run job.toml --quiet --overwrite --output dummies.txt
judge "aliases" 5 aliases -- "$ONEFOLD" run job.toml --quiet --overwrite --output aliases.txt
judge "a model" 5 "[model] file" -- "$ONEFOLD" run plain.toml --quiet --overwrite --output model.json --set model.file=model.json
for verb in "export out.h5 --what records" "sample out.h5 --clusters 3"; do
  judge "$verb on its result" 5 "the result file" -- "$ONEFOLD" $verb --overwrite -o out.h5
  judge "$verb on a source of its result" 5 "[[source]] crm" -- "$ONEFOLD" $verb --overwrite -o symbolic.csv
done
expect_equal "$(checksums)" "$before" "inputs after outputs of their names were refused"

# ---- Names that are too long for the names derived from them ---------------------------------------------------------
long=$(printf 'x%.0s' $(seq 250))
judge "a long output name" 5 "250 bytes" "at most 243" -- "$ONEFOLD" run plain.toml --quiet --output "$long"
judge "a long name for an export" 5 "at most 243" -- "$ONEFOLD" export out.h5 --what records -o "$long"
judge "a long work directory" 5 "work directory" "at most 255" -- "$ONEFOLD" run plain.toml --quiet --output other.h5 --work-dir "$long$long"
judge "one name for two things" 5 "work directory" -- "$ONEFOLD" run plain.toml --quiet --output other --work-dir ./other
expect_equal "$(checksums)" "$before" "files after long names were refused"

# ---- Standard output that is full, or closed ---------------------------------------------------------------------------------------
# Closed, it must not become the next file that is opened either, by the program or by the daemon that Open MPI starts beside it.
while read -r arguments; do
  rm -f new.h5; rm -rf new
  # shellcheck disable=SC2086
  "$ONEFOLD" $arguments >/dev/full 2>said; expect_equal $? 5 "$arguments > /dev/full"
  expect_contains "$(cat said)" "onefold: cannot write to standard output: No space left on device" "$arguments > /dev/full"
  expect_equal "$(grep -c . said)" 1 "$arguments > /dev/full: one line"
  rm -f new.h5; rm -rf new
  # shellcheck disable=SC2086
  env -u OMPI_MCA_ess_singleton_isolated "$ONEFOLD" $arguments >&- 2>said; expect_equal $? 5 "$arguments >&-"
  expect_contains "$(cat said)" "onefold: cannot write to standard output: it is closed" "$arguments >&-"
done <<'END'
--help
--version
run plain.toml --quiet --output new.h5
run plain.toml --json --output new.h5
run plain.toml --dry-run
plan plain.toml --quiet
plan plain.toml --json
suggest population/crm.csv
generate --output new --records 100
export out.h5 --what records
export out.h5 --what model
sample out.h5 --clusters 3
explain out.h5 crm:C0000001 crm:C0000002
show out.h5 crm:C0000001
verify out.h5
verify out.h5 --json
END
"$ONEFOLD" run plain.toml --quiet --output new.h5 >/dev/full 2>said
expect_contains "$(cat said)" "the result new.h5 is complete" "run > /dev/full"
"$ONEFOLD" verify new.h5 >/dev/null || fail "the result of a run with a full standard output"

# ---- A population never replaces a file of the user ------------------------------------------------------------------
mkdir mine
printf 'id,name\n1,Ada\n' >mine/crm.csv
cp mine/crm.csv mine.csv
judge "generate over a file of the user" 5 "mine/crm.csv was not written by" -- \
  "$ONEFOLD" generate --output mine --records 100 --overwrite
cmp -s mine/crm.csv mine.csv || fail "generate changed a file of the user"
expect_equal "$(ls mine)" "crm.csv" "files after generate was refused"

# ---- Files that are not job files ------------------------------------------------------------------------------------
mkfifo fifo
judge "a FIFO" 3 "it is a FIFO" -- timeout 20 "$ONEFOLD" run fifo
judge "a folder" 3 "it is a folder" -- "$ONEFOLD" plan population
judge "a CSV" 3 'is this a CSV? try `onefold suggest population/crm.csv`' -- "$ONEFOLD" run population/crm.csv
sed '1d' population/crm.csv > rows
judge "a CSV without a header, of another name" 3 'try `onefold suggest rows`' -- "$ONEFOLD" run rows
expect_lacks "$("$ONEFOLD" run rows 2>&1)" "$(cut -d, -f3 rows | head -n 1)" "a CSV without a header: a value"
judge "a result file" 3 "this is an HDF5 file" -- "$ONEFOLD" run out.h5
# Standard input and process substitution are pipes, and may be job files.
"$ONEFOLD" run /dev/stdin --dry-run <plain.toml >resolved || fail "a job file as standard input"
# shellcheck disable=SC2002
cat plain.toml | "$ONEFOLD" run /dev/stdin --dry-run | cmp -s - resolved || fail "a job file through a pipe"
"$ONEFOLD" run <(cat plain.toml) --dry-run | cmp -s - resolved || fail "a job file from a process substitution"

# ---- Arguments, on several ranks too ---------------------------------------------------------------------------------
for count in 1 3; do
  judge "a misspelt verb, $count ranks" 2 "unknown verb rum; did you mean run?" -- ranks $count rum job.toml
done
finish
