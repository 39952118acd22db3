"""Measures whole runs of the program: the code that scripts/bench and scripts/bench-table share.

A measurement is a dictionary, made by measure(); everything in it is a figure of that machine on that day except the
counts (records, pairs, edges, customers, content digest), which depend on the input and the job alone.

  seconds    {"median", "least", "most"} over the repeats; a stage's are of its slowest rank
  memory     bytes resident at most, as the ranks themselves saw it (VmHWM): of the largest rank, and summed over ranks.
             What ranks share counts once for each.
  disk       bytes on disk (allocated blocks), looked at ten times a second while the program runs: of the work
             directory, and of the work directory together with the result under whatever name
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.1
# A source file with more rows is split into parts.
RECORDS_PER_PART = 5_000_000
LARGEST_WITHOUT_PARTS = 10_000_000


class Failure(Exception):
    """What a user is told in one line."""


def run_tool(command, **arguments):
    """Runs a command that is not measured; its output goes to standard error."""
    if subprocess.run(command, stdout=sys.stderr, **arguments).returncode != 0:
        raise Failure(f"failed: {' '.join(command)}")


def build(root):
    run_tool([os.path.join(root, "scripts", "install-deps")])
    run_tool(["bash", "-c", '. "$0/scripts/lib/env.sh" && configure_and_build onefold', root])
    return os.path.join(root, "build", "release", "onefold")


def commit_of(root):
    said = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return said.stdout.strip() or "unknown"


def machine():
    with open("/proc/cpuinfo") as info:
        models = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
    with open("/proc/meminfo") as info:
        kibibytes = next(int(line.split()[1]) for line in info if line.startswith("MemTotal"))
    return f"{models[0] if models else os.uname().machine}, {os.cpu_count()} cores, {kibibytes / 2**20:.0f} GiB"


def disk_bytes(path):
    """Of a file or of everything below a folder; files that vanish meanwhile count as 0."""
    try:
        if not os.path.isdir(path):
            return os.stat(path).st_blocks * 512
        with os.scandir(path) as entries:
            return sum(disk_bytes(entry.path) for entry in entries)
    except OSError:
        return 0


class DiskWatch:
    """Checks the disk usage during a run. A file that is created and removed between two checks is missed."""

    def __init__(self, work, output):
        self.work, self.output = work, output
        self.most_work = self.most_in_all = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def look(self):
        work = disk_bytes(self.work)
        folder, name = os.path.split(self.output)
        # The result, or the temporary file that will become the result. The work directory has been counted already.
        results = [os.path.join(folder, entry) for entry in os.listdir(folder) if entry.startswith(name)]
        in_all = work + sum(disk_bytes(path) for path in results if path != self.work)
        self.most_work = max(self.most_work, work)
        self.most_in_all = max(self.most_in_all, in_all)

    def watch(self):
        while not self.ended.wait(SECONDS_BETWEEN_LOOKS):
            self.look()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def make_population(onefold, folder, records, ranks):
    """Generates a population once per size; a separate marker file shows that it is complete."""
    os.makedirs(folder, exist_ok=True)
    if os.path.exists(os.path.join(folder, "whole")):
        return
    command = ["mpirun", "-n", str(ranks), onefold, "generate", "--records", str(records), "--output", folder,
               "--overwrite"]
    if records > LARGEST_WITHOUT_PARTS:
        command += ["--parts", str(-(-records // RECORDS_PER_PART))]
    run_tool(command)
    open(os.path.join(folder, "whole"), "w").close()


def run_once(command, environment, work, output):
    """The program's own report, together with the measurements from outside."""
    begun = time.monotonic()
    with DiskWatch(work, output) as watch:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        report = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
    if status != 0:
        raise Failure(f"failed with status {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    run = json.loads(report)
    run["wall_seconds"] = seconds
    run["cpu_seconds"] = usage.ru_utime + usage.ru_stime
    run["disk_work_bytes"] = watch.most_work
    run["disk_in_all_bytes"] = watch.most_in_all
    return run


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def combine(runs):
    """Repeats of one run: seconds become medians with their spread, memory and disk are the largest seen."""
    if len({run["content_digest"] for run in runs}) != 1:
        raise Failure("the content digest is not the same in each run: a defect, and the times mean nothing")
    first = runs[0]
    stages = []
    for s, stage in enumerate(first["statistics"]["stages"]):
        same = [run["statistics"]["stages"][s] for run in runs]
        stages.append({"name": stage["name"], "seconds": spread([one["seconds"] for one in same]),
                       "peak_memory_bytes": max(one["peak_memory_bytes"] for one in same),
                       "peak_memory_sum_bytes": max(one["peak_memory_sum_bytes"] for one in same),
                       "counters": stage["counters"], "loads": stage["loads"]})
    score = next(stage for stage in stages if stage["name"] == "score")
    pairs = score["counters"]["pairs_scored"]
    return {"records": first["records"], "pairs_scored": pairs, "edges": first["edges"],
            "customers": first["customers"], "content_digest": first["content_digest"], "repeats": len(runs),
            "seconds": spread([run["statistics"]["total_seconds"] for run in runs]),
            "wall_seconds": spread([run["wall_seconds"] for run in runs]),
            "cpu_seconds": spread([run["cpu_seconds"] for run in runs]),
            "pairs_per_second_per_rank": pairs / score["seconds"]["median"] / first["ranks"],
            "peak_memory_bytes": stages[-1]["peak_memory_bytes"],
            "peak_memory_sum_bytes": max(run["statistics"]["peak_memory_sum_bytes"] for run in runs),
            "disk_work_bytes": max(run["disk_work_bytes"] for run in runs),
            "disk_in_all_bytes": max(run["disk_in_all_bytes"] for run in runs), "stages": stages}


def measure(root, records, ranks, job, repeat=1, memory=None, verify=True, keep=False, folder=None, onefold=None,
            settings=()):
    onefold = onefold or build(root)
    folder = folder or os.path.join(root, "out", "bench", str(records))
    make_population(onefold, folder, records, ranks)
    commit = commit_of(root)
    output = os.path.join(folder, f"{job}.h5")
    work = os.path.join(folder, f"{job}.work")
    command = ["mpirun", "-n", str(ranks), onefold, "run", os.path.join(root, "configs", f"bench_{job}.toml"),
               "--overwrite", "--json", "--output", output, "--work-dir", work]
    if memory:
        command += ["--set", f'job.memory_per_rank="{memory}"']
    for setting in settings:
        command += ["--set", setting]
    runs = []
    for _ in range(repeat):
        # Remove the files of an earlier run, so that they are not counted.
        shutil.rmtree(work, ignore_errors=True)
        if os.path.exists(output):
            os.remove(output)
        runs.append(run_once(command, {**os.environ, "ONEFOLD_BENCH": folder}, work, output))
    if verify:
        said = subprocess.run([onefold, "verify", output], capture_output=True, text=True)
        if said.returncode != 0 or runs[-1]["content_digest"] not in said.stdout:
            raise Failure("the result does not hold what it promises: the times mean nothing")
    measured = combine(runs)
    measured.update(commit=commit, machine=machine(),
                    simd=os.environ.get("ONEFOLD_SIMD", "best supported"), job=job, ranks=ranks,
                    memory_per_rank=memory or "as in the job", settings=list(settings), verified=verify,
                    input_bytes=sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)
                                    if name.startswith(("crm", "webshop", "callcentre"))),
                    output_bytes=os.path.getsize(output))
    if not keep:
        os.remove(output)
    return measured


