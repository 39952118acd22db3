"""Reports folders and drivers that have become too large for one reader.

    check_sizes.py [FOLDER]     prints one line per breach
"""
import pathlib
import sys

MOST_LINES_OF_FOLDER = 5000
# pipeline/ holds run.cpp and one driver per stage, a page each.
MOST_FILES_OF_PIPELINE = 16
MOST_LINES_OF_PIPELINE = 2000
MOST_LINES_OF_DRIVER = 150


def sizes(root, folder):
    paths = [path for top in ("src", "include/onefold") for path in sorted((root / top / folder).rglob("*"))]
    return {path.relative_to(root): len(path.read_text(encoding="utf-8").splitlines())
            for path in paths if path.is_file()}


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    for folder in sorted(path.name for path in (root / "src").glob("*") if path.is_dir()):
        found = sizes(root, folder)
        total = sum(found.values())
        if total > MOST_LINES_OF_FOLDER:
            print(f"src/{folder}: {total} lines, at most {MOST_LINES_OF_FOLDER}: split it by idea")
        if folder != "pipeline":
            continue
        if total > MOST_LINES_OF_PIPELINE:
            print(f"src/pipeline: {total} lines, at most {MOST_LINES_OF_PIPELINE}")
        # A driver's header is counted with it: both together are the page that is read.
        if len(found) > MOST_FILES_OF_PIPELINE:
            print(f"src/pipeline: {len(found)} files, at most {MOST_FILES_OF_PIPELINE}")
        for path, lines in found.items():
            if lines > MOST_LINES_OF_DRIVER:
                print(f"{path}: {lines} lines, at most {MOST_LINES_OF_DRIVER}")


main()
