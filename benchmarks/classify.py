"""Prints what sorting customers into personas and segments costs, as a ratio to csv.reader alone over the same text.

    python benchmarks/classify.py [--rows 1000,10000,100000] [--rounds 5]

Five intake questions, two kinds of segments, one of them by numbers; one row in twenty has an answer that is none.
Medians of CPU time in one process. `growth`: exponent of that time between two sizes; 1 is linear.
"""

import argparse
import csv
import io
import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from gtm.analysis import rosters
from gtm.model.audience import Audience
from gtm.model.personas import PersonaWritten, QuestionWritten, SegmentWritten

QUESTIONS = ("goal", "rival", "problem", "origin", "team")
ANSWERS = ("one", "two", "three", "four")
AUDIENCE = Audience(
    intake={name: QuestionWritten(name, dict.fromkeys(ANSWERS, "")) for name in QUESTIONS},
    personas={
        **{f"p{at}": PersonaWritten(title="P", when=({"goal": one, "rival": ANSWERS[:3]},)) for at, one in
           enumerate(ANSWERS[:3])},
        "rest": PersonaWritten(title="R", otherwise=True),
    },
    segments={
        **{f"s{low}": SegmentWritten(title="S", of="size", when=({"people": f"{low}..{low + 99}"},)) for low in
           range(0, 1000, 100)},
        **{f"b{one}": SegmentWritten(title="B", of="branch", when=({"branch": one},)) for one in ANSWERS},
    },
)  # fmt: skip


def customers(rows: int) -> str:
    """Rows of a file with made-up answers, always the same."""
    luck = random.Random(7)
    out = [",".join(("id", *QUESTIONS, "people", "branch"))]
    for at in range(rows):
        cells = [luck.choice(ANSWERS) for _ in QUESTIONS]
        if at % 20 == 0:
            cells[0] = "many"
        out.append(f"c{at},{','.join(cells)},{luck.randrange(1000)},{luck.choice(ANSWERS)}")
    return "\n".join(out) + "\n"


def rows_of(text: str) -> int:
    """What csv.reader alone does."""
    return sum(1 for _ in csv.reader(io.StringIO(text, newline="")))


def spent(run: Callable[[], object], rounds: int) -> float:
    """The median of CPU seconds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return statistics.median(found)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", default="1000,10000,100000")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    times = []
    for rows in map(int, chosen.rows.split(",")):
        text = customers(rows)
        content = text.encode()
        assert len(rosters.sort(AUDIENCE, "c.csv", content).customers) == rows
        took = spent(partial(rosters.sort, AUDIENCE, "c.csv", content), chosen.rounds)
        alone = spent(partial(rows_of, text), chosen.rounds)
        times.append((rows, took))
        print(f"classify {rows:>7} rows  {took:6.3f} s  {took / alone:5.1f} x csv.reader")
    for (few, before), (many, after) in pairwise(times):
        print(f"classify growth {few} to {many}: {math.log(after / before) / math.log(many / few):.2f}")


if __name__ == "__main__":
    main()
