"""Prints the cold targets as ratios of whole processes, paired in one run, medians.

    python benchmarks/cold.py [--sizes 200,2000,20000] [--rounds 5]

`check / events`: `gtm check` against libyaml's bare events over the same bytes, CPU time of both.
`loader`: yaml.load with CSafeLoader (collector on, as people run it; and off) against gtm's loader
with the place of every field, in one process. `growth`: exponent of CPU time above an empty check
between two sizes. `memory`: peak above an empty check, KiB an item.
"""

import argparse
import gc
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import generate

HERE = Path(__file__).parent


def process(*words: str) -> tuple[float, int]:
    """Run one process to its end: CPU seconds and peak KiB by the system's own accounting."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvpe(words[0], words, {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": ""})
    _, _, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def check(root: Path) -> tuple[float, int]:
    return process(sys.executable, "-m", "gtm", "-C", str(root), "check", "--as-of", generate.AS_OF)


def events(root: Path) -> tuple[float, int]:
    return process(sys.executable, str(HERE / "events.py"), str(root))


def loader(root: Path) -> dict[str, float]:
    """How many times longer yaml.load takes than gtm's loader over the same texts."""
    import yaml

    from gtm import syntax

    texts = [path.read_text("utf-8") for path in sorted(root.rglob("*.yaml"))]

    def timed(load: Callable[[str], object]) -> float:
        start = time.perf_counter()
        kept = [load(text) for text in texts]  # both keep what they read, as a program would
        assert len(kept) == len(texts)
        return time.perf_counter() - start

    def plain(text: str) -> object:
        return yaml.load(text, yaml.CSafeLoader)

    rounds = []
    for _ in range(3):
        usual = timed(plain)
        gc.disable()
        off, ours = timed(plain), timed(syntax.load)
        gc.enable()
        gc.collect()
        rounds.append((usual / ours, off / ours))
    return {
        "usual": statistics.median(one[0] for one in rounds),
        "collector off": statistics.median(one[1] for one in rounds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="200,2000,20000")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sizes = [int(one) for one in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty")
        generate.write(empty, 0)
        check(empty)
        base, peak = (statistics.median(one) for one in zip(*(check(empty) for _ in range(given.rounds)), strict=True))
        print(f"empty check: {base:.3f} s CPU, {peak / 1024:.0f} MiB")
        print("   items     MB  check/events   CPU s  KiB/item  loader x usual  x gc off")
        above: dict[int, float] = {}
        for size in sizes:
            root = Path(folder, str(size))
            written = generate.write(root, size)
            pairs = []
            for _ in range(given.rounds if size <= 20_000 else min(given.rounds, 3)):
                ours, yardstick = check(root), events(root)
                pairs.append((ours[0] / yardstick[0], ours[0], ours[1]))
            ratio, seconds, memory = (statistics.median(one) for one in zip(*pairs, strict=True))
            above[size] = seconds - base
            load = loader(root) if size <= 20_000 else {"usual": math.nan, "collector off": math.nan}
            print(f"{size:>8,} {written / 1e6:>6.1f} {ratio:>13.2f} {seconds:>7.2f} {(memory - peak) / size:>9.2f}"
                  f" {load['usual']:>15.2f} {load['collector off']:>9.2f}")  # fmt: skip
        for small, large in pairwise(sizes):
            if small >= 2000:
                exponent = math.log(above[large] / above[small]) / math.log(large / small)
                print(f"growth {small:,} -> {large:,}: exponent {exponent:.2f}")


if __name__ == "__main__":
    main()
