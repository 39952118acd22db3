#!/usr/bin/env bash
# Every mistake of a user must give one clear line that names the mistake and its place, the documented exit code on any
# number of ranks, within seconds, no output under the final name, and no customer's value in the message.
. "$(dirname "$0")/common.sh"
secret=Zzyzx   # occurs only in values: must never be printed

write_good() {
  printf 'id,first,last,mail\n1,Ann,%s,a@%s.example\n2,Bob,%s,b@x.example\n3,Cy,Brown,c@x.example\n' $secret $secret $secret > "$work/good.csv"
}
write_good
write_job() {  # write_job FILES [more TOML for the source] [more TOML for the job]
  cat > "$work/job.toml" <<TOML
[job]
name   = "bad"
output = "$work/out.h5"
${3:-}
[[source]]
name    = "crm"
files   = $1
id      = "id"
columns = { given_name = "first", surname = "last", email = "mail" }
${2:-}
[[blocking]]
on = ["surname"]
TOML
}
# try NAME EXIT_CODE TEXT...: runs the job on one rank and judges what it says; try_on_ranks: on 3 ranks too. Of each way to notice a mistake
# there is a case on 3 ranks: by all ranks alike, by the first rank for all, by the one that reads the row, after counting together. In the long
# test all cases are.
try() { try_on "$(quick_or_long 1 "1 3")" "$@"; }
try_on_ranks() { try_on "1 3" "$@"; }
try_on() {
  local counts=$1 name=$2 code=$3 count got said text; shift 3
  for count in $counts; do
    said=$(ranks $count run "$work/job.toml" --quiet "${arguments[@]}" 2>&1); got=$?
    # Ignore the lines that mpirun adds about the exit code.
    said=$(printf '%s\n' "$said" | grep '^onefold:' )
    expect_equal $got "$code" "$name, $count ranks: exit code"
    expect_equal "$(printf '%s\n' "$said" | grep -c .)" 1 "$name, $count ranks: one line ($said)"
    for text in "$@"; do expect_contains "$said" "$text" "$name, $count ranks"; done
    expect_lacks "$said" $secret "$name, $count ranks: a value"
    [ ! -e "$work/out.h5" ] || { fail "$name, $count ranks: an output was left"; rm -f "$work/out.h5"; }
    [ -z "$(find "$work" -name '*.tmp*')" ] || fail "$name, $count ranks: a temporary file was left"
  done
}
arguments=()

write_job "[\"$work/good.csv\"]"; export ONEFOLD_SIMD=sse9; try "SIMD instructions that are none" 2 ONEFOLD_SIMD portable; unset ONEFOLD_SIMD
write_job "[\"$work/absent.csv\"]";                         try_on_ranks "missing file" 4 absent.csv crm
write_job "[\"$work/absent_*.csv\"]";                       try "glob without a match" 4 "absent_*.csv"
mkdir "$work/folder.csv"; write_job "[\"$work/folder.csv\"]"; try "a folder as file" 4 folder.csv
if [ "$(id -u)" != 0 ]; then
  cp "$work/good.csv" "$work/unreadable.csv"; chmod 000 "$work/unreadable.csv"
  write_job "[\"$work/unreadable.csv\"]";                   try "unreadable file" 4 unreadable.csv
fi
sed 's/,mail/,post/' "$work/good.csv" > "$work/column.csv"; write_job "[\"$work/column.csv\"]"
                                                            try_on_ranks "a column that is not there" 4 column.csv mail "3 of the 4 columns"
head -n 1 "$work/good.csv" > "$work/header.csv"; write_job "[\"$work/header.csv\"]"
                                                            try "a header only" 4 crm header.csv
: > "$work/empty.csv"; write_job "[\"$work/empty.csv\"]";   try "an empty file" 4 empty.csv
{ cat "$work/good.csv"; printf '2,Dan,%s,d@x.example\n' $secret; } > "$work/twice.csv"; write_job "[\"$work/twice.csv\"]"
                                                            try_on_ranks "a duplicate source id" 4 crm
{ cat "$work/good.csv"; printf '4,"Eve,%s,e@x.example\n5,Flo,Green,f@x.example\n' $secret; } > "$work/quote.csv"; write_job "[\"$work/quote.csv\"]"
                                                            try_on_ranks "a quote that is never closed" 6 quote.csv:5 "opened and not closed" max_quarantine
printf 'id;first;last;mail\n1;%s;b;c\n' $secret > "$work/delimiter.csv"; write_job "[\"$work/delimiter.csv\"]"
                                                            try_on_ranks "another delimiter" 4 delimiter.csv "1 field: is the delimiter"
printf '\n \n,,,\n' > "$work/blank.csv"; write_job "[\"$work/blank.csv\"]"
                                                            try_on_ranks "blank lines only" 4 blank.csv "no header"
