#!/usr/bin/env bash
# The page of a customer in a real browser: it renders, loads nothing, and axe-core finds no barrier.
# Without chromium the test is skipped; without axe-core (ONEFOLD_AXE: path of axe.min.js) only that part is.
. "$(dirname "$0")/common.sh"
cd "$work" || exit 1
export ONEFOLD_DEMO=$work/population
"$ONEFOLD" generate --output "$ONEFOLD_DEMO" --records 1000 >/dev/null || fail "generate"
ranks 2 run "$ONEFOLD_ROOT/configs/quickstart.toml" --quiet --output out.h5 >/dev/null || fail "run"
pin=$("$ONEFOLD" export out.h5 --what records | cut -d, -f3 | tail -n +2 | sort | uniq -c | sort -n | tail -n 1 | awk '{print $2}')
name=$("$ONEFOLD" export out.h5 --what records | awk -F, -v pin="$pin" '$3 == pin {print $1 ":" $2; exit}')
"$ONEFOLD" show out.h5 "$name" --html page.html || fail "show --html"
expect_equal "$(stat -c %a page.html)" 600 "the page is for its owner only"
"$ONEFOLD" show out.h5 "$name" --html page.html >/dev/null 2>&1; expect_equal $? 5 "an existing page"
"$ONEFOLD" show out.h5 "$name" --html page.html --overwrite || fail "--overwrite"
echo "<!DOCTYPE html><title>notes</title>" >notes.html
"$ONEFOLD" show out.h5 "$name" --html notes.html --overwrite >/dev/null 2>said; expect_equal $? 5 "--overwrite of a file that is no page"
expect_contains "$(cat said)" "is no page that onefold show has written" "--overwrite of a file that is no page"
expect_equal "$(cat notes.html)" "<!DOCTYPE html><title>notes</title>" "a file that is no page stays"
# No start of MPI: as fast as a program that only opens a file.
python3 - "$ONEFOLD" out.h5 "$name" <<'PYTHON' || fail "show takes too long"
import subprocess, sys, time
def seconds(*arguments):
    begin = time.monotonic()
    subprocess.run([sys.argv[1], *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin
base = min(seconds("--version") for _ in range(5))
shown = min(seconds("show", *sys.argv[2:4]) for _ in range(5))
sys.exit(f"show: {shown - base:.3f} s above --version" if shown - base > 0.2 else 0)
PYTHON

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { [ "$failures" = 0 ] || finish; echo "skipped: chromium is not installed"; exit 77; }
browse() { HOME=$work timeout 60 "$browser" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/profile" --enable-logging=stderr --virtual-time-budget=5000 "$@"; }
browse --dump-dom "file://$work/page.html" >dom.html 2>log || fail "chromium: $(tail -n 3 log)"
for id in golden records links neighbours decisions history; do expect_contains "$(cat dom.html)" "id=\"$id\"" "the page in a browser"; done
! grep -iE "CONSOLE.*(refused|violat|error)" log || fail "the browser complains about the page"
browse --print-to-pdf="$work/page.pdf" "file://$work/page.html" >/dev/null 2>log || fail "print: $(tail -n 3 log)"
[ "$(head -c 4 page.pdf)" = %PDF ] || fail "the page cannot be printed"

axe=${ONEFOLD_AXE:-$ONEFOLD_ROOT/node_modules/axe-core/axe.min.js}
if [ ! -f "$axe" ]; then echo "axe-core is not there (ONEFOLD_AXE): accessibility was not checked"; finish; fi
# The policy of the page would stop the checker, so it runs in a copy without the policy, in light and in dark mode.
python3 - page.html "$axe" <<'PYTHON' || fail "the copy for axe"
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
page, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", page)
assert count == 1, "the page has no policy"
script = open(sys.argv[2], encoding="utf-8").read().replace("</script", "<\\/script")
run = """axe.run(document).then(r => { const out = document.createElement('pre'); out.id = 'axe-report';
out.textContent = 'axe: ' + r.passes.length + ' rules hold\\n' + r.violations.map(v => 'violation ' + v.id + ': ' + v.nodes.map(n => n.target).join(' ')).join('\\n');
document.body.append(out); });"""
open("checked.html", "w", encoding="utf-8").write(page.replace("</body>", f"<script>{script}</script><script>{run}</script></body>"))
PYTHON
for mode in "" --force-dark-mode; do
  # shellcheck disable=SC2086
  browse $mode --dump-dom "file://$work/checked.html" 2>/dev/null | sed -n '/id="axe-report"/,/<\/pre>/p' >report
  grep -qE "axe: [0-9]{2} rules hold" report || fail "axe did not run ${mode}: $(cat report)"
  ! grep "^violation" report || fail "axe finds barriers ${mode}"
done
finish
