"""The arguments of scripts/bench."""
import argparse
import json
import os
import re
import sys

import bench


def whole_number(text):
    if not re.fullmatch("[1-9][0-9]*", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(prog="bench", description="Measures a whole run, from CSV to golden records in HDF5.")
    parser.add_argument("--records", type=whole_number, default=1_000_000, metavar="N",
                        help="size of the population (1,000,000)")
    parser.add_argument("--ranks", type=whole_number, default=2, metavar="P")
    parser.add_argument("--job", default="std", help="configs/bench_JOB.toml: std, wide, 1e9")
    parser.add_argument("--repeat", type=whole_number, default=1, metavar="K",
                        help="number of runs; medians are shown, with minimum and maximum")
    parser.add_argument("--memory", metavar="SIZE", help='memory_per_rank, such as "2 GiB"; default: that of the job')
    parser.add_argument("--folder", metavar="DIR",
                        help="folder of population, work directory and result; default: out/bench/N")
    parser.add_argument("--no-verify", action="store_true",
                        help="do not verify the result")
    parser.add_argument("--keep", action="store_true", help="leave the result in the folder")
    parser.add_argument("--budget", action="store_true", help="also show what a record costs in each stage")
    parser.add_argument("--json", action="store_true", help="print only the line for machines, with all figures")
    arguments = parser.parse_args()
    if not os.path.exists(os.path.join(root, "configs", f"bench_{arguments.job}.toml")):
        parser.error(f"--job: there is no configs/bench_{arguments.job}.toml")
    try:
        measured = bench.measure(root, arguments.records, arguments.ranks, arguments.job, arguments.repeat,
                                 arguments.memory, not arguments.no_verify, arguments.keep,
                                 arguments.folder and os.path.abspath(arguments.folder))
    except bench.Failure as failure:
        sys.exit(f"bench: {failure}")
    if arguments.json:
        print(json.dumps(measured))
        return
    bench.print_for_people(measured)
    if arguments.budget:
        bench.print_budget(measured)
    # One line for machines.
    seconds = {stage["name"]: round(stage["seconds"]["median"], 3) for stage in measured["stages"]}
    print("result", json.dumps({**measured, "stages": seconds}))


main()