gzip -kc "$work/good.csv" | head -c 60 > "$work/short.csv.gz"; write_job "[\"$work/short.csv.gz\"]"
                                                            try "a gzip that ends early" 4 short.csv.gz
zstd -qc "$work/good.csv" | head -c 60 > "$work/short.csv.zst"; write_job "[\"$work/short.csv.zst\"]"
                                                            try_on_ranks "a zstd that ends early" 4 short.csv.zst
{ cat "$work/good.csv"; printf '4,\xff\xfe,%s,e@x.example\n' $secret; } > "$work/utf8.csv"; write_job "[\"$work/utf8.csv\"]"
                                                            try_on_ranks "an unknown encoding" 4 utf8.csv 5 "encoding ="
write_job "[\"$work/utf8.csv\"]" 'encoding = "UTF-8"';      try_on_ranks "invalid UTF-8" 6 utf8.csv 5 max_quarantine
{ cat "$work/good.csv"; printf '4,E\0ve,%s,e@x.example\n' $secret; } > "$work/nul.csv"; write_job "[\"$work/nul.csv\"]"
                                                            try "a NUL byte" 6 nul.csv 5 max_quarantine
{ cat "$work/good.csv"; printf '4,'; head -c 10000000 /dev/zero | tr '\0' x; printf ',%s,e@x.example\n' $secret; } > "$work/long.csv"; write_job "[\"$work/long.csv\"]"
                                                            try_on_ranks "a field of 10 MB" 6 long.csv 5 max_quarantine
{ cat "$work/good.csv"; printf '4,%s\n' $secret; } > "$work/fields.csv"; write_job "[\"$work/fields.csv\"]"
                                                            try "too few fields" 6 fields.csv 5 max_quarantine

write_job "[\"$work/good.csv\"]"
arguments=(--output "$work/no/such/folder/out.h5");         try_on_ranks "an output folder that does not exist" 5 no/such/folder
arguments=(--output "$work/good.csv");                      try "an output that exists" 5 good.csv --overwrite
arguments=()
printf 'id,first,last,mail\n1,A,%s,\n2,B,%s,\n3,C,%s,\n' $secret $secret $secret > "$work/block.csv"
write_job "[\"$work/block.csv\"]" "" "max_pairs = 2";       try_on_ranks "more pairs than max_pairs" 6 surname max_pairs
sed -i '/blocking/,$d' "$work/job.toml";                    try "no blocking rule" 3 blocking
printf '[job]\nname = "x"\noutput = "%s"\n[[blocking]]\non = ["surname"]\n' "$work/out.h5" > "$work/job.toml"
said=$(ranks 1 run "$work/job.toml" 2>&1); expect_equal $? 3 "no source at all"; expect_contains "$said" source "no source at all"
rm "$work/job.toml";                                        try_on_ranks "no job file" 3 job.toml

# A full disk: a file system of 256 KB, where mounting is allowed.
if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=256k tmpfs "$work/small" 2>/dev/null; then
  trap 'umount "$work/small"; rm -rf "$work"' EXIT
  ONEFOLD_DEMO=$work/population; export ONEFOLD_DEMO
  "$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 12000 >/dev/null || fail "generate"
  for count in 1 3; do
    said=$(ranks $count run "$ONEFOLD_ROOT/configs/quickstart.toml" --quiet --output "$work/small/out.h5" --work-dir "$work/scratch" 2>&1)
    expect_equal $? 5 "a full output disk, $count ranks: exit code"
    expect_contains "$said" "small/out.h5" "a full output disk, $count ranks"
    expect_equal "$(ls -A "$work/small")" "" "a full output disk, $count ranks: nothing is left there"
    said=$(ranks $count run "$ONEFOLD_ROOT/configs/quickstart.toml" --quiet --output "$work/out.h5" --work-dir "$work/small/scratch" 2>&1)
    expect_equal $? 5 "a full scratch disk, $count ranks: exit code"
    [ ! -e "$work/out.h5" ] || fail "a full scratch disk, $count ranks: an output was left"
  done
fi

# Malformed rows go to quarantine up to the limit of the job, and are counted.
write_job "[\"$work/utf8.csv\"]" 'encoding = "UTF-8"' "max_quarantine = 1"
for count in 1 3; do
  ranks $count run "$work/job.toml" --quiet --overwrite >"$work/said" 2>&1 || fail "quarantine, $count ranks: $(cat "$work/said")"
  expect_contains "$("$ONEFOLD" export "$work/out.h5" --what quarantine)" "invalid_utf8" "quarantine, $count ranks"
  expect_contains "$("$ONEFOLD" verify "$work/out.h5")" "4 rows read = 3 records + 1 quarantined" "conservation, $count ranks"
done
# More ranks than records.
ranks 7 run "$work/job.toml" --quiet --overwrite >"$work/said" 2>&1 || fail "3 records on 7 ranks: $(cat "$work/said")"
finish
