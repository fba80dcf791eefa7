"""docs/format.md is what the program reads: its workspace compiles, its tables are the program's own."""

import pytest

from gtm.reports.format import tables
from gtm.schema.kinds import KINDS
from tests.workspaces import FORMAT, compiled, edited, errors, small

START, END = "<!-- tables -->\n", "<!-- end of tables -->"


def test_the_documented_workspace_compiles_without_an_error() -> None:
    snapshot = compiled(small())
    assert not errors(snapshot), [str(one) for one in errors(snapshot)]
    assert not snapshot.launch.partial
    assert [view.id for view in snapshot.study.gates.values()] == ["learn", "buy", "buy/de", "use"]


def test_the_documented_workspace_holds_every_kind_of_file() -> None:
    files = small()
    tops = {line.split(b":")[0].decode() for text in files.values() for line in text.splitlines() if line[:1].isalpha()}
    assert {key for kind in KINDS for key in kind.sections} <= tops


def test_the_documented_sign_off_is_what_the_gate_digest_prints_today() -> None:
    study = compiled(small()).study
    decision = study.decisions["learn"]
    assert decision.digest is not None
    assert decision.digest.short == "1:5c34d69a2589", "write this into docs/format.md"
    assert study.gates["learn"].verdict == "passed with conditions"


def test_the_documented_readiness_is_as_the_comments_say() -> None:
    ready = compiled(small()).study.readiness
    kinds = {id: one.kind for id, one in ready.items()}
    assert kinds == {
        "learn.product.packaging": "proven",
        "learn.legal.eula": "proven",
        "buy.finance.price-list/tr": "proven",
        "buy.finance.price-list/de": "open",
        "buy.finance.tax-codes": "proven",
        "buy.finance.e-invoice/tr": "unknown",
        "buy.finance.e-invoice/de": "waived",
        "buy.finance.deal-desk": "proven",
        "buy.finance.legacy-credit": "unknown",
        "use.support.hotline": "unknown",
    }


@pytest.mark.parametrize("path", sorted(small()))
def test_every_documented_file_is_needed(path: str) -> None:
    files = small()
    del files[path]
    if path.endswith("launch.yaml"):
        with pytest.raises(KeyError):
            compiled(files)
        return
    before, after = compiled(small()), compiled(files)
    assert before.diagnostics != after.diagnostics or before.launch != after.launch


def test_tables_are_those_of_the_program(request: pytest.FixtureRequest) -> None:
    text = FORMAT.read_text(encoding="utf-8")
    head, rest = text.split(START)
    if request.config.getoption("--golden-update"):
        FORMAT.write_text(f"{head}{START}\n{tables()}\n{END}{rest.split(END)[1]}", encoding="utf-8")
        return
    assert rest.split(END)[0].strip() == tables().strip(), "run pytest --golden-update"


def test_tables_name_every_key_once_a_kind_of_entry() -> None:
    text = tables()
    assert text.count("| `fresh_for` |") == 1
    assert "| `sign-offs` |" in text
    assert "| `if_missed` |" in text
    assert "sign_offs" not in text


def test_an_edit_must_apply_exactly_once() -> None:
    with pytest.raises(AssertionError):
        edited(small(), "people.yaml", "no such text", "")
