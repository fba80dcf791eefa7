"""Prints what the HTML report of a large launch weighs and how fast it is in a browser.

    python benchmarks/report.py [--sizes 500,2000,5000] [--rounds 5] [--width 1280]

The launch is that of generate.py with sentences of its own in every field: words drawn from the
bundled playbook as often as they stand there, so that nothing packs better than real prose would.
`size`: the whole file, and a part of it an item. `load`: from the start of navigation to a page
that is painted and answers, its script done. `filter`, `all`, `search`, `sort`: from the input to
the next painted frame, the slowest of the rounds' medians, less the pause after a key. In times of
a bare page of as many paragraphs, loaded in the same browser. Needs chromium and playwright.
"""

import argparse
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import generate
from gtm import assets

LENGTHS = {"title": 47, "ask": 79, "why": 75, "proof": 64}  # letters, as in the bundled playbook
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]
READY = """async () => {
  while (document.querySelector("#filter[hidden]")) await new Promise(done => setTimeout(done));
  return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
}"""
ACT = """async ([id, value, pause]) => {
  const field = document.getElementById(id), start = performance.now();
  if (value === null) document.querySelector(`th[data-sort=${id}] button`).click();
  else { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); }
  await new Promise(done => setTimeout(done, pause));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start - pause;
}"""
PAUSE = 121  # milliseconds the script waits for the next key
STEPS = (
    ("filter", "state", "o", 0), ("all", "state", "", 0), ("search", "q", "customer price", PAUSE),
    ("all", "q", "", PAUSE), ("sort", "due", None, 0), ("sort", "due", None, 0), ("sort", "due", None, 0),
)  # fmt: skip


def worded(folder: Path, seed: int = 1) -> None:
    """Give every field of a generated workspace words of its own."""
    playbook = Path(assets.folder("checklists"), "playbook")
    said = " ".join(path.read_text("utf-8") for path in sorted(playbook.rglob("*.yaml")))
    words = re.findall(r"[A-Za-z]{2,}", " ".join(re.findall(r"(?:ask|why|proof|title): ([A-Z][^\n]+)", said)))
    rng = random.Random(seed)

    def sentence(length: int) -> str:
        found = ""
        while len(found) < length:
            found += f" {rng.choice(words)}"
        return found[1:]

    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text("utf-8")
        for key, length in LENGTHS.items():
            text = re.sub(rf"(?m)^    {key}: .*$", lambda _, key=key, length=length: f"    {key}: {sentence(length)}",
                          text)  # fmt: skip
        text = re.sub(r"(?m)^      Measured with.*$", lambda _: f"      {sentence(80)}", text)
        path.write_text(text, "utf-8")


def report(folder: Path, items: int) -> Path:
    """The report of a launch of so many items."""
    generate.write(folder, items)
    worded(folder)
    page = folder / "page.html"
    made = [sys.executable, "-m", "gtm", "-C", str(folder), "report", "--as-of", generate.AS_OF, "-o", str(page)]
    subprocess.run(made, check=True, capture_output=True)
    return page


def loaded(browser: Any, page: Path, width: int, rounds: int, after: Callable[[Any], object] | None = None) -> float:
    """Milliseconds until a page answers, the median; `after` looks at each."""
    found = []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": width, "height": 900})
        tab = context.new_page()
        tab.goto(page.as_uri())
        found.append(tab.evaluate(READY))
        if after is not None:
            after(tab)
        context.close()
    return statistics.median(found)


def acted(tab: Any, found: dict[str, list[float]]) -> None:
    tab.evaluate("document.getElementById('items').scrollIntoView()")
    tab.wait_for_timeout(1500)  # a reader looks first
    for name, id, value, pause in STEPS:
        found.setdefault(name, []).append(tab.evaluate(ACT, [id, value, pause]))


def bare(folder: Path, items: int) -> Path:
    page = folder / "bare.html"
    text = "<p>A paragraph of some words, nothing else" * items
    page.write_text(f"<!doctype html><title>Bare</title>{text}", "utf-8")
    return page


def measure(browser: Any, folder: Path, items: int, options: argparse.Namespace) -> None:
    page = report(folder, items)
    size = page.stat().st_size
    times: dict[str, list[float]] = {}
    least = loaded(browser, bare(folder, items), options.width, options.rounds)
    load = loaded(browser, page, options.width, options.rounds, lambda tab: acted(tab, times))
    print(f"{items:>6} items  size {size / 1e6:5.2f} MB, {size / items:5.0f} bytes an item  "
          f"load {load:5.0f} ms, {load / least:4.1f} x bare  "
          + "  ".join(f"{name} {statistics.median(one):4.0f} ms" for name, one in times.items()))  # fmt: skip


def main(given: Sequence[str] | None = None) -> None:
    """Measure each size in one browser."""
    from playwright.sync_api import sync_playwright

    options = argparse.ArgumentParser()
    options.add_argument("--sizes", default="500,2000,5000")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--width", type=int, default=1280)
    chosen = options.parse_args(given)
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for items in map(int, chosen.sizes.split(",")):
            measure(browser, Path(folder, str(items)), items, chosen)
        browser.close()


if __name__ == "__main__":
    main()
