"""Checks the layers by the include lines: a folder uses lower layers, and in its own layer what CMakeLists.txt lists.

    check_layers.py [FOLDER]     prints one line per breach

FLOORS lists the layers, the highest first. USES of CMakeLists.txt must be exactly what the include lines need: a missing
entry would not link, and a superfluous one states a dependency that does not exist.
"""
import pathlib
import re
import sys

FLOORS = [
    ("the door", ["cli"]),
    ("the method", ["pipeline"]),
    ("around the run", ["suggest", "sniff", "rows", "vocabulary", "profile", "plan", "evaluate", "verify", "inspect", "exports", "privacy", "generate", "report"]),
    ("stages", ["ingest", "cleanse", "parts", "columns", "reading", "block", "model", "doubt", "score", "cluster", "repair", "structure", "identity", "merge", "delta",
                "events"]),
    ("files", ["files", "scratch", "hdf5", "result", "csv", "bytes", "tables", "databases", "decisions", "memory"]),
    ("the ground", ["record", "sql", "mpi", "config", "expressions", "document", "similarity", "comparison", "progress"]),
]
FLOOR_OF = {folder: number for number, (_, folders) in enumerate(FLOORS) for folder in folders}


def included_folders(root):
    """{folder: {included folder: first place}} of src/ and include/onefold/."""
    uses = {}
    for top in ("src", "include/onefold"):
        for path in sorted((root / top).glob("*/**/*")):
            if path.suffix not in (".cpp", ".hpp", ".h"):
                continue
            folder = path.relative_to(root / top).parts[0]
            found = uses.setdefault(folder, {})
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s+[<"](?:onefold/)?(\w+)/', line)
                if match and match[1] != folder and (root / "src" / match[1]).is_dir():
                    found.setdefault(match[1], f"{path.relative_to(root)}:{number}")
    return uses


def listed_uses(root):
    """{folder: [folder]} of CMakeLists.txt."""
    uses = {}
    for call in re.finditer(r"^onefold_component\((\w+)([^)]*)\)", (root / "CMakeLists.txt").read_text(), re.M):
        listed = re.search(r"\bUSES\b(.*?)(?:\bLINK\b|$)", call[2], re.S)
        uses[call[1]] = listed[1].split() if listed else []
    return uses


def closure(folder, uses):
    reached, waiting = set(), list(uses.get(folder, []))
    while waiting:
        used = waiting.pop()
        if used not in reached:
            reached.add(used)
            waiting += uses.get(used, [])
    return reached


def circles(uses):
    """One line per cycle among the folders, reported once, starting at its alphabetically first member."""
    found = set()

    def walk(start, at, path):
        for used in sorted(uses.get(at, [])):
            if used == start and min(path) == start:
                found.add(" -> ".join([*path, start]))
            elif used not in path and used > start:
                walk(start, used, [*path, used])

    for folder in sorted(uses):
        walk(folder, folder, [folder])
    return sorted(found, key=len)[:20]


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    if not (root / "CMakeLists.txt").exists() or not (root / "src").is_dir():
        return
    included, listed = included_folders(root), listed_uses(root)
    if not listed:
        return
    for folder in sorted(set(included) | set(listed)):
        if folder not in FLOOR_OF:
            print(f"src/{folder}: is in no layer (scripts/lib/check_layers.py)")
            continue
        if folder not in listed:
            print(f"src/{folder}: CMakeLists.txt has no such component")
            continue
        reached = closure(folder, listed)
        for used, place in sorted(included.get(folder, {}).items()):
            if used not in FLOOR_OF:
                continue
            if FLOOR_OF[used] < FLOOR_OF[folder]:
                print(f"{place}: {folder} ({FLOORS[FLOOR_OF[folder]][0]}) includes {used}, "
                      f"which is in a higher layer ({FLOORS[FLOOR_OF[used]][0]})")
            elif FLOOR_OF[used] == FLOOR_OF[folder] and used not in listed[folder]:
                print(f"{place}: {folder} includes {used}, which USES in CMakeLists.txt does not list")
            elif used not in reached:
                print(f"{place}: {folder} includes {used}, which nothing in its USES leads to")
        for used in sorted(set(listed[folder])):
            if listed[folder].count(used) > 1:
                print(f"CMakeLists.txt: {folder} lists {used} twice")
            if used not in included.get(folder, {}):
                print(f"CMakeLists.txt: {folder} lists {used} and includes nothing of it")
            if FLOOR_OF.get(used, 99) < FLOOR_OF[folder]:
                print(f"CMakeLists.txt: {folder} lists {used} of a higher layer")
    # A cycle across layers contains an upward include, which is reported above.
    for circle in circles({folder: [used for used in found if FLOOR_OF.get(used) == FLOOR_OF.get(folder)]
                           for folder, found in included.items()}):
        print(f"cycle of include lines: {circle}")


main()
