"""Prints how much faster the forecast is with numpy than without: the same runs, the same answer.

    python benchmarks/forecast.py [--items 2000] [--runs 10000] [--share 20]

The pure kernel walks 1 run of `--share` and its time is multiplied, since its cost is the same for
every run. numpy's import is counted on its side. Target: at least 12 times faster.
"""

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import generate

from gtm import pipeline
from gtm.analysis import forecast, sampling, simulate_pure
from gtm.analysis.open_work import network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--share", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate.write(root, options.items)
        for path in (root / "launches" / "big").glob("*-*.yaml"):  # nothing is done yet
            path.unlink()
        files = pipeline.read(pipeline.load(str(root)))
        study = pipeline.compile(files, date(2026, 10, 5), "big").study
    factors = sampling.factors(forecast.SEED, options.runs, sampling.SIGMA)
    work, days = forecast._bounded(network(study), max(factors))
    edges = sum(len(task.before) for task in work.tasks)
    drawn = sum(task.effort is not None for task in work.tasks)
    print(f"{len(work.tasks)} open nodes, {edges} needs, {drawn} efforts drawn, {options.runs} runs")

    started = time.perf_counter()
    assert "numpy" not in sys.modules
    import numpy

    from gtm.analysis import simulate_numpy

    imported = time.perf_counter() - started
    print(f"numpy {numpy.__version__}, imported in {imported:.2f} s")
    few = options.runs // options.share
    ratios = []
    for _ in range(options.rounds):
        sampling._shape.cache_clear()
        started = time.perf_counter()
        fast = simulate_numpy.run(work, days, factors, forecast.SEED, sampling.PERT)
        quick = time.perf_counter() - started
        sampling._shape.cache_clear()
        started = time.perf_counter()
        slow = simulate_pure.run(work, days, factors[:few], forecast.SEED, sampling.PERT)
        long = (time.perf_counter() - started) * options.share
        assert all(list(slow.finish[gate]) == list(fast.finish[gate])[:few] for gate in slow.finish)
        ratios.append((long / quick, long / (quick + imported), quick, long))
    kernel, whole, quick, long = sorted(ratios)[len(ratios) // 2]
    print(f"kernel: {kernel:.1f} times faster with numpy ({quick:.2f} s against {long:.1f} s)")
    print(f"with numpy's import: {whole:.1f} times faster (target 12)")


if __name__ == "__main__":
    main()
