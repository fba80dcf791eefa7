"""gtm sign and gtm waive: what cannot stand is refused with the reason, what can is one file."""

from pathlib import Path

import pytest

from gtm import pipeline
from tests.small_launch import Gtm, write
from tests.workspaces import AS_OF

EULA = "learn.legal.eula"
DECISIONS = "launches/atlas/decisions"
PROVEN = f"""\
items:
  {EULA}: {{status: done, owner: mina, finished: 2027-01-14, evidence: [{{ref: register 7, date: 2027-01-14}}]}}
"""


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


def files(gtm: Gtm) -> list[str]:
    return sorted(path.name for path in (gtm.folder / DECISIONS).iterdir())


def read(gtm: Gtm, name: str) -> str:
    return (gtm.folder / DECISIONS / name).read_text("utf-8")


def prove(gtm: Gtm) -> None:
    gtm.write({"launches/atlas/legal.yaml": PROVEN})


def test_without_a_decision_it_shows_what_a_signature_covers(gtm: Gtm) -> None:
    before = files(gtm)
    code, said, error = gtm("sign", "learn")
    assert code == 0
    assert "A signature now covers 2 items (digest 1:" in said
    assert "open    Publish the licence terms: in work (Mina Karaca)  learn.legal.eula" in said
    assert "nothing was signed" in error
    assert files(gtm) == before


def test_a_go_while_must_haves_are_open_is_refused(gtm: Gtm) -> None:
    before = files(gtm)
    code, _, error = gtm("sign", "learn", "--decision", "go", "--by", "sara")
    assert code == 1
    assert "this go could not stand: 0 of 1 must-haves settled" in error
    assert "--decision conditional" in error
    assert files(gtm) == before


def test_a_go_is_one_file_with_the_digest_and_the_gate_passes(gtm: Gtm) -> None:
    prove(gtm)
    assert gtm("sign", "plan", "--decision", "go", "--by", "sara")[0] == 0
    code, said, error = gtm("sign", "learn", "--decision", "go", "--by", "sara", "--note", "Well done: all")
    assert code == 0, error
    assert f"wrote {DECISIONS}/learn-go-sponsor.yaml" in said
    text = read(gtm, "learn-go-sponsor.yaml")
    assert text.startswith("sign-off:\n  gate: learn\n  decision: go\n  by: sara\n  as: sponsor\n  date: 2027-01-19\n")
    assert '  note: "Well done: all"\n  covers:\n' in text
    code, said, error = gtm("sign", "learn", "--decision", "go", "--by", "mina")
    assert code == 0, error
    assert "Learn gate: 0 must-haves open (was 0), passed (was not due)" in said
    assert gtm("gate", "learn")[0] == 0


def test_the_same_signature_is_not_given_twice_but_anew_when_it_is_stale(gtm: Gtm) -> None:
    prove(gtm)
    words = ("sign", "learn", "--decision", "go", "--by", "mina")
    assert gtm(*words)[0] == 0
    code, _, error = gtm(*words)
    assert code == 1
    assert "signed that already" in error
    code, _, error = gtm("set", EULA, "evidence+=ref:register 8@2027-01-18")
    assert code == 0, "a signature that goes stale is a consequence, not a mistake"
    assert "note: " in error
    assert "sign" in error
    code, said, error = gtm(*words)
    assert code == 0, error
    assert f"stale: {EULA} changed" in said
    assert files(gtm)[-2:] == ["learn-go-counsel-2027-01-19.yaml", "learn-go-counsel.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "arda", "--as", "sponsor"], "does not hold the role sponsor"),
        (["--by", "sara", "--as", "sales-leader"], "asks sponsor, counsel, finance-partner to sign"),
        (["--by", "sara", "--as", "sponsr"], "did you mean `sponsor`?"),
        (["--by", "nobody"], "no person `nobody`"),
        (["--by", "sara", "--condition", "x", "--owner", "mina", "--due", "2027-02-01"], "--decision conditional"),
    ],
)
def test_who_may_not_sign_is_told_who_may(gtm: Gtm, words: list[str], said: str) -> None:
    prove(gtm)
    before = files(gtm)
    code, _, error = gtm("sign", "learn", "--decision", "go", *words)
    assert code == 2
    assert said in error
    assert files(gtm) == before


