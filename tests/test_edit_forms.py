"""gtm fmt and gtm catch-up: forms stay fresh, and what is true already is said quickly."""

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.running import ROOT, environment
from tests.small_launch import Gtm, write

LEGAL = "launches/atlas/legal.yaml"
FORM = """\
# Legal for Atlas
items:
  buy.legal.order-form:   # Arda's
    #: an old line
    # ask sales first
    #: another old line
    status:
    answer: |
      #: not a line of ours
      text
  learn.legal.eula: {status: doing, owner: mina, started: 2027-01-14}

  learn.legal.unheard-of:
    status: todo
# the end
"""
EULA = "learn.legal.eula"


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path, {LEGAL: FORM.replace("  learn.legal.unheard-of:\n    status: todo\n", "")}), capsys)


def text(gtm: Gtm, path: str = LEGAL) -> str:
    return (gtm.folder / path).read_bytes().decode()


def own_lines(content: str) -> Counter[str]:
    """The lines that belong to people: all but ours between an item's name and its first key."""
    return Counter(line for line in content.splitlines() if not line.startswith("    #:"))


def test_forms_get_fresh_lines_and_what_presses_first_comes_first(gtm: Gtm) -> None:
    before = text(gtm)
    code, said, _ = gtm("fmt")
    assert code == 0
    assert f"refreshed {LEGAL}" in said
    new = text(gtm)
    assert new.index(EULA) < new.index("buy.legal.order-form"), "due T-20d, and T-18d"
    assert "an old line" not in new
    assert "    #: Write the order form      MUST, Buy" in new
    assert "    # ask sales first\n" in new
    assert "      #: not a line of ours\n" in new
    assert own_lines(new) == own_lines(before)
    assert gtm("fmt")[0] == 0
    assert text(gtm) == new, "a second time changes nothing"
    assert gtm("fmt", "--check")[0] == 0


def test_what_is_settled_goes_to_the_end(gtm: Gtm) -> None:
    gtm("set", "order-form", "status=done", "evidence+=ref:x")
    assert gtm("fmt", "legal")[0] == 0
    assert text(gtm).index("buy.legal.order-form") > text(gtm).index(EULA)


def test_check_says_what_would_change_and_writes_nothing(gtm: Gtm) -> None:
    before = text(gtm)
    code, said, _ = gtm("fmt", "--check")
    assert code == 1
    assert f"would refresh {LEGAL}" in said
    code, said, _ = gtm("fmt", "--dry-run")
    assert code == 0
    assert "-    #: an old line" in said
    assert text(gtm) == before


def test_headings_between_items_keep_the_order(gtm: Gtm) -> None:
    gtm("set", "order-form", "status=done", "evidence+=ref:x")
    gtm.write({LEGAL: text(gtm).replace(f"  {EULA}", f"  # Later\n  {EULA}")})
    code, _, error = gtm("fmt")
    assert code == 0
    assert "the order stays, because comments stand between its items" in error
    assert text(gtm).index("buy.legal.order-form") < text(gtm).index("  # Later") < text(gtm).index(EULA)


def test_a_file_that_is_no_form_is_left_alone(gtm: Gtm) -> None:
    before = text(gtm, "launches/atlas/finance.yaml")
    code, _, error = gtm("fmt", "finance")
    assert code == 0
    assert "is no form" in error
    assert text(gtm, "launches/atlas/finance.yaml") == before
    assert gtm("fmt", "finanse")[0] == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_stay_in_a_form_too(gtm: Gtm, end: str, final: bool) -> None:
    content = text(gtm).replace("# the end\n", "").replace("\n", end)
    (gtm.folder / LEGAL).write_bytes(content.encode() if final else content.rstrip().encode())
    gtm("set", "order-form", "status=done", "evidence+=ref:x")
    assert gtm("fmt")[0] == 0
    new = (gtm.folder / LEGAL).read_bytes()
    assert new.count(b"\n") == new.count(end.encode())
    assert new.endswith(b"\n") is final
    assert new.index(b"buy.legal.order-form") > new.index(EULA.encode())


def test_a_form_with_conflict_markers_is_left_alone(gtm: Gtm) -> None:
    broken = "<<<<<<< HEAD\n" + FORM + "=======\n>>>>>>> other\n"
    gtm.write({LEGAL: broken})
    _, _, said = gtm("fmt")
    assert text(gtm) == broken
    assert f"{LEGAL} cannot be read in full; left as it is" in said
    assert "every form is fresh" not in said