def seconds_with_spread(seconds, repeats):
    text = f'{seconds["median"]:.2f}'
    return text if repeats == 1 else f'{text} ({seconds["least"]:.2f}-{seconds["most"]:.2f})'


def print_for_people(m):
    print(f'commit   {m["commit"]}')
    print(f'machine  {m["machine"]}; SIMD {m["simd"]}')
    print(f'job      {m["job"]}, {m["ranks"]} ranks, memory_per_rank {m["memory_per_rank"]}, {m["repeats"]} runs')
    print(f'sizes    {m["records"]:,} records in {m["input_bytes"] / 1e6:,.0f} MB of CSV, '
          f'{m["pairs_scored"]:,} pairs scored, {m["edges"]:,} edges, {m["customers"]:,} customers\n')
    print(f'{"stage":<9}{"seconds: median (least-most)":>29}{"MB a rank":>11}{"MB in all":>11}{"MB sent":>9}'
          '   memory: largest since the start of the run')
    for stage in m["stages"]:
        sent = stage["loads"].get("bytes_sent")
        sent = "" if sent is None else f'{sent["sum"] / 1e6:,.1f}'
        print(f'{stage["name"]:<9}{seconds_with_spread(stage["seconds"], m["repeats"]):>29}'
              f'{stage["peak_memory_bytes"] / 1e6:>11,.0f}{stage["peak_memory_sum_bytes"] / 1e6:>11,.0f}{sent:>9}')
    print(f'{"total":<9}{seconds_with_spread(m["seconds"], m["repeats"]):>29}{m["peak_memory_bytes"] / 1e6:>11,.0f}'
          f'{m["peak_memory_sum_bytes"] / 1e6:>11,.0f}   with start and end of MPI '
          f'{m["wall_seconds"]["median"]:.2f} s, processor time {m["cpu_seconds"]["median"]:.2f} s\n')
    print(f'pairs a second and rank in score  {m["pairs_per_second_per_rank"]:,.0f}')
    for stage in m["stages"]:
        if "pairs" in stage["loads"]:
            print(f'largest rank\'s pairs over mean    {stage["loads"]["pairs"]["max_over_mean"]:.4f}')
    print(f'disk                              work directory at most {m["disk_work_bytes"] / 1e6:,.0f} MB, '
          f'with the result {m["disk_in_all_bytes"] / 1e6:,.0f} MB, result {m["output_bytes"] / 1e6:,.0f} MB')
    print(f'result verified                   {"yes" if m["verified"] else "no"}, content digest {m["content_digest"]}')


def print_budget(m):
    """What a record costs in each stage: sums over the ranks of the last run, divided by the records."""
    columns = [("processor us", "processor_microseconds", 1.0, 2), ("faults/1,000", "page_faults", 1000.0, 1),
               ("bytes sent", "bytes_sent", 1.0, 0), ("read", "bytes_read", 1.0, 0),
               ("written", "bytes_written", 1.0, 0)]
    print(f'\nbudget of a record{"".join(f"{title:>14}" for title, *_ in columns)}{"collectives a rank":>20}')
    totals = dict.fromkeys(["collectives"] + [name for _, name, *_ in columns], 0)
    for stage in m["stages"] + [None]:
        sums = totals if stage is None else {name: stage["loads"].get(name, {"sum": 0})["sum"] for name in totals}
        cells = "".join(f"{sums[name] * factor / m['records']:>14,.{digits}f}" for _, name, factor, digits in columns)
        print(f'{"total" if stage is None else stage["name"]:<18}{cells}{sums["collectives"] / m["ranks"]:>20,.0f}')
        if stage is not None:
            for name in totals:
                totals[name] += sums[name]