def test_a_deputy_signs_in_the_role_of_who_is_away(gtm: Gtm) -> None:
    prove(gtm)
    assert gtm("sign", "learn", "--decision", "go", "--by", "arda", "--as", "counsel")[0] == 0


def test_a_conditional_go_keeps_its_promises_with_owner_and_date(gtm: Gtm) -> None:
    words = ["sign", "learn", "--decision", "conditional", "--by", "sara"]
    assert gtm(*words)[0] == 2, "no condition"
    assert gtm(*words, "--condition", "x")[0] == 2, "nobody keeps it"
    assert gtm(*words, "--condition", "x", "--owner", "mina", "--due", "2027-01-02")[0] == 2, "over already"
    code, _, error = gtm(
        *words, "--condition", "Claims page: in German", "--owner", "mina", "--due", "2027-02-12",
        "--if-missed", "Pause the ads", "--condition", "Call back", "--owner", "Deniz Şahin", "--due", "2027-02-13",
        "--if-missed", "#stop",
    )  # fmt: skip
    assert code == 0, error
    assert "the gate stays shut for now: 1 must-have is open that no condition names (learn.legal.eula)" in error
    assert (
        '  conditions:\n    - text: "Claims page: in German"\n      owner: mina\n      due: 2027-02-12\n'
        "      if_missed: Pause the ads\n    - text: Call back\n      owner: deniz\n      due: 2027-02-13\n"
        '      if_missed: "#stop"\n'
    ) in read(gtm, "learn-conditional-sponsor.yaml")


def test_a_refusal_may_always_be_given(gtm: Gtm) -> None:
    code, _, error = gtm("sign", "learn", "--decision", "no-go", "--by", "sara", "--note", "Not yet")
    assert code == 0, error
    assert "decision: no-go" in read(gtm, "learn-no-go-sponsor.yaml")


def test_files_that_cannot_be_read_allow_no_go_at_all(gtm: Gtm) -> None:
    prove(gtm)
    gtm.write({"launches/atlas/sales.yaml": "items: [\n"})
    code, _, error = gtm("sign", "learn", "--decision", "conditional", "--by", "sara", "--condition", "x",
                         "--owner", "mina", "--due", "2027-02-12")  # fmt: skip
    assert code == 1
    assert "could not be read" in error


def test_a_dry_run_signs_nothing(gtm: Gtm) -> None:
    prove(gtm)
    before = files(gtm)
    code, said, _ = gtm("sign", "learn", "--decision", "go", "--by", "sara", "--dry-run")
    assert code == 0
    assert "--- /dev/null" in said
    assert "+  decision: go" in said
    assert files(gtm) == before


def test_a_waiver_is_asked_by_one_and_approved_by_another(gtm: Gtm) -> None:
    words = ["waive", "eula", "--reason", "Court: closed", "--until", "2027-02-20"]
    code, _, error = gtm(*words, "--by", "mina")
    assert code == 0, error
    assert "Executive sponsor" in error
    name = "waiver-legal-eula.yaml"
    asked = (
        'waiver:\n  item: learn.legal.eula\n  reason: "Court: closed"\n  asked_by: mina\n'
        "  asked: 2027-01-19\n  until: 2027-02-20\n"
    )
    assert read(gtm, name) == asked
    code, _, error = gtm(*words, "--by", "mina")
    assert code == 1
    assert f"there already: {DECISIONS}/{name}" in error
    code, _, error = gtm("waive", "eula", "--approve", "--by", "mina")
    assert code == 2
    assert "somebody else has to approve it" in error
    code, _, error = gtm("waive", "eula", "--approve", "--by", "deniz")
    assert code == 2
    assert "may not approve waivers" in error
    code, said, _ = gtm("waive", "eula", "--approve", "--by", "sara")
    assert code == 0
    assert "Learn gate: 0 must-haves open (was 1)" in said
    assert read(gtm, name) == asked.replace("  until:", "  approved_by: sara\n  approved: 2027-01-19\n  until:")
    assert gtm("waive", "eula", "--approve", "--by", "sara")[0] == 2


