"""Reports functions of more than 100 lines or six parameters, as ctags sees them.

    check_functions.py [FOLDER]     prints one line per breach

Exceptions are stated in EXCEPTIONS, each with its reason; one that is no longer needed is a breach too.
"""
import json
import pathlib
import subprocess
import sys

MOST_LINES = 100
MOST_PARAMETERS = 6

# "path: function": the reason why it may be longer, or may have more parameters.
EXCEPTIONS: dict[str, str] = {
    "tests/databases/odbc_driver.cpp: SQLDescribeCol": "ODBC defines its parameters",
    "tests/databases/odbc_driver.cpp: SQLDriverConnect": "ODBC defines its parameters",
    "tests/databases/odbc_driver.cpp: SQLGetDiagRec": "ODBC defines its parameters",
}


def num_parameters(signature):
    """Counts the commas outside inner brackets. Angle brackets count as brackets, because no default value contains a comparison."""
    inner = signature[signature.find("(") + 1:signature.rfind(")")].strip()
    if inner in ("", "void"):
        return 0
    depth, count = 0, 1
    for letter in inner.replace("->", "").replace(">=", "").replace("<=", ""):
        if letter in "(<[{":
            depth += 1
        elif letter in ")>]}":
            depth -= 1
        elif letter == "," and depth == 0:
            count += 1
    return count


def functions(root):
    folders = [folder for folder in ("src", "include", "tests") if (root / folder).is_dir()]
    files = sorted(str(path.relative_to(root)) for folder in folders for path in (root / folder).rglob("*")
                   if path.suffix in (".cpp", ".hpp", ".h"))
    if not files:
        return
    # Prototypes (p) are checked for their parameters: callers read those of a header.
    tags = subprocess.run(["ctags", "--language-force=C++", "--kinds-C++=fp", "--fields=+neS", "--output-format=json",
                           "-f", "-", "-L", "-"], input="\n".join(files), cwd=root, text=True, capture_output=True,
                          check=True).stdout
    for line in tags.splitlines():
        yield json.loads(line)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    used = set()
    for tag in functions(root):
        if tag["name"].startswith("__anon"):
            tag["name"] = "a lambda"
        name = f"{tag['path']}: {tag['name']}"
        lines = tag.get("end", tag["line"]) - tag["line"] + 1
        # GoogleTest's macros look like functions and take no parameters of their own.
        parameters = num_parameters(tag.get("signature", "()"))
        too_long = tag["kind"] == "function" and lines > MOST_LINES
        too_many = parameters > MOST_PARAMETERS
        if name in EXCEPTIONS:
            if too_long or too_many:
                used.add(name)
            continue
        if too_long:
            print(f"{tag['path']}:{tag['line']}: {tag['name']} has {lines} lines")
        if too_many:
            print(f"{tag['path']}:{tag['line']}: {tag['name']} has {parameters} parameters")
    for name in sorted(set(EXCEPTIONS) - used):
        print(f"scripts/lib/check_functions.py: the exception for {name} is not needed")


main()
