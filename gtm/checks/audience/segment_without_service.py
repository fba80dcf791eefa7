"""A segment of customers gets no service, or more than one.

Customers of such a segment are served by whoever they reach first. Name each segment under `segments:`
of exactly one service, or let one service take the rest with `otherwise: true`. Kinds of segments that no
service asks about (services by size, segments by industry) need none.
"""

from collections.abc import Iterator

from gtm.analysis.scale import given
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM650", "segment-without-service", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    audience = audience_of(launch)
    if audience is None or not audience.services or not audience.segments:
        return
    services = {id: one for id, one in audience.services.items() if one is not None}
    for id, takers in given(services, audience.segments).items():
        segment = audience.segments[id]
        if len(takers) == 1 or segment is None:
            continue
        names = " and ".join(services[one].title for one in takers)
        yield rule.at(
            launch.spots["segments", id].at_key(),
            f"{segment.title} gets {names}" if takers else f"{segment.title} gets no service",
            help="leave it with one of them"
            if takers
            else f"name `{id}` under `segments:` of a service, or write `otherwise: true` in one",
            related=[(launch.spots["services", one].at_key(), "this service") for one in takers],
            subject=id,
        )
