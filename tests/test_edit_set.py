"""gtm set as people use it: values are checked with the whole launch, and only then the file changes."""

from pathlib import Path

import pytest

from tests.small_launch import Gtm, write

EULA = "learn.legal.eula"
LEGAL = "launches/atlas/legal.yaml"
FORM = """\
# Legal for Atlas. Ours: do not lose this line
items:
  learn.legal.eula:
    #: Publish the licence terms      MUST, Learn
    status: doing   # since Monday
    owner: mina
    finished:
    answer: |
    evidence:

  # Mina's list
  buy.legal.order-form:
    #: Write the order form
    status:
"""


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path, {LEGAL: FORM}), capsys)


def text(gtm: Gtm, path: str = LEGAL) -> str:
    return (gtm.folder / path).read_bytes().decode()


def test_a_form_is_filled_in_and_only_its_lines_change(gtm: Gtm) -> None:
    code, said, _ = gtm(
        "set", "eula", "status=done", "finished=2027-01-18", "answer=Clause 4 binds them.",
        "evidence+=link:https://wiki.acme.example/eula?v=2@2027-01-18",
    )  # fmt: skip
    assert code == 0
    assert text(gtm) == FORM.replace("status: doing ", "status: done ", 1).replace(
        "    finished:\n    answer: |\n    evidence:\n",
        "    finished: 2027-01-18\n    answer: |\n      Clause 4 binds them.\n    evidence:\n"
        "      - link: https://wiki.acme.example/eula?v=2\n        date: 2027-01-18\n",
    )
    assert "status: done (was doing)" in said
    assert "Learn gate: 0 must-haves open (was 1)" in said
    assert "can start now: Write the order form (Mina Karaca)  buy.legal.order-form" in said


def test_the_same_proof_said_twice_is_one_proof_and_its_day_is_shown(gtm: Gtm) -> None:
    code, said, _ = gtm("set", "eula", "evidence+=ref:LG-1@2027-01-18")
    assert (code, "evidence: ref LG-1 of Mon 18 Jan 2027" in said) == (0, True)
    before = text(gtm)
    assert "it is written so already" in gtm("set", "eula", "evidence+=ref:LG-1@2027-01-18")[1]
    assert text(gtm) == before
    assert gtm("set", "eula", "evidence+=ref:LG-1@2027-01-19")[0] == 0
    assert text(gtm).count("LG-1") == 2


def test_done_without_a_day_is_finished_as_of_today_and_said(gtm: Gtm) -> None:
    code, said, _ = gtm("set", EULA, "status=done")
    assert code == 0
    assert "finished: Tue 19 Jan 2027" in said
    assert "not proven yet: no proof is given" in said
    assert "    finished: 2027-01-19\n" in text(gtm)
    code, _, _ = gtm("set", EULA, "finished=2027-01-15")
    assert gtm("set", EULA, "status=done")[0] == 0
    assert "    finished: 2027-01-15\n" in text(gtm), "a day that was given stays"


def test_a_dry_run_prints_a_unified_diff_and_writes_nothing(gtm: Gtm) -> None:
    code, said, more = gtm("set", EULA, "owner=", "note=see #7", "--dry-run")
    assert code == 0
    assert text(gtm) == FORM
    assert said.splitlines() == [
        f"--- a/{LEGAL}", f"+++ b/{LEGAL}", "@@ -4,8 +4,9 @@",
        "     #: Publish the licence terms      MUST, Learn", "     status: doing   # since Monday",
        "-    owner: mina", "+    owner:", "     finished:", "     answer: |", "     evidence:",
        '+    note: "see #7"', " ", "   # Mina's list",
    ]  # fmt: skip
    assert "would write" in more


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status=don"], "`status` cannot be `don`; did you mean `done`?"),
        (["finished=31.1.2027"], "is not a date"),
        (["owner=minna"], "no person `minna`; did you mean `mina`?"),
        (["level=advisory"], "belongs to the item's definition in the playbook"),
        (["stauts=done"], "there is no key `stauts`; did you mean `status`?"),
        (["evidence+=wiki page"], "is no proof"),
        (["evidence+=link:wiki"], "is not a web or mail address"),
        (["evidence+=file:../../etc/passwd"], "leaves the workspace"),
        (["note+=x"], "only evidence takes +="),
        (["effort=4,2,8"], "an effort grows"),
        (["due=gate+5d"], "3 working days after its gate"),
        (["status=done", "status=todo"], "said twice"),
        (["left=soon"], "is not a number"),
    ],
)
def test_a_value_that_cannot_be_meant_is_said_and_nothing_is_written(gtm: Gtm, words: list[str], said: str) -> None:
    code, _, error = gtm("set", EULA, *words)
    assert code == 2
    assert said in error
    assert text(gtm) == FORM