def test_an_approval_leaves_the_asking_file_as_it_is_otherwise(gtm: Gtm) -> None:
    asked = "waiver: {item: learn.legal.eula, reason: 'x', asked_by: mina, asked: 2027-01-12,"
    text = f"# Asked on Tuesday\n{asked}\n  until: 2027-04-01}} # end\n"
    gtm.write({f"{DECISIONS}/mine.yaml": text})
    assert gtm("waive", EULA, "--approve", "--by", "sara")[0] == 0
    assert read(gtm, "mine.yaml") == text.replace(
        "asked: 2027-01-12,", "asked: 2027-01-12, approved_by: sara, approved: 2027-01-19,"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--reason", "x", "--until", "2027-01-01"], 2, "is over"),
        (["--reason", "x"], 2, "--until"),
        (["--approve"], 2, "waits for an approval"),
        (["--approve", "--reason", "x"], 2, "takes only --by"),
    ],
)
def test_a_waiver_without_what_it_needs_is_refused(gtm: Gtm, words: list[str], code: int, said: str) -> None:
    found, _, error = gtm("waive", "eula", "--by", "mina", *words)
    assert found == code
    assert said in error


def test_what_is_proven_needs_no_waiver(gtm: Gtm) -> None:
    prove(gtm)
    code, _, error = gtm("waive", "eula", "--reason", "x", "--until", "2027-02-20", "--by", "mina")
    assert code == 1
    assert "settled already" in error


def test_what_was_signed_and_asked_compiles_without_an_error(gtm: Gtm) -> None:
    prove(gtm)
    gtm("sign", "plan", "--decision", "go", "--by", "sara")
    gtm("sign", "learn", "--decision", "no-go", "--by", "sara", "--note", "# line\nsecond: line")
    gtm("waive", "quota", "--reason", "one\n\ntwo", "--until", "2027-02-20", "--by", "mina", "--instead", "@home")
    snapshot = pipeline.run(pipeline.load(str(gtm.folder)), AS_OF.replace(month=1, day=19), "atlas")
    assert not [one for one in snapshot.diagnostics if one.severity.word == "error" and "decisions" in one.span.path]
    assert snapshot.launch.waivers[-1].record.reason == "one\n\ntwo\n"


def test_a_new_file_is_led_to_its_schema_where_the_workspace_has_one(gtm: Gtm) -> None:
    words = ("waive", "buy.sales.quota", "--by", "mina", "--reason", "Later", "--until", "2027-02-10")
    gtm.write({".gtm/launches.schema.json": "{}\n"})
    assert gtm(*words)[0] == 0
    assert gtm("sign", "plan", "--decision", "go", "--by", "sara")[0] == 0
    assert gtm("set", "plan.product.goal", "note=Fine")[0] == 0
    line = "# yaml-language-server: $schema=../../../.gtm/launches.schema.json\n"
    made = sorted((gtm.folder / "launches/atlas/decisions").glob("*quota*")) + sorted(
        (gtm.folder / "launches/atlas/decisions").glob("plan-go*")
    )
    assert [file.read_text("utf-8").startswith(line) for file in made] == [True, True]
    (gtm.folder / ".gtm/launches.schema.json").unlink()
    assert gtm("waive", "buy.finance.tax-codes", *words[2:])[0] == 0
    (file,) = (gtm.folder / "launches/atlas/decisions").glob("*tax*")
    assert file.read_text("utf-8").startswith("waiver:")
