"""Knows what was ordered of gtm report, and which orders make no sense together. It must not make anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMATS = ("html", "markdown", "json")
_ENDINGS = {"html": "html", "markdown": "md", "json": "json"}


@dataclass(frozen=True, slots=True)
class Order:
    """The options as they were given."""

    launch: str | None = None
    as_of: date | None = None
    format: str = "html"
    output: str | None = None
    team: str | None = None
    stage: str | None = None
    summary: bool = False
    audit: bool = False
    pdf: bool = False
    paper: str = "short"
    names: str = "people"
    show: bool = False
    watch: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Order":
        return cls(**{name: given[name] for name in cls.__slots__ if name in given})

    @property
    def roles(self) -> bool:
        return self.names == "roles"

    @property
    def extract(self) -> bool:
        return self.team is not None or self.stage is not None

    def name(self, launch: str) -> str:
        """How the file is called when nobody says."""
        scope = "".join(f"-{part}" for part in (self.stage, self.team) if part)
        form = "summary" if self.summary else "audit" if self.audit else "report"
        return f"{launch}{scope}-{form}.{'pdf' if self.pdf else _ENDINGS[self.format]}"

    def fault(self) -> str:
        """Why this cannot be made, and what to write instead; empty when it can."""
        if self.summary and self.audit:
            return "--summary and --audit are two reports: ask for one at a time"
        if (self.summary or self.audit) and self.extract:
            return "the summary and the audit pack are about the whole launch; leave out --team and --stage"
        if self.summary and self.format != "html":
            return "the summary is a page: leave out --format, or take --pdf"
        if self.audit and self.format == "markdown":
            return "the audit pack is HTML or JSON"
        if self.pdf and self.format != "html":
            return "--pdf prints the HTML page: leave out --format"
        if self.output == "-" and (self.show or self.watch):
            return "--open and --watch need a file, not stdout"
        if self.watch and self.pdf:
            return "--watch writes the page itself; print it when the meeting is over"
        return ""