def test_ids_are_found_by_their_end_and_unknown_ones_get_a_suggestion(gtm: Gtm) -> None:
    assert gtm("set", "licence", "note=x")[0] == 0, "an older name of the item"
    code, _, error = gtm("set", "learn.legal.eulla", "note=x")
    assert code == 2
    assert "did you mean `learn.legal.eula`?" in error
    code, _, error = gtm("set", "price-list", "note=x")
    assert code == 2
    assert "buy.finance.price-list/tr, buy.finance.price-list/de" in error


def test_a_missing_entry_and_a_missing_file_are_made(gtm: Gtm) -> None:
    assert gtm("set", "buy.sales.quota", "owner=Arda Tan", "status=doing")[0] == 0
    assert text(gtm, "launches/atlas/sales.yaml") == "items:\n  buy.sales.quota:\n    status: doing\n    owner: arda\n"
    assert gtm("set", "buy.sales.training", "status=todo")[0] == 0
    assert text(gtm, "launches/atlas/sales.yaml").endswith("  buy.sales.training:\n    status: todo\n")


def test_brackets_stay_brackets(gtm: Gtm) -> None:
    path = "launches/atlas/finance.yaml"
    assert gtm("set", "price-list/tr", "evidence+=ref:register, 7", "owner=")[0] == 0
    line = '  buy.finance.price-list/tr: {status: done, finished: 2027-01-11, evidence: [{ref: "register, 7"}]}\n'
    assert line in text(gtm, path)


def test_an_own_item_is_made_and_spoken_about_in_one_breath(gtm: Gtm) -> None:
    words = ["--own", "title=Move: the old contracts", "--own", "due=T-20d", "--own", "needs=learn.legal.eula"]
    code, _, error = gtm("set", "buy.legal.old-contracts", *words, "owner=arda")
    assert code == 0, error
    assert text(gtm).endswith(
        'own:\n  buy.legal.old-contracts:\n    title: "Move: the old contracts"\n    due: T-20d\n'
        "    needs: [learn.legal.eula]\n"
    )
    assert "  buy.legal.old-contracts:\n    owner: arda\n" in text(gtm)
    assert gtm("set", "buy.legal.old-contracts", "--own", "due=T-18d")[0] == 0
    assert "    due: T-18d\n" in text(gtm)
    code, _, error = gtm("set", "buy.legl.x", "--own", "title=T")
    assert code == 2
    assert "legl" in error


def test_a_standing_item_is_spoken_about_in_company_and_confirmed_in_the_launch(gtm: Gtm) -> None:
    gtm.write({"playbook/use/legal.yaml": None, "playbook/buy/standing.yaml": (
        "items:\n  buy.legal.deal-desk: {title: Run a deal desk, standing: true, due: T-20d}\n"
    )})  # fmt: skip
    code, said, error = gtm("set", "deal-desk", "status=done", "evidence+=ref:wiki", "confirmed=2027-01-19",
                            "confirmed_by=arda")  # fmt: skip
    assert code == 0, error
    assert "wrote company/legal.yaml, launches/atlas/legal.yaml" in said
    assert text(gtm, "company/legal.yaml") == (
        "items:\n  buy.legal.deal-desk:\n    status: done\n    finished: 2027-01-19\n    evidence:\n      - ref: wiki\n"
    )
    assert text(gtm).endswith("\n  buy.legal.deal-desk:\n    confirmed_by: arda\n    confirmed: 2027-01-19\n")


