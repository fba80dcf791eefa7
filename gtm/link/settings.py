"""Knows whether what gtm.yaml says about the whole workspace can be used: its format and time zone.

It must not know launches.
"""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from gtm.diagnostics import Diagnostic
from gtm.link import rules
from gtm.model import written
from gtm.schema.documents import Document
from gtm.source import Spot

FORMAT = 1


def check(documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """What is wrong with the settings of a workspace."""
    for document in documents:
        record = document.records.get("workspace", {}).get("")
        if not isinstance(record, written.Workspace):
            continue
        spot = Spot(document.path, ("workspace",))
        if record.format != FORMAT:
            yield rules.NO_FORMAT.at(
                spot / "format",
                f"format {record.format} is not one this version reads",
                help=f"this version reads format {FORMAT}; a newer gtm may read more",
            )
        if not _exists(record.timezone):
            yield rules.BAD_ZONE.at(
                spot / "timezone",
                f"there is no time zone `{record.timezone}`, so today is judged in UTC",
                help="write a name such as Europe/Istanbul",
            )


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True
