"""Prints how good gtm's resource plans are on published instances with known optimum.

    python benchmarks/rcpsp.py --data DIR

DIR holds single-mode instances in the format of PSPLIB (*.sm) and optimum.csv (`problem,optimum`).
Nothing of it belongs to the project. Printed: whether every plan is valid, the mean gap of its
makespan to the optimum, and whether the plan without resource limits equals each file's MPM-Time.
"""

import argparse
import csv
import re
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from gtm.analysis import rcpsp

TARGET = 3.0  # per cent above the optimum, on average


def read(path: Path) -> tuple[rcpsp.Project, int]:
    """One instance, and the published makespan without resource limits."""
    text = path.read_text("ascii")
    mpm = int(_rows(text, "PROJECT INFORMATION")[0][-1])
    arcs = {row[0]: row[3:] for row in _rows(text, "PRECEDENCE RELATIONS")}
    work = {row[0]: row[2:] for row in _rows(text, "REQUESTS/DURATIONS")}
    capacities = _rows(text, "RESOURCEAVAILABILITIES")[0]
    before: list[list[int]] = [[] for _ in work]
    for job, following in arcs.items():
        for other in following:
            before[other - 1].append(job - 1)
    demands = [tuple((at, much) for at, much in enumerate(work[job][1:]) if much) for job in sorted(work)]
    return rcpsp.Project([work[job][0] for job in sorted(work)], before, demands, capacities), mpm


def _rows(text: str, title: str) -> list[list[int]]:
    """The rows of numbers under a title, up to the next rule of stars."""
    part = re.split(r"^\*{5,}$", text[text.index(title) :], maxsplit=1, flags=re.MULTILINE)[0]
    lines = (line.split() for line in part.splitlines()[1:])
    return [[int(one) for one in words] for words in lines if words and all(one.isdigit() for one in words)]


def faults(project: rcpsp.Project, plan: rcpsp.Plan) -> list[str]:
    """What makes a plan invalid, checked period by period."""
    found = [
        f"{at} starts before {other} ends"
        for at, others in enumerate(project.before)
        for other in others
        if plan.starts[at] < plan.ends[other]
    ]
    for resource, capacity in enumerate(project.capacities):
        for period in range(max(plan.ends)):
            used = sum(
                dict(project.demands[at]).get(resource, 0)
                for at in range(len(plan.starts))
                if plan.starts[at] <= period < plan.ends[at]
            )
            if used > capacity:
                found.append(f"resource {resource} is overused in period {period}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passes", type=int, help="plans compared for one instance; default: as gtm does")
    given = parser.parse_args()
    with (given.data / "optimum.csv").open(encoding="utf-8", newline="") as stream:
        optimum = {row["problem"]: int(row["optimum"]) for row in csv.DictReader(stream)}
    gaps, single, valid, exact = [], [], 0, 0
    for name in sorted(optimum):
        project, mpm = read(given.data / name)
        plan = rcpsp.schedule(project, passes=given.passes)
        wrong = faults(project, plan)
        bound = rcpsp.precedence(project).cost[0]
        valid, exact = valid + (not wrong), exact + (bound == mpm)
        gaps.append((plan.cost[0] / optimum[name] - 1) * 100)
        single.append((rcpsp.schedule(project, passes=1).cost[0] / optimum[name] - 1) * 100)
        for line in wrong:
            print(f"{name}: {line}")
        if bound != mpm:
            print(f"{name}: without limits {bound}, published {mpm}")
    count, mean = len(optimum), statistics.mean(gaps)
    print(f"instances: {count}")
    print(f"valid plans: {valid} of {count}")
    print(f"precedence bound equals MPM-Time: {exact} of {count}")
    print(f"mean gap to the optimum: {mean:.2f} % (target at most {TARGET:g} %); largest {max(gaps):.2f} %")
    print(f"optimal: {sum(gap == 0 for gap in gaps)} of {count}; the first rule alone: {statistics.mean(single):.2f} %")
    return 0 if valid == exact == count and mean <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
