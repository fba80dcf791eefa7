"""Prints what reading an export of a metric costs, as a ratio to csv.reader alone over the same text.

    python benchmarks/readings.py [--rows 1000,10000,100000] [--rounds 5]

`readings`: one reading a row, with the inputs of a formula. `answers`: one answer a row, counted by
month. Both are a whole compile of a small launch, less the same compile without the file; medians of
CPU time in one process. `growth`: exponent of that time between two sizes; 1 is linear.
"""

import argparse
import csv
import io
import math
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from gtm import pipeline

DAY = date(2027, 1, 19)
FILES = {
    "gtm.yaml": "workspace: {format: 1, name: Bench}\n",
    "playbook/journey.yaml": "stages: {learn: {title: Learn, gate: {due: T-14d}}}\n",
    "playbook/teams.yaml": "teams: {}\nroles: {boss: {title: Boss}}\n",
    "playbook/metrics.yaml": (
        "metrics:\n  nps: {title: N, formula: nps, better: higher, role: boss, source: S}\n"
        "  churn: {title: C, formula: churn, unit: percent, better: lower, role: boss, source: S}\n"
    ),
    "launches/x/launch.yaml": "launch: {title: X, date: 2027-02-16}\n",
}
READINGS = "from: [{file: d.csv, metric: churn, columns: {date: Day, lost: Lost, start: Start}}]\n"
ANSWERS = "from: [{file: d.csv, metric: nps, columns: {date: Day, value: Score, id: Id}, per: month}]\n"


def readings(rows: int) -> str:
    """One row a day, far back into the past."""
    days = (DAY - timedelta(at) for at in range(rows))
    return "Day,Lost,Start\n" + "".join(f"{day},{day.day},{day.day + 400}\n" for day in days)


def answers(rows: int) -> str:
    days = (DAY - timedelta(at % 1000) for at in range(rows))
    return "Day,Id,Score\n" + "".join(f"{day}T10:00:00Z,r-{at},{at % 11}\n" for at, day in enumerate(days))


def spent(run: Callable[[], object], rounds: int) -> float:
    """The median of CPU seconds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return statistics.median(found)


def measure(export: str, text: str, rounds: int) -> tuple[float, float]:
    """CPU seconds of reading the export, and of csv.reader alone."""
    bare = {path: body.encode() for path, body in FILES.items()}
    whole = {**bare, "launches/x/metrics.yaml": export.encode(), "d.csv": text.encode()}

    def compiled(files: dict[str, bytes]) -> object:
        return pipeline.run(files, DAY, "x")

    snapshot = pipeline.run(whole, DAY, "x")
    assert not snapshot.launch.unread
    assert snapshot.launch.readings
    less = spent(lambda: compiled(bare), rounds)
    alone = spent(lambda: sum(1 for _ in csv.reader(io.StringIO(text, newline=""))), rounds)
    return spent(lambda: compiled(whole), rounds) - less, alone


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", default="1000,10000,100000")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    for name, export, make in (("readings", READINGS, readings), ("answers", ANSWERS, answers)):
        times = []
        for rows in map(int, chosen.rows.split(",")):
            took, alone = measure(export, make(rows), chosen.rounds)
            times.append((rows, took))
            print(f"{name} {rows:>7} rows  {took:6.3f} s  {took / alone:5.1f} x csv.reader")
        for (few, before), (many, after) in pairwise(times):
            print(f"{name} growth {few} to {many}: {math.log(after / before) / math.log(many / few):.2f}")


if __name__ == "__main__":
    main()
