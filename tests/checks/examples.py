"""Knows the good and bad example of every rule: small overlays over one workspace, with marks.

A file of `SLUG/bad` replaces the file of the same path in `_base`. `#! GTM401` at the end of a line,
or alone on the line above, says that the diagnostic points at that line; `#!! GTM002` anywhere in a
file, that it points at the file as a whole. `{digest learn}` becomes what `saw:` of a sign-off
would say today. What text files cannot show is made here in code.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from gtm import checks, pipeline
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Rule

HERE = Path(__file__).parent
BASE = HERE / "_base"
AS_OF = date(2027, 1, 19)
LAUNCH = "atlas"

Mark = tuple[str, int, str]  # file, line (0: the file as a whole), code

_MARK = re.compile(r"#! (GTM\d{3}(?: GTM\d{3})*)\s*$")
_WHOLE = re.compile(r"#!! (GTM\d{3})")
_SIGNED = re.compile(r"\{(digest|material) ([a-z-]+)\}")


def _folder_named_like_a_file(root: Path) -> list[Mark]:
    (root / "launches/atlas/sales.yaml").mkdir()
    return [("launches/atlas/sales.yaml", 0, "GTM001")]


def _latin(root: Path) -> list[Mark]:
    path = root / "launches/atlas/legal.yaml"
    path.write_bytes("items:\n  learn.legal.eula:\n    note: Größe\n".encode("latin-1"))
    return [("launches/atlas/legal.yaml", 3, "GTM003")]


MADE: dict[str, Callable[[Path], list[Mark]]] = {
    "unreadable-file": _folder_named_like_a_file,
    "not-utf-8": _latin,
}


def build(rule: Rule, side: str, root: Path) -> list[Mark]:
    """Write the workspace of one example below `root`; returns where diagnostics must point."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    overlay = HERE / rule.slug / side
    if overlay.is_dir():
        shutil.copytree(overlay, root, dirs_exist_ok=True)
    _sign(root)
    marks = MADE[rule.slug](root) if side == "bad" and rule.slug in MADE else []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            marks.extend((path.relative_to(root).as_posix(), *mark) for mark in read_marks(text))
    return marks


def read_marks(text: str) -> Iterator[tuple[int, str]]:
    """Every marked line of a file with its code."""
    for match in _WHOLE.finditer(text):
        yield 0, match[1]
    for number, line in enumerate(text.splitlines(), 1):
        found = _MARK.search(line)
        if found:
            alone = line.lstrip().startswith("#!")
            for code in found[1].split():
                yield (number + 1 if alone else number), code


def _sign(root: Path) -> None:
    for path in sorted(root.glob("launches/*/decisions/*.yaml")):
        text = path.read_text(encoding="utf-8")
        for what, gate in set(_SIGNED.findall(text)):
            now = digest(compiled(root).study.graph, gate)
            said = now.text if what == "digest" else f"1:{now.material}"
            text = text.replace(f"{{{what} {gate}}}", said)
        path.write_text(text, encoding="utf-8")


def compiled(root: Path) -> Snapshot:
    return pipeline.compile(pipeline.read(pipeline.load(str(root))), AS_OF, LAUNCH)


def all_rules() -> list[Rule]:
    return list(checks.rules().values())
