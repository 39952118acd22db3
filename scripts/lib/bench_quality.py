"""Quality on public data: what scripts/bench-quality prints. Each set is a row; the truth is used only to compute the figures."""
import argparse
import csv
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time

# Pairwise F1 and B-cubed F1 of the best unsupervised result known (data's README); none: not known.
TO_BEAT = {"febrl3": (.9979, .9987), "febrl4": (.9995, .9998), "fake_1000": (.924, .943), "historical_50k": (.868, .886),
           "dblp_acm": (.982, None), "abt_buy": (.867, None), "amazon_google": (.587, None),
           "fodors_zagats": (None, None), "census": (None, None)}

SETS = {
    "febrl3": {"files": ["febrl/dataset3.csv.gz"], "truth": r"rec_id=rec-(\d+)-"},
    "febrl4": {"files": ["febrl/dataset4a.csv.gz", "febrl/dataset4b.csv.gz"], "truth": r"rec_id=rec-(\d+)-"},
    "fake_1000": {"files": ["splink/fake_1000.csv.gz"], "truth": "cluster"},
    "historical_50k": {"files": ["splink/historical_50k.csv.gz"], "truth": "cluster"},
    "census": {"files": ["census/censusA.tab.gz", "census/censusB.tab.gz"], "truth": "2"},
    "fodors_zagats": {"files": ["fodors_zagats/fodors.csv.gz", "fodors_zagats/zagats.csv.gz"], "delimiter": ",", "id": "id",
                      "pairs": ("fodors_zagats/lbl_restnt_wf1.csv.gz", "ltable_id", "rtable_id", "gold")},
    "dblp_acm": {"files": ["dblp_acm/dblp.csv.gz", "dblp_acm/acm.csv.gz"], "delimiter": "%", "id": "id",
                 "pairs": ("dblp_acm/gt.csv.gz", "D1", "D2", None)},
    "abt_buy": {"files": ["abt_buy/abt.csv.gz", "abt_buy/buy.csv.gz"], "delimiter": "|", "id": "id",
                "pairs": ("abt_buy/gt.csv.gz", "D1", "D2", None)},
    "amazon_google": {"files": ["amazon_google/amazon.csv.gz", "amazon_google/gp.csv.gz"], "delimiter": "#", "id": "id",
                      "pairs": ("amazon_google/gt.csv.gz", "D1", "D2", None)},
}


# Warnings that say why a result may be poor.
DOUBTS = {"low_expected_precision", "low_expected_recall", "low_completeness", "unreached_records", "rules_contradict", "no_link", "hardly_a_link",
          "em_failed", "prior_at_bound", "prior_contradicts", "agreement_against", "unique_contradicted", "no_threshold"}
# Below this F1 a result needs such a warning.
NEEDS_DOUBT = .8


class Failure(Exception):
    """What a user is told in one line."""


def rows_of(path, delimiter):
    with gzip.open(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
        yield from csv.DictReader(text, delimiter=delimiter, quoting=quoting)


def source_names(files):
    return [os.path.basename(name).split(".")[0] for name in files]


def write_truth(data, spec, names, path):
    """Turns a list of pairs into one true id per record: the smallest id among the records it is paired with, directly or indirectly."""
    file, left, right, flag = spec["pairs"]
    parent = {}

    def root(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for name, source in zip(spec["files"], names):
        for row in rows_of(os.path.join(data, name), spec["delimiter"]):
            parent[(source, row[spec["id"]])] = (source, row[spec["id"]])
    for row in rows_of(os.path.join(data, file), spec["delimiter"]):
        if flag is not None and row[flag] != "1":
            continue
        a, b = (names[0], row[left]), (names[1], row[right])
        if a not in parent or b not in parent:
            raise Failure(f"{file}: a pair names a record that is in neither file")
        a, b = sorted((root(a), root(b)))
        parent[b] = a
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["source", "source_id", "true_id"])
        for record in sorted(parent):
            writer.writerow([record[0], record[1], ":".join(root(record))])


def write_one_file(data, spec, truth, path):
    """Both files of a set as one, shuffled, with the columns that both have and the true id as `cluster`."""
    names = source_names(spec["files"])
    with open(truth, newline="") as file:
        true_id = {(row["source"], row["source_id"]): row["true_id"] for row in csv.DictReader(file)}
    tables = [list(rows_of(os.path.join(data, name), spec["delimiter"])) for name in spec["files"]]
    columns = [name for name in tables[0][0] if name != spec["id"] and name in tables[1][0]]
    rows = [[row[column] for column in columns] + [true_id[source, row[spec["id"]]]] for source, table in zip(names, tables) for row in table]
    random.Random(1).shuffle(rows)
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["record_id", *columns, "cluster"])
        writer.writerows([f"r{number}", *row] for number, row in enumerate(rows))


