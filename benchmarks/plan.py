"""Prints how the plans grow with the launch: ratios of 2,000 to 20,000 items, in one process, medians.

    python benchmarks/plan.py [--sizes 2000,20000] [--rounds 5]

`schedule`: one pass forward, one back, every slot. `answer`: `gtm plan --format json`. `capacity`:
the schedule with owners' limits, 200 owners; `one owner`: the same with all work on one person,
the worst case for the calendar of a resource. Growth is the exponent: 1 is linear. The work of
`capacity` is held nearly constant by fewer passes for larger launches; its first pass alone is `serial`.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import generate

from gtm import pipeline
from gtm.analysis import capacity, plan, schedule
from gtm.analysis.snapshot import Snapshot
from gtm.reports import json


def compiled(root: Path) -> Snapshot:
    return pipeline.run(pipeline.load(str(root)), date(2026, 8, 3), "big")  # early, so that nothing is done yet


def jobs(snapshot: Snapshot, alone: Snapshot) -> dict[str, Callable[[], object]]:
    study = snapshot.study
    return {
        "schedule": lambda: dict(schedule.schedule(study.graph, study.readiness, {}).slots),
        "answer": lambda: json.plan(snapshot, None, plan.rows(study, study.graph.items), None),
        "serial": lambda: capacity.level(study, passes=1),
        "capacity": lambda: capacity.level(study),
        "one owner": lambda: capacity.level(alone.study, passes=1),
    }


def on_one(root: Path) -> None:
    """Hand all work to one person."""
    for path in (root / "launches" / "big").glob("*.yaml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text(
            "".join("    owner: p0\n" if line.startswith("    owner: ") else line for line in lines), "utf-8"
        )


def timed(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sizes = [int(one) for one in given.sizes.split(",")]
    took: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = Path(folder, str(size))
            generate.write(root, size)
            snapshot = compiled(root)
            on_one(root)
            work = jobs(snapshot, compiled(root))
            took[size] = {
                name: statistics.median(timed(job) for _ in range(given.rounds)) for name, job in work.items()
            }
            left = sum(snapshot.study.schedule.stretch(id) is not None for id in snapshot.launch.items)
            print(
                f"{size:>7,} items, {left:,} to do: "
                + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in took[size].items())
            )
    for small, large in pairwise(sizes):
        for name, seconds in took[small].items():
            ratio = took[large][name] / seconds
            print(f"{name:>10}: {small:,} -> {large:,} takes {ratio:.1f} times as long,"
                  f" exponent {math.log(ratio) / math.log(large / small):.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
