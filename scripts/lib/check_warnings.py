"""Compares the codes of warnings in src/ with the table of docs/warnings.md.

    check_warnings.py [FOLDER]     prints one line per difference
"""
import pathlib
import re
import sys

WARNING = re.compile(r'(?:(?:warnings|doubts)\.push_back\(\s*\{|\bdoubt\(\s*model,|\bdoubtful\()\s*"([a-z_]+)"')
# In src/doubt/ a function returns its only warning.
RETURNED = re.compile(r'return \{\s*\{\s*"([a-z_]+)"')


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    used = {code for path in (root / "src").rglob("*.cpp") for code in WARNING.findall(path.read_text(encoding="utf-8"))}
    used |= {code for path in (root / "src/doubt").glob("*.cpp") for code in RETURNED.findall(path.read_text(encoding="utf-8"))}
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", (root / "docs" / "warnings.md").read_text(encoding="utf-8"), re.M))
    breaches = [f"{code} is missing in docs/warnings.md" for code in sorted(used - listed)]
    breaches += [f"{code} stands in docs/warnings.md, but nothing in src/ warns of it" for code in sorted(listed - used)]
    print("\n".join(breaches), end="\n" if breaches else "")
    return 1 if breaches else 0


sys.exit(main())