def run(command, **arguments):
    done = subprocess.run(command, capture_output=True, text=True, **arguments)
    if done.returncode != 0:
        raise Failure(f"exit code {done.returncode}: {' '.join(command)}\n{done.stderr.strip()[-1500:]}")
    return done.stdout


def sources_of_job(text):
    return [line.split('"')[1] for previous, line in zip(text.splitlines(), text.splitlines()[1:])
            if previous.strip() == "[[source]]" and line.startswith("name")]


def files_of_folder(path):
    """A folder of CSV files and truth.csv (source, source_id, true_id)."""
    files = sorted(name for name in os.listdir(path) if name.endswith(".csv") and name != "truth.csv")
    if not files or not os.path.exists(os.path.join(path, "truth.csv")):
        raise Failure(f"{path}: no CSV files, or no truth.csv")
    return {"files": [os.path.abspath(os.path.join(path, name)) for name in files], "truth_file": os.path.abspath(os.path.join(path, "truth.csv"))}


def measure(name, arguments, data, folder):
    spec = SETS[name] if name in SETS else files_of_folder(name)
    name = os.path.basename(name.rstrip("/"))
    if arguments.one_file:
        truth = os.path.join(folder, f"{name}.truth.csv")
        write_truth(data, spec, source_names(spec["files"]), truth)
        write_one_file(data, spec, truth, os.path.join(folder, f"{name}.csv"))
        spec = {"files": [os.path.join(folder, f"{name}.csv")], "truth": "cluster"}
    job = os.path.join(arguments.root, "configs", f"{name}.toml")
    start = time.monotonic()
    if not arguments.configs:
        job = os.path.join(folder, f"{name}.toml")
        command = [arguments.onefold, "suggest"]
        if "truth" in spec:
            command += ["--truth", spec["truth"]]
        said = run(command + [os.path.join(data, file) for file in spec["files"]])
        with open(job, "w") as out:
            out.write(said)
    suggested = time.monotonic()
    result = os.path.join(folder, f"{name}.h5")
    command = [arguments.onefold, "run", job, "--output", result, "--overwrite", "--json"]
    for setting in arguments.set:
        command += ["--set", setting]
    if arguments.ranks > 1:
        command = ["mpirun", "-n", str(arguments.ranks)] + command
    environment = dict(os.environ, ONEFOLD_DATA=data)
    warnings = [warning["code"] for warning in json.loads(run(command, env=environment))["warnings"]]
    ran = time.monotonic()
    command = [arguments.onefold, "evaluate", result, "--json"]
    if "truth_file" in spec:
        command += ["--truth", spec["truth_file"]]
    if "pairs" in spec:
        truth = os.path.join(folder, f"{name}.truth.csv")
        with open(job) as text:
            names = sources_of_job(text.read())
        write_truth(data, spec, names if len(names) == 2 else source_names(spec["files"]), truth)
        command += ["--truth", truth]
    found = json.loads(run(command))
    at, best = found["at_threshold"], found["best"]
    return {"set": name, "job": "configs" if arguments.configs else "suggest", "records": found["num_records"],
            "pairs": found["num_candidate_pairs"], "completeness": found["pairs_completeness"],
            "expected_precision": found.get("expected_precision"), "expected_recall": found.get("expected_recall"), "expected_completeness": found.get("expected_completeness"), "warnings": warnings,
            "threshold": at["threshold"],
            "precision": at["pairwise"]["precision"], "recall": at["pairwise"]["recall"], "f1": at["pairwise"]["f1"],
            "best_f1": best["pairwise"]["f1"], "best_threshold": best["threshold"], "b_cubed_f1": at["b_cubed"]["f1"],
            "best_b_cubed_f1": best["b_cubed"]["f1"], "calibration_error": found["expected_calibration_error"],
            "reliability_of": found["reliability_of"], "to_beat": TO_BEAT.get(name, (None, None)),
            "suggest_seconds": round(suggested - start, 2), "run_seconds": round(ran - suggested, 2)}


def line_of(row):
    beat = "/".join("-" if figure is None else f"{figure:.4f}" for figure in row["to_beat"])
    return (f"{row['set']:<15}{row['records']:>8,}{row['pairs']:>12,}{row['completeness']:>8.4f}  {row['precision']:.4f} "
            f"{row['recall']:.4f} {row['f1']:.4f} {row['b_cubed_f1']:.4f}   {row['best_f1']:.4f} {row['best_b_cubed_f1']:.4f} "
            f"{row['best_threshold']:>9.6f}  {row['calibration_error']:.4f} {beat:<14}{row['suggest_seconds']:>7.1f}{row['run_seconds']:>7.1f}")


