"""Checks of lines: width, phrases that style.md calls wrong, and comments that name files that do not exist.

    check_texts.py width|phrases|paths [FOLDER]     prints one line per breach
"""
import pathlib
import re
import sys

MOST_CHARACTERS = 120
CODE = (".cpp", ".hpp", ".h", ".in")
HERE = pathlib.Path(__file__).resolve().parent


def files(root, folders, suffixes):
    for folder in folders:
        top = root / folder
        if top.is_file():
            yield top
        for path in sorted(top.rglob("*")) if top.is_dir() else []:
            if path.is_file() and (not suffixes or path.suffix in suffixes) and "__pycache__" not in path.parts:
                yield path


def lines(path):
    return enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)


def check_width(root):
    """Characters, not bytes. Scripts are left alone: their messages do not break well."""
    for path in files(root, ("src", "include", "tests", "cmake", "CMakeLists.txt"),
                      CODE + (".cmake", ".txt")):
        for number, line in lines(path):
            if len(line) > MOST_CHARACTERS:
                print(f"{path.relative_to(root)}:{number}: {len(line)} characters")


def check_phrases(root):
    """wrong_phrases.txt: one regular expression per line, then a tab and what to write instead."""
    phrases = []
    for _, line in lines(HERE / "wrong_phrases.txt"):
        if line and not line.startswith("#"):
            phrase, _, instead = line.partition("\t")
            phrases.append((re.compile(phrase, re.I), instead.strip()))
    where = ("src", "include", "tests", "scripts", "jobs", "configs", "cmake", "docs", "README.md", "CONTRIBUTING.md",
             "CMakeLists.txt")
    for path in files(root, where, CODE + (".py", ".sh", ".md", ".toml", ".txt", "")):
        if path.name == "wrong_phrases.txt":
            continue
        for number, line in lines(path):
            for pattern, instead in phrases:
                if pattern.search(line):
                    print(f"{path.relative_to(root)}:{number}: \"{pattern.search(line)[0]}\" ({instead})")


def check_paths(root):
    """A comment that names a file becomes wrong easily: the file must at least exist."""
    known = [path.relative_to(root).as_posix() for path in
             files(root, ("src", "include", "tests", "scripts", "jobs", "configs", "cmake", "docs", ".ci"), ())]
    known += [path.name for path in root.iterdir() if path.is_file()]
    names = {path.rsplit("/", 1)[-1] for path in known}
    mention = re.compile(r"(?<![\w./*-])[\w./-]*\w\.(?:cpp|hpp|md|py|sh|cmake)\b")
    for path in files(root, ("src", "include", "tests"), CODE):
        for number, line in lines(path):
            comment = re.search(r"//.*", line)
            for name in mention.findall(comment[0]) if comment else []:
                name = name.lstrip("./")
                if "/" in name:
                    exists = any(file == name or file.endswith("/" + name) for file in known)
                else:
                    exists = name in names
                if not exists:
                    print(f"{path.relative_to(root)}:{number}: names {name}, which does not exist")


def main():
    checks = {"width": check_width, "phrases": check_phrases, "paths": check_paths}
    if len(sys.argv) < 2 or sys.argv[1] not in checks:
        sys.exit("check_texts.py width|phrases|paths [FOLDER]")
    checks[sys.argv[1]](pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".").resolve())


main()
