"""Checks the names of the datasets of the result file. Prints each breach; exits 1 if there is one.

    check_datasets.py [FOLDER]        FOLDER: the repository (default: the one of this script)

1. The name of each dataset is a string once in src/ and include/: in the header of its table, src/result/*_table*.hpp.
2. docs/file_format.md names exactly these datasets, with the same types, and calls the same ones optional and
   outside the content digest.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
TYPES = {"std::int8_t": "int8", "std::int16_t": "int16", "std::int32_t": "int32", "std::int64_t": "int64",
         "float": "float32", "double": "float64", "Text": "text"}
COLUMN = re.compile(r"Column<([\w:]+)> \w+\{\s*\"(/[^\"]+)\"([^}]*)\}")
# name -> (type, optional, is in the content digest)
PER_ATTRIBUTE = {
    "/customers/golden/ATTRIBUTE": ("text", False, True),
    "/records/value/ATTRIBUTE": ("text", True, True),
    "/records/value/ATTRIBUTE/present": ("int8", True, True),
    "/customers/golden/ATTRIBUTE/present": ("int8", True, True),
    "/records/cleansed/ATTRIBUTE": ("text", True, True),
    "/customers/cleansed/ATTRIBUTE": ("text", False, True),
    "/customers/lineage/ATTRIBUTE/record": ("int64", False, True),
    "/customers/lineage/ATTRIBUTE/rule": ("int8", False, True),
    "/customers/lineage/ATTRIBUTE/score": ("int32", False, True),
    "/customers/lineage/ATTRIBUTE/runner_up": ("int64", False, True),
    "/customers/lineage/ATTRIBUTE/distinct": ("int32", False, True),
    "/frequencies/values/ATTRIBUTE/key": ("int64", True, True),
    "/frequencies/values/ATTRIBUTE/count": ("int64", True, True),
    "/frequencies/words/ATTRIBUTE/key": ("int64", True, True),
    "/frequencies/words/ATTRIBUTE/count": ("int64", True, True),
    "/frequencies/elements/ATTRIBUTE/key": ("int64", True, True),
    "/frequencies/elements/ATTRIBUTE/count": ("int64", True, True),
    "/edges/term_frequency/ATTRIBUTE": ("int32", True, True),
    "/term_frequencies/ATTRIBUTE": ("float64", True, True),
}


def declared_datasets():
    """As PER_ATTRIBUTE."""
    found = dict(PER_ATTRIBUTE)
    for header in sorted((ROOT / "src/result").glob("*_table*.hpp")):
        for type_name, name, rest in COLUMN.findall(header.read_text()):
            found[name] = (TYPES[type_name], "Presence::optional" in rest, "Digested::no" not in rest)
    return found


def documented_datasets():
    """The tables of the page: a heading `### /group`, then rows `| `names` | type, shape | digest | meaning |`."""
    found = {}
    group, group_is_optional = "", False
    for line in (ROOT / "docs/file_format.md").read_text().splitlines():
        if line.startswith("#"):
            heading = re.match(r"### (/\w+)(.*)", line)
            group = heading.group(1) if heading else ""
            group_is_optional = bool(heading) and ("optional" in heading.group(2) or "only with" in heading.group(2))
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if not group or len(cells) < 5 or not cells[1].startswith("`"):
            continue
        types = [part.split("[")[0].strip() for part in re.sub(r"\[[^]]*\]", "", cells[2]).split(",")]
        for i, name in enumerate(re.findall(r"`([^`]+)`", cells[1])):
            full = name if name.startswith("/") else f"{group}/{name}"
            counts = cells[3] == "yes" if len(cells) > 5 else False
            optional = group_is_optional or cells[-2].startswith("optional")
            found[full] = (types[min(i, len(types) - 1)], optional, counts)
    return found


def literals():
    found = {}
    for folder in ("src", "include"):
        for path in sorted((ROOT / folder).rglob("*.[ch]pp")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                for text in re.findall(r'"(/[a-z]\w*/[\w/]+)"', line.split("//")[0]):
                    found.setdefault(text, []).append(f"{path.relative_to(ROOT)}:{number}")
    return found


def main():
    breaches = []
    declared, documented, strings = declared_datasets(), documented_datasets(), literals()
    for name, places in strings.items():
        if name in declared and len(places) > 1:
            breaches.append(f"{name} stands more than once as a string: {', '.join(places)}")
    for name in sorted(declared.keys() - documented.keys()):
        breaches.append(f"{name} is missing in docs/file_format.md")
    for name in sorted(documented.keys() - declared.keys()):
        breaches.append(f"{name} stands in docs/file_format.md, but no table of src/result has it")
    for name in sorted(declared.keys() & documented.keys()):
        if declared[name] != documented[name]:
            what = "(type, optional, in the content digest)"
            breaches.append(f"{name} is {declared[name]} in src/result, {documented[name]} in the page {what}")
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


sys.exit(main())