def distance_of(row):
    """The mean of the distances of expected and true precision, and of expected and true recall."""
    if row["expected_precision"] is None:
        return None
    return abs(row["expected_precision"] - row["precision"]) / 2 + abs(row["expected_recall"] - row["recall"]) / 2


def markdown_of(row):
    def figure(value):
        return "-" if value is None else f"{value:.4f}".replace("0.", ".", 1) if value < 1 else "1"
    return "| " + " | ".join([row["set"], figure(row["precision"]), figure(row["expected_precision"]), figure(row["recall"]), figure(row["expected_recall"]),
                              figure(row["completeness"]), figure(row["expected_completeness"]), figure(row["f1"]),
                              ", ".join(f"`{code}`" for code in dict.fromkeys(row["warnings"]) if code in DOUBTS) or "-"]) + " |"


def doubts_of(row):
    """What is wrong with the warnings of a set; nothing if they fit its quality."""
    if row["f1"] < NEEDS_DOUBT and not DOUBTS & set(row["warnings"]):
        return f"{row['set']}: F1 {row['f1']:.4f}, and no warning says why"
    return None


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(prog="bench-quality", description="Quality on public data with known truth.")
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS) + "; or a folder of CSV files and truth.csv")
    parser.add_argument("--configs", action="store_true", help="run configs/SET.toml, if there is one")
    parser.add_argument("--one-file", action="store_true",
                        help="for sets that link two files by a list of pairs: join both into one file and deduplicate it")
    parser.add_argument("--ranks", type=int, default=1, metavar="P")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="passed on to onefold run")
    parser.add_argument("--onefold", default=os.path.join(root, "build", "release", "onefold"), metavar="PROGRAM")
    parser.add_argument("--keep", metavar="DIR", help="keep jobs and results in this folder")
    parser.add_argument("--markdown", action="store_true", help="the table of expected and true figures of docs/suggest.md")
    parser.add_argument("--json", action="store_true", help="one JSON object per set")
    arguments = parser.parse_args()
    arguments.root = root
    for name in arguments.sets:
        if name not in SETS and not os.path.isdir(name):
            parser.error(f"no set {name}; there are {', '.join(SETS)}")
    data = os.environ.get("ONEFOLD_DATA")
    if not data and not (arguments.sets and all(os.path.isdir(name) for name in arguments.sets)):
        sys.exit("bench-quality: ONEFOLD_DATA is not set: nothing to measure with")
    names = arguments.sets or list(SETS)
    if arguments.configs:
        names = [name for name in names if os.path.exists(os.path.join(root, "configs", f"{name}.toml"))]
    if arguments.one_file:
        if arguments.configs:
            parser.error("--one-file runs what is suggested: leave out --configs")
        names = [name for name in names if "pairs" in SETS[name]]
    if arguments.markdown:
        print("| data | precision | expected | recall | expected | pairs completeness | expected | F1 | doubts |\n|---|---|---|---|---|---|---|---|---|", flush=True)
    elif not arguments.json:
        print("precision, recall, F1 of pairs and B-cubed F1 at the job's threshold; then F1 of pairs, B-cubed F1 and the threshold "
              "where F1 is best; expected calibration error\n"
              f"{'set':<15}{'records':>8}{'pairs':>12}{'compl.':>8}  {'prec.':<6} {'recall':<6} {'F1':<6} {'B3 F1':<6}   "
              f"{'F1':<6} {'B3 F1':<6} {'threshold':>9}  {'calib.':<6} {'to beat':<14}{'sugg s':>7}{'run s':>7}", flush=True)
    failed = False
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or temporary
        os.makedirs(folder, exist_ok=True)
        for name in names:
            try:
                row = measure(name, arguments, data or "", folder)
                rows.append(row)
                print(json.dumps(row) if arguments.json else markdown_of(row) if arguments.markdown else line_of(row), flush=True)
            except Failure as failure:
                failed = True
                print(f"{name:<15} {failure}", flush=True)
    distances = [distance for distance in map(distance_of, rows) if distance is not None]
    if distances:
        print(f"mean distance of expected and true figures: {sum(distances) / len(distances):.4f}", file=sys.stderr)
    for doubt in filter(None, map(doubts_of, rows)):
        failed = True
        print(f"bench-quality: {doubt}", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
