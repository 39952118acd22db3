"""The rows of scripts/bench-table."""
import argparse
import json
import os
import sys

import bench

# What each row measures, and the time of Splink 4.0.16 on DuckDB 1.5.6 for the same work on a machine of the same kind.
ROWS = {
    "1m-std": (1_000_000, "std", "1 M records, std", "45-62 s, 1.3 GB"),
    "1m-wide": (1_000_000, "wide", "1 M records, wide", "242-333 s, 2.6 GB"),
    "5m-std": (5_000_000, "std", "5 M records, std", "580 s, 9.9 GB"),
    "10m-std": (10_000_000, "std", "10 M records, std", ""),
    "10m-1e9": (10_000_000, "1e9", "10 M records, 1e9", ""),
    "100m": (100_000_000, "std", "100 M records, std, review threshold 0.5", ""),
}
# Chance pairs grow with the square of the records: at 100 M, pairs just above the job's review threshold of 0.01 would
# be a billion edges that nobody needs.
SETTINGS = {"100m": ["cluster.review_threshold=0.5"]}


def count(number):
    for size, name in ((1e9, "e9"), (1e6, " M")):
        if number >= size:
            return f"{number / size:.3g}{name}"
    return f"{number:,}"


def row(text, yardstick, m):
    return (f'| {text} | {count(m["pairs_scored"])} '
            f'| {bench.seconds_with_spread(m["seconds"], m["repeats"])} s '
            f'| {1e6 * m["seconds"]["median"] / m["records"]:.2f} us | {m["peak_memory_sum_bytes"] / 1e9:.2f} GB '
            f'| {m["disk_in_all_bytes"] / 1e9:.2f} GB | {m["pairs_per_second_per_rank"] / 1e6:.2f} M | {yardstick} |')


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(prog="bench-table",
                                     description="Measures rows of the table of whole runs in docs/benchmarks.md.")
    parser.add_argument("rows", nargs="+", choices=list(ROWS), metavar="ROW", help=" ".join(ROWS))
    parser.add_argument("--ranks", type=int, default=2, metavar="P")
    parser.add_argument("--repeat", type=int, default=3, metavar="K",
                        help="runs per row; medians are shown (3)")
    parser.add_argument("--no-verify", action="store_true",
                        help="do not verify the results (verifying large ones takes long)")
    arguments = parser.parse_args()
    if arguments.ranks < 1 or arguments.repeat < 1:
        parser.error("--ranks and --repeat want a whole number above 0")
    measured = []
    try:
        onefold = bench.build(root)
        for name in arguments.rows:
            records, job, text, yardstick = ROWS[name]
            m = bench.measure(root, records, arguments.ranks, job, arguments.repeat,
                              verify=not arguments.no_verify, onefold=onefold,
                              settings=SETTINGS.get(name, ()))
            measured.append((text, yardstick, m))
            print(f'bench-table: {name}: {m["seconds"]["median"]:.2f} s', file=sys.stderr)
    except bench.Failure as failure:
        sys.exit(f"bench-table: {failure}")
    first = measured[0][2]
    print(f'Commit {first["commit"]}; {first["machine"]}; {arguments.ranks} ranks, '
          f'medians of {arguments.repeat} runs (least-most).\n')
    print("| work | pairs scored | seconds | a record | memory, all ranks | disk at most, result included "
          "| pairs/s/rank in score | Splink |")
    print("|---|---|---|---|---|---|---|---|")
    for text, yardstick, m in measured:
        print(row(text, yardstick, m))
    print()
    for _, _, m in measured:
        print("result", json.dumps({key: value for key, value in m.items() if key != "stages"}))


main()
