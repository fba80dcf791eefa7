"""Knows the audit pack as a page: the same record as its JSON, for reading. It must not judge."""

from datetime import date

from markupsafe import Markup

from gtm.analysis import audit, chance, review
from gtm.analysis.audit import Audit
from gtm.analysis.forecast import Forecast
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.veil import Veil
from gtm.dates import say
from gtm.reports.html import frame, text
from gtm.reports.html.frame import PLAIN, Setting


def _day(day: date | None) -> Markup:
    """A day with its year: a record outlives the year it was made in."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), say(day)) if day else Markup("–")


def pack(snapshot: Snapshot, found: Audit, likely: Forecast, answer: str, setting: Setting = PLAIN) -> str:
    """The page as text; `answer` is the pack as JSON, to be embedded."""
    study, launch = snapshot.study, snapshot.launch
    veil = Veil(launch)
    facts = {
        "study": study, "launch": launch, "graph": study.graph, "days": _day, "veil": veil,
        "title": lambda id: text.title(study, id), "anchor": text.anchor, "audit": found, "scope": None,
        "said": audit.said, "promises": audit.promises, "hidden": veil, "many": False,
        "verdict": review.verdict(study, chance.launch_course(study, likely)),
    }  # fmt: skip
    return veil.html(frame.unlinked(frame.page("audit.html.j2", facts, setting, answer)))