def test_many_items_are_chosen_by_what_they_are(gtm: Gtm) -> None:
    code, said, _ = gtm("set", "--team", "legal", "--where", "status=unknown", "owner=arda")
    assert code == 0
    assert text(gtm) == FORM.replace("    status:\n", "    status:\n    owner: arda\n", 1)
    assert "buy.legal.order-form" in said
    code, _, error = gtm("set", "--team", "legal", "--where", "status=blocked", "owner=arda")
    assert code == 2
    assert "no item fits" in error
    code, _, error = gtm("set", "--team", "lgal", "owner=arda")
    assert code == 2
    assert "did you mean `legal`?" in error
    code, _, error = gtm("set", "--where", "colour=red", "owner=arda")
    assert code == 2


def test_naming_items_and_choosing_them_are_two_ways(gtm: Gtm) -> None:
    assert gtm("set", EULA, "--team", "legal", "owner=arda")[0] == 2
    assert gtm("set", "owner=arda")[0] == 2
    assert gtm("set", EULA)[0] == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_mark_at_the_start_stay(gtm: Gtm, end: str) -> None:
    old = b"\xef\xbb\xbf" + FORM.replace("\n", end).encode()
    (gtm.folder / LEGAL).write_bytes(old)
    assert gtm("set", EULA, "answer=bir\nمی\u200cرود", "note=word")[0] == 0
    new = (gtm.folder / LEGAL).read_bytes()
    lines = f"    answer: |{end}      bir{end}      می\u200cرود{end}    evidence:{end}    note: word{end}"
    assert lines.encode() in new
    assert new.replace(lines.encode(), f"    answer: |{end}    evidence:{end}".encode()) == old


def test_conflict_markers_are_said_as_such_and_the_change_is_printed(gtm: Gtm) -> None:
    broken = "items:\n<<<<<<< HEAD\n  learn.legal.eula: {}\n=======\n  learn.legal.eula:\n>>>>>>> theirs\n"
    gtm.write({LEGAL: broken})
    code, _, error = gtm("set", EULA, "status=done")
    assert code == 1
    assert "an unfinished merge" in error
    assert error.splitlines()[1:] == [
        "items:", "  learn.legal.eula:", "    status: done", "    finished: 2027-01-19"
    ]  # fmt: skip
    assert text(gtm) == broken


def test_a_broken_entry_can_be_mended(gtm: Gtm) -> None:
    gtm.write({LEGAL: FORM.replace("status: doing", "status: dong")})
    assert gtm("set", EULA, "status=doing")[0] == 0
    assert text(gtm) == FORM


def test_a_text_cannot_speak_through_the_difference(gtm: Gtm) -> None:
    gtm.write({LEGAL: FORM.replace("# since Monday", "# \u202esince")})
    _, said, error = gtm("set", EULA, "note=x\x1b[31m::error::", "--dry-run")
    assert "\x1b" not in said + error
    assert "\u202e" not in said + error


def test_a_closed_launch_is_left_alone(gtm: Gtm) -> None:
    path = "launches/atlas/launch.yaml"
    gtm.write({path: text(gtm, path) + "  closed: 2027-01-10\n"})
    code, _, error = gtm("set", EULA, "note=x")
    assert code == 2
    assert "is closed" in error


def test_what_stands_there_already_is_written_by_nobody(gtm: Gtm) -> None:
    before = (gtm.folder / LEGAL).stat().st_mtime_ns
    code, said, _ = gtm("set", EULA, "status=doing")
    assert code == 0
    assert "nothing to change" in said
    assert (gtm.folder / LEGAL).stat().st_mtime_ns == before
