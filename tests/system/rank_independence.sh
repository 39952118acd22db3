#!/usr/bin/env bash
# The demo population: the content digest must be the same for 1, 2, 3, 4, 7, 16 and 31 ranks, for files split into
# many, for compressed files, and for each kind of SIMD instructions that this processor has. memory_limit.sh tests
# sizes of waves.
. "$(dirname "$0")/common.sh"
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 3000 >/dev/null || fail "generate"
job=$ONEFOLD_ROOT/configs/quickstart.toml

expected=
for count in 1 2 3 4 7 16 31; do
  ranks "$count" run "$job" --quiet --output "$work/$count.h5" >"$work/out" 2>&1 || fail "$count ranks: $(cat "$work/out")"
  digest=$(digest_of "$work/$count.h5")
  [[ $digest =~ ^[0-9a-f]{32}$ ]] || fail "$count ranks: no digest but '$digest'"
  expect_equal "$digest" "${expected:=$digest}" "$count ranks"
  expect_contains "$(cat "$work/out")" "$digest" "run prints the digest"
done

"$ONEFOLD" generate --output "$work/parts" --records 3000 --parts 6 >/dev/null || fail "generate --parts"
for source in crm webshop callcentre; do gzip "$work/parts/${source}_0002.csv"; zstd -q --rm "$work/parts/${source}_0003.csv"; done
sed -e 's/crm\.csv/crm_*/' -e 's/webshop\.csv/webshop_*/' -e 's/callcentre\.csv/callcentre_*/' "$job" > "$work/parts.toml"
ONEFOLD_DEMO=$work/parts ranks 3 run "$work/parts.toml" --quiet --output "$work/parts.h5" >"$work/out" 2>&1 || fail "parts: $(cat "$work/out")"
expect_equal "$(digest_of "$work/parts.h5")" "$expected" "six files a source, some of them compressed"

# Every comparison of the benchmark, and rules with large blocks: the kernels of all kinds of instructions must agree.
"$ONEFOLD" generate --output "$work/bench" --records 10000 >/dev/null || fail "generate"
expected=
for simd in portable avx2 avx512; do
  ONEFOLD_BENCH=$work/bench ONEFOLD_SIMD=$simd ranks 2 run "$ONEFOLD_ROOT/configs/bench_wide.toml" --quiet --output "$work/$simd.h5" >"$work/out" 2>&1
  case $? in
    0) digest=$(digest_of "$work/$simd.h5"); expect_equal "$digest" "${expected:=$digest}" "$simd" ;;
    2) expect_contains "$(cat "$work/out")" "ONEFOLD_SIMD is $simd, which this processor does not support" "$simd, not supported" ;;
    *) fail "$simd: $(cat "$work/out")" ;;
  esac
done
[ -n "$expected" ] || fail "no kind of instructions works"
finish