# --- catch-up -----------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def fill(path: Path, found: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(found)


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16")])
def test_a_sheet_is_written_filled_in_and_applied(gtm: Gtm, delimiter: str, encoding: str) -> None:
    sheet = gtm.folder / "legal.csv"
    code, said, _ = gtm("catch-up", "--sheet", str(sheet))
    assert code == 0
    found = rows(sheet)
    assert f"{len(found)} items" in said
    by_id = {row["id"]: row for row in found}
    assert EULA not in by_id, "somebody has spoken about it"
    by_id["buy.legal.order-form"].update(state="Done", proof="https://wiki.acme.example/o@2027-01-10", owner="Arda Tan")
    by_id["buy.sales.quota"].update(state="not for us", reason="Sold by partners: none of ours")
    by_id["buy.sales.training"].update(state="to do", proof_by="2027-01-28")
    fill(sheet, found, delimiter, encoding)
    code, said, error = gtm("catch-up", "--read", str(sheet))
    assert code == 0, error
    assert "      - link: https://wiki.acme.example/o\n        date: 2027-01-10\n" in text(gtm)
    assert "    finished: 2027-01-19\n" in text(gtm)
    assert text(gtm, "launches/atlas/sales.yaml") == (
        'items:\n  buy.sales.quota:\n    status: not-applicable\n    reason: "Sold by partners: none of ours"\n'
        "  buy.sales.training:\n    status: todo\n    due: 2027-01-28\n"
    )
    again = gtm.folder / "again.csv"
    assert gtm("catch-up", "--sheet", str(again))[0] == 0
    assert len(rows(again)) == len(found) - 3


def test_every_doubtful_row_is_said_and_nothing_is_applied(gtm: Gtm) -> None:
    sheet = gtm.folder / "a.csv"
    gtm("catch-up", "--sheet", str(sheet))
    found = rows(sheet)
    found[0].update(state="perhaps")
    found[1].update(state="n/a")
    found[2].update(state="done", finished="yesterday")
    found[3].update(owner="mina")
    found.append({**found[4], "id": "buy.legal.nothing", "state": "done"})
    fill(sheet, found)
    before = text(gtm)
    code, _, error = gtm("catch-up", "--read", str(sheet))
    assert code == 2
    for line in (
        "row 2: `perhaps` is no state",
        "row 3: why is it not for us?",
        "row 4: `yesterday` is not a date",
        "row 5: the state is empty",
        f"row {len(found) + 1}: `buy.legal.nothing` is no item of this launch",
    ):
        assert line in error
    assert text(gtm) == before


def test_a_sheet_never_replaces_a_file_and_no_cell_is_a_formula(gtm: Gtm) -> None:
    gtm.write({"playbook/buy/odd.yaml": 'items:\n  buy.legal.odd: {title: "=1+1", ask: "@SUM(A1)"}\n'})
    sheet = gtm.folder / "a.csv"
    assert gtm("catch-up", "--sheet", str(sheet))[0] == 0
    assert gtm("catch-up", "--sheet", str(sheet))[0] == 2
    cells = [cell for row in rows(sheet) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"id,state\nx\xff,done\n"])
def test_a_file_that_is_no_sheet_is_said(gtm: Gtm, content: bytes) -> None:
    path = gtm.folder / "x.csv"
    path.write_bytes(content)
    code, _, error = gtm("catch-up", "--read", str(path))
    assert code == 2
    assert "nothing was written" in error


def test_without_a_terminal_it_asks_for_a_sheet(gtm: Gtm) -> None:
    code, _, error = gtm("catch-up", "--team", "legal")
    assert code == 2
    assert "--sheet FILE" in error


def test_on_a_terminal_it_asks_item_by_item_and_writes(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    write(tmp_path, {LEGAL: FORM.replace("  learn.legal.unheard-of:\n    status: todo\n", "")})
    main, side = pty.openpty()
    command = [sys.executable, "-m", "gtm", "-C", str(tmp_path), "catch-up", "--team", "sales"]
    child = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment(TERM="dumb"), cwd=ROOT)
    os.close(side)
    os.write(main, b"d\nregister 7\n2027-01-12\nwhat\nt\n")
    said = b""
    try:
        while piece := os.read(main, 65536):
            said += piece
    except OSError:
        pass
    finally:
        os.close(main)
    assert child.wait() == 0, said.decode()
    found = (tmp_path / "launches" / "atlas" / "sales.yaml").read_text()
    assert "    status: done\n    finished: 2027-01-12\n    evidence:\n      - ref: register 7\n" in found
    assert "    status: todo\n" in found
    assert b"`what` is no state" in said
