"""What a signature covers: the meaning of a gate and all it waits for, in two parts, and nothing else."""

from collections.abc import Callable

import pytest

from gtm.analysis.digest import Digest, digest
from tests.workspaces import compiled, edited, small

PRICES, STATE, LAUNCH = "playbook/buy/finance.yaml", "launches/atlas/finance.yaml", "launches/atlas/launch.yaml"
GO, WAIVER = "launches/atlas/decisions/learn-go.yaml", "launches/atlas/decisions/e-invoices.yaml"


def of(files: dict[str, bytes], gate: str = "buy") -> Digest:
    return digest(compiled(files).study.graph, gate)


WAS = of(small())
Change = tuple[str, str, str]
NOTHING: list[Change] = [
    (PRICES, "# proof ages, judged against as-of; warned if stale by the gate", "# another comment"),
    (STATE, "owner: mina", "owner: arda"),
    (PRICES, "effort: [2, 4, 8]", "effort: [3, 5, 9]"),
    (
        PRICES,
        "needs: [learn.product.packaging, {item: buy.finance.tax-codes, lag: 2wd}]",
        "needs: [{item: buy.finance.tax-codes, lag: 2wd}, learn.product.packaging]",
    ),
    ("launches/atlas/metrics.yaml", "value: 34", "value: 50"),
    (STATE, "started: 2026-12-15", "started: 2026-12-16"),
    ("people.yaml", "Mina Karaca", "Mina K."),
    (PRICES, "role: pricing-lead\n", "role: finance-partner\n"),
    (PRICES, "due: T-45d", "due: T-44d"),
    ("playbook/use/support.yaml", "Answer the hotline", "Man the hotline"),  # of a later gate
]
MATERIAL: list[tuple[Change, str]] = [
    ((STATE, "status: done, owner: deniz", "status: doing, owner: deniz"), "buy.finance.tax-codes"),
    ((STATE, "finished: 2026-12-22", "finished: 2026-12-21"), "buy.finance.price-list/tr"),
    ((STATE, "wiki.acme.example/prices", "wiki.acme.example/other"), "buy.finance.price-list/tr"),
    ((STATE, "date: 2026-12-22}", "date: 2026-12-21}"), "buy.finance.price-list/tr"),
    ((STATE, "confirmed: 2026-12-23", "confirmed: 2026-12-22"), "buy.finance.price-list/tr"),
    ((PRICES, "lag: 2wd", "lag: 3wd"), "buy.finance.price-list/tr"),
    (
        (PRICES, "for_each: market, due: gate-5d", "for_each: market, due: gate-5d, level: advisory"),
        "buy.finance.e-invoice/tr",
    ),
    ((PRICES, "evidence: [link, ref]", "evidence: [link, ref, file]"), "buy.finance.price-list/tr"),
    ((PRICES, "fresh_for: 90d", "fresh_for: 900d"), "buy.finance.price-list/tr"),
    ((PRICES, "    checked_by: finance-partner", "    # nobody looks again:"), "buy.finance.price-list/tr"),
    ((LAUNCH, "date: 2027-02-16", "date: 2027-02-17"), "launch"),
    (("playbook/journey.yaml", "at_least: 30", "at_least: 31"), "gate buy"),
    (("playbook/journey.yaml", "quorum: 1", "quorum: 2"), "gate buy"),
    ((GO, "due: 2027-02-12", "due: 2027-02-13"), "gate learn"),
    (("launches/atlas/learn.yaml", "2026-114", "2026-115"), "learn.legal.eula"),
]
WORDING: list[Change] = [
    (PRICES, "Approve the price list and", "Agree the price list and"),
    (PRICES, "Who may go below", "Who can go below"),
    (PRICES, "The signed price list", "A signed price list"),
    (STATE, "Deal desk to 15 %", "Deal desk to 12 %"),
]


@pytest.mark.parametrize("change", NOTHING)
def test_what_a_signature_does_not_cover(change: Change) -> None:
    assert of(edited(small(), *change)) == WAS


@pytest.mark.parametrize(("change", "name"), MATERIAL)
def test_a_change_of_meaning_changes_the_material_part_and_names_what(change: Change, name: str) -> None:
    now = of(edited(small(), *change))
    assert now.material != WAS.material
    changed = {one for one in {*now.entries, *WAS.entries} if now.entries.get(one) != WAS.entries.get(one)}
    assert name in {one.replace("licence", "eula") for one in changed}
    assert len(changed) <= 2


@pytest.mark.parametrize("change", WORDING)
def test_a_change_of_words_changes_the_wording_part_only(change: Change) -> None:
    now = of(edited(small(), *change))
    assert now.material == WAS.material
    assert now.wording != WAS.wording
    assert now.entries == WAS.entries


def test_a_waiver_is_material_for_the_gate_of_its_market() -> None:
    before = of(small(), "buy/de")
    after = of(edited(small(), WAIVER, "until: 2027-04-01", "until: 2027-05-01"), "buy/de")
    assert after.material != before.material
    assert of(edited(small(), WAIVER, "until: 2027-04-01", "until: 2027-05-01")).entries == WAS.entries


def test_a_renamed_item_keeps_the_digest() -> None:
    rename: Callable[[bytes], bytes] = lambda text: text.replace(b"buy.finance.tax-codes", b"buy.finance.tax-numbers")  # noqa: E731
    files = {path: rename(text) for path, text in small().items()}
    files = edited(
        files, "playbook/journey.yaml", "moved: {", "moved: {buy.finance.tax-codes: buy.finance.tax-numbers, "
    )
    assert of(files) == WAS


def test_the_own_promises_do_not_make_a_signature_stale() -> None:
    before, after = of(small(), "learn"), of(edited(small(), GO, "due: 2027-02-12", "due: 2027-02-13"), "learn")
    assert before == after


def test_the_digest_is_the_same_in_every_process() -> None:
    assert of(small(), "learn").short == "1:5c34d69a2589"
    assert WAS.text == f"1:{WAS.material}:{WAS.wording}"
