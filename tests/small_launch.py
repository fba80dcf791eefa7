"""A small workspace that has one of everything gate, why and graph speak about, written to a folder."""

from pathlib import Path

import pytest

from gtm import cli

FILES = {
    "gtm.yaml": """\
workspace: {format: 1, name: Acme, timezone: Europe/Istanbul, launch: atlas, policy: {waiver_approvers: [sponsor]}}
example: {as_of: 2027-01-19}
""",
    "people.yaml": """\
people:
  mina: {name: Mina Karaca, teams: [legal], deputy: arda}
  arda: {name: Arda Tan}
  deniz: {name: Deniz Şahin}
  sara: {name: سارا رضایی}
""",
    "playbook/journey.yaml": """\
stages:
  plan:
    title: Plan
    promise: We know what we launch
    gate: {due: T-60d, sign-offs: [{role: sponsor}]}
  learn:
    title: Learn
    promise: Customers find out what it does
    gate: {due: T-14d, sign-offs: [{role: sponsor}, {any_of: [counsel, finance-partner], quorum: 1}]}
  buy:
    title: Buy
    promise: Customers can buy it
    gate:
      due: T-10d
      conditions: [{metric: nps, at_least: 30, sample: 50}]
      sign-offs: [{role: sponsor}, {role: finance-partner}]
moved: {learn.legal.licence: learn.legal.eula}
""",
    "playbook/teams.yaml": """\
teams:
  product: {title: Product, lead: product-manager, stages: [plan]}
  legal: {title: Legal, lead: counsel, stages: [learn, buy]}
  finance: {title: Finance, lead: finance-partner, stages: [buy]}
  sales: {title: Sales, lead: sales-leader, stages: [buy]}
roles:
  sponsor: {title: Executive sponsor}
""",
    "playbook/traits.yaml": """\
traits:
  saas: {title: Cloud service}
  on-prem: {title: Runs at the customer}
""",
    "playbook/metrics.yaml": "metrics:\n  nps: {title: Net promoter score}\n",
    "playbook/threads.yaml": """\
threads:
  price-to-seller:
    title: From price to trained seller
    items: [buy.finance.price-list, buy.sales.training]
""",
    "playbook/plan/product.yaml": """\
items:
  plan.product.goal: {title: Write down the goal, due: T-70d, effort: 2}
""",
    "playbook/learn/legal.yaml": """\
items:
  learn.legal.eula:
    title: Publish the licence terms
    ask: Which terms bind the customer?
    due: T-20d
    effort: 3
    needs: [plan.product.goal]
  learn.legal.export-check:
    title: Check export rules of the installer
    needs: [learn.legal.eula]
    when: [on-prem]
""",
    "playbook/buy/legal.yaml": """\
items:
  buy.legal.order-form:
    title: Write the order form
    due: T-18d
    effort: 2
    needs: [learn.legal.eula, learn.legal.export-check]
""",
    "playbook/buy/finance.yaml": """\
items:
  buy.finance.tax-codes: {title: Set the tax codes, due: T-40d, effort: 4}
  buy.finance.price-list:
    title: Approve the price list
    due: T-30d
    effort: [2, 4, 8]
    for_each: market
    needs: [buy.finance.tax-codes]
  buy.finance.e-invoice: {title: Send invoices electronically, due: T-15d, needs: [buy.finance.tax-codes]}
  buy.finance.credit-note: {title: Agree credit notes, level: advisory}
""",
    "playbook/buy/sales.yaml": """\
items:
  buy.sales.training:
    title: Train the sellers
    due: T-12d
    effort: 3
    needs: [buy.finance.price-list, buy.legal.order-form]
  buy.sales.quota: {title: Set the quota, due: T-12d}
""",
    "launches/atlas/launch.yaml": """\
launch:
  title: Atlas 2.0
  date: 2027-02-16
  created: 2026-11-01
  tier: 1
  traits: [saas]
  markets: {tr: T, de: 2027-03-16}
  roles: {sponsor: sara}
  leads: {legal: mina, finance: deniz, product: sara}
""",
    "launches/atlas/product.yaml": """\
items:
  plan.product.goal:
    status: done
    finished: 2026-12-01
    evidence: [{link: https://wiki.acme.example/goal, date: 2026-12-01}]
""",
    "launches/atlas/legal.yaml": """\
items:
  learn.legal.eula: {status: doing, owner: mina, started: 2027-01-14}
""",
    "launches/atlas/finance.yaml": """\
items:
  buy.finance.tax-codes:
    {status: blocked, waiting_on: Tax office, expected: 2027-01-27, reason: The VAT number is missing}
  buy.finance.price-list/tr: {status: done, owner: deniz, finished: 2027-01-11}
""",
    "launches/atlas/metrics.yaml": """\
readings:
  nps: [{date: 2027-01-10, value: 34, sample: 12}]
""",
    "launches/atlas/decisions/e-invoice.yaml": """\
waiver:
  item: buy.finance.e-invoice
  reason: Paper until the law applies
  instead: Finance checks each invoice by hand
  asked_by: deniz
  asked: 2027-01-12
  until: 2027-04-01
""",
    "launches/atlas/decisions/credit.yaml": """\
decision:
  title: How much credit do old customers get?
  gate: buy
  asked_by: deniz
  decides: sara
  due: 2027-01-22
  choices:
    half: {text: Half of what they paid}
    none: {text: No credit at all}
  proposed: half
  leave: Some would
""",
}


def write(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the workspace; `changes` are files to add or replace, None to leave one out."""
    for path, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return folder


class Gtm:
    """Runs commands on one workspace in this process: exit code, and what was said where."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def write(self, changes: dict[str, str | None]) -> None:
        write(self.folder, changes)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = cli.run(["-C", str(self.folder), *words])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def sign(self, gate: str, by: str, role: str, decision: str = "go", more: str = "") -> None:
        """Fill in what `gtm gate --digest` prints, as a person would."""
        code, text, _ = self("gate", gate, "--digest")
        assert code == 0
        text = text.replace("decision: go\n", f"decision: {decision}\n").replace("  by:\n", f"  by: {by}\n")
        lines = [f"  as: {role}" if line.startswith("  as:") else line for line in text.splitlines()]
        path = self.folder / "launches/atlas/decisions" / f"{gate}-{role}.yaml"
        path.write_text("\n".join(lines) + "\n" + more, "utf-8")
