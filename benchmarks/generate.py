"""Writes a workspace of N items in the real format, the same bytes for the same N and seed.

Each item has a definition (about 550 bytes, as in the bundled playbook) in the playbook and an
entry of state (about 170 bytes) in the launch, 100 a file; two needs an item on average, never a
later stage's. The launch is in good order as of AS_OF: what is due is done and proven, so that the
checks run but hardly speak.
"""

import argparse
import random
from pathlib import Path

STAGES = ("plan", "learn", "buy", "use", "lifetime")
TEAMS = ("product", "marketing", "engineering", "legal", "sales", "finance", "support")
GATES = (72, 14, 10, 3)  # days before T of the gates of the first four stages
AS_OF = "2026-12-20"
A_FILE = 100


def write(root: Path, count: int, seed: int = 1) -> int:
    """Write the workspace; returns the bytes of YAML written."""
    rng = random.Random(seed)
    files: dict[str, str] = {
        "gtm.yaml": "workspace: {format: 1, name: Bench, timezone: UTC, calendar: c, launch: big,\n"
                    "            policy: {week_load: 100000}}\n",
        "people.yaml": "people:\n"
        + "".join(f"  p{n}: {{name: Person {n}, teams: [{TEAMS[n % 7]}]}}\n" for n in range(200)),
        "calendars/c.yaml": "calendar: {id: c, weekend: [sat, sun], holidays: {2027-01-01: New Year}}\n",
        "playbook/journey.yaml": "stages:\n" + "".join(
            f"  {stage}: {{title: {stage.title()}, promise: It works, gate: {{due: {due}}}}}\n"
            for stage, due in zip(STAGES, ("T-72d", "T-14d", "T-10d", "T-3d", "T+90d"), strict=True)),
        "playbook/teams.yaml": "teams:\n" + "".join(
            f"  {team}: {{title: {team.title()}, lead: lead, stages: [{', '.join(STAGES)}]}}\n" for team in TEAMS
        ) + "roles: {lead: {title: Lead}}\n",
        "playbook/traits.yaml": "traits: {saas: {title: Cloud service}, physical: {title: A thing in a box}}\n",
        "playbook/sources.yaml": "sources: {journey: {title: The customer journey}}\n",
        "launches/big/launch.yaml": "launch: {title: Big, date: 2027-02-16, created: 2026-10-01, tier: 1, "
                                    "traits: [saas], roles: {lead: p0}}\n",
    }  # fmt: skip
    ids: list[str] = []
    for start in range(0, count, A_FILE):
        last = _days_before(min(start + A_FILE, count) - 1, count)
        stage = next((name for name, gate in zip(STAGES, GATES, strict=False) if last >= gate), "use")
        team = TEAMS[start // A_FILE % len(TEAMS)]
        size = min(A_FILE, count - start)
        definitions, states = ["items:\n"], ["items:\n"]
        for n in range(start, start + size):
            id = f"{stage}.{team}.item-{n}"
            low, high = n - count // 4, n - count // 8  # two to four weeks earlier
            needs = (
                sorted({ids[rng.randrange(max(low, 0), high)] for _ in range(rng.choice((1, 2, 3)))})
                if high > 0
                else []
            )
            ids.append(id)
            definitions.append(_definition(id, n, _days_before(n, count), needs, rng))
            states.append(_state(id, n, _days_before(n, count) > 55))
        files[f"playbook/{stage}/{team}-{start // A_FILE}.yaml"] = "".join(definitions)
        files[f"launches/big/{team}-{start // A_FILE}.yaml"] = "".join(states)
    size = 0
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def _days_before(n: int, count: int) -> int:
    """How many days before T item `n` is due: from 110 down to 5, in order."""
    return 110 - 105 * n // max(count, 1)


def _definition(id: str, n: int, days: int, needs: list[str], rng: random.Random) -> str:
    lines = [
        f"  {id}:\n",
        f"    title: Make the thing number {n} true for customers\n",
        "    ask: How do we know that the customer gets what was promised, and who says so?\n",
        "    why: Training, quotes and billing all wait for this, and a late answer moves the buy gate.\n",
        "    proof: The signed list and the test report  # what a reviewer must see\n",
        "    evidence: [link, ref, file]\n",
        "    tier: 2\n",
        "    role: lead\n",
        f"    due: T-{days}d\n",
        f"    effort: [{rng.choice(('0.5, 1, 3', '1, 2, 4', '2, 4, 8'))}]\n",
    ]
    if needs:
        lines.append(f"    needs: [{', '.join(needs)}]\n")
    if n % 2 == 0:
        lines.append("    fresh_for: 365d\n")
    if n % 7 == 0:
        lines.append("    when: [[saas, physical]]\n")
    lines.append("    basis: [journey]\n")
    return "".join(lines)


def _state(id: str, n: int, done: bool) -> str:
    lines = [f"  {id}:\n", f"    status: {'done' if done else 'todo'}\n", f"    owner: p{n % 200}\n"]
    if done:
        lines += [
            "    started: 2026-10-05\n",
            "    finished: 2026-11-20\n",
            "    answer: |\n      Measured with five customers; all of them got it.\n",
            f"    evidence:\n      - link: https://wiki.example/proof/{n}\n        date: 2026-11-20\n",
        ]
    return "".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{write(given.folder, given.items, given.seed):,} bytes of YAML in {given.folder}")
