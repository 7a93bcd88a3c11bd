#!/usr/bin/env python3
"""The whole job of benches/README.md by rulebook and by its peers, side by side.

    cargo build --release
    python3 benches/whole/compare.py 1000000 --rounds 5

Each turn is a process of its own: wall time, processor time and peak memory are those of the process and
what it started. Turns of all programs alternate, so that what else the machine does falls on all alike;
medians and ratios are printed. A peer takes part where it is installed: `pip install duckdb duckdb_extensions
duckdb_extension_excel fastexcel pyarrow polars xlsxwriter pandas python-calamine`. A program that comes to other figures stops the comparison.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
JOBS = {
    "DuckDB over fastexcel": ("duckdb_job.py", ("duckdb", "duckdb_extensions", "fastexcel", "pyarrow")),
    "polars": ("polars_job.py", ("polars", "fastexcel", "xlsxwriter")),
    "pandas with calamine": ("pandas_job.py", ("pandas", "python_calamine", "xlsxwriter")),
}


def book(rows):
    """The workbook of that many orders, made once by the benchmark of the stages."""
    command = ["cargo", "bench", "--quiet", "--bench", "pipeline", "--", "book", str(rows)]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Path(made.stdout.strip().splitlines()[-1])


def commands(args, source, out):
    """What takes part: name and command."""
    pack = ROOT / "benches" / "channel"
    yield "rulebook", [args.rulebook, "run", str(pack), str(source), "-o", str(out / "rulebook.xlsx")]
    for name, (script, needs) in JOBS.items():
        if all(find_spec(module) for module in needs):
            yield name, [sys.executable, str(HERE / script), str(source), str(out / script)]
        else:
            print(f"{name} is left out: it needs {', '.join(needs)}", file=sys.stderr)
    inflate = HERE / "inflate" / "target" / "release" / "inflate"
    if inflate.exists():
        yield "inflating", [str(inflate), str(source)]
    else:
        print("inflating alone is left out: build it with `cargo build --release` in benches/whole/inflate", file=sys.stderr)
    if shutil.which("unzip"):
        yield "unzip -p", ["sh", "-c", 'unzip -p "$0" > /dev/null', str(source)]


def turn(command):
    """One process: its wall and processor seconds, its peak in MiB, and what it printed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


def figures(name, said):
    """The counts every program must come to: review list by kind, salespeople by band."""
    if name in ("unzip -p", "inflating"):
        return None
    if name == "rulebook":
        said = said.replace(",", "")
        review, bands = re.search(r"to review: (\d+)", said), re.search(r"rating: (.*)", said)
        return int(review[1]), tuple(int(count) for count in re.findall(r"[A-D] (\d+)", bands[1]))
    line = re.search(r"review=(\d+) bands=\[([\d, ]+)\]", said)
    return int(line[1]), tuple(int(text) for text in line[2].split(","))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000, help="number of orders")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rulebook", default=str(ROOT / "target" / "release" / "rulebook"), help="the program")
    parser.add_argument("--book", type=Path, help="a workbook of the job that is there already")
    args = parser.parse_args()
    source = args.book or book(args.rows)
    with tempfile.TemporaryDirectory() as folder:
        taking_part = list(commands(args, source, Path(folder)))
        taken = {name: [] for name, _ in taking_part}
        agreed = None
        for _ in range(args.rounds):
            for name, command in taking_part:
                *measured, said = turn(command)
                found = figures(name, said)
                if agreed is not None and found is not None and found != agreed:
                    sys.exit(f"{name} comes to {found}, others to {agreed}")
                agreed = found or agreed
                taken[name].append(measured)
    print(f"{args.rows:,} orders, medians of {args.rounds} rounds; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print("| | wall s | cpu s | peak MiB | rulebook ÷ it, wall | cpu |\n|---|---:|---:|---:|---:|---:|")
    medians = {name: [statistics.median(column) for column in zip(*turns)] for name, turns in taken.items()}
    own = medians["rulebook"]
    for name, (wall, cpu, peak) in medians.items():
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {own[0] / wall:.2f} | {own[1] / cpu:.2f} |")


if __name__ == "__main__":
    main()
