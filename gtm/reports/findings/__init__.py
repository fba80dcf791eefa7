"""What `gtm check` found, for build servers: one file, one format, each with `render(findings)`.

Here stands what the formats share: the order, paths as the repository has them, text that cannot
act, and a fingerprint that outlives moved lines. It must not judge.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from gtm.diagnostics import Diagnostic, Severity
from gtm.source import Span, clean

Rendered = tuple[str, str]  # the document; a word for the person who reads the log, or ""


@dataclass(frozen=True)
class Findings:
    """What was found, and how the build server names files: `prefix` is the workspace's folder in the repository.

    `line` reads one line of a workspace file; from `failing` on a finding fails the build, None: never.
    """

    found: tuple[Diagnostic, ...]
    line: Callable[[str, int], str]
    prefix: str = ""
    failing: Severity | None = Severity.ERROR

    @cached_property
    def ordered(self) -> tuple[Diagnostic, ...]:
        """The most serious first, so that a cut costs the least."""
        return tuple(sorted(self.found, key=lambda one: (-one.severity, one.order)))

    def path(self, span: Span) -> str:
        return clean(f"{self.prefix}{span.path}")

    def fails(self, one: Diagnostic) -> bool:
        return self.failing is not None and one.severity >= self.failing

    @cached_property
    def fingerprints(self) -> Mapping[Diagnostic, str]:
        """A name for each finding that stays when lines move or days pass; no two are equal."""
        seen: dict[tuple[str, ...], int] = {}
        names: dict[Diagnostic, str] = {}
        for one in sorted(self.found, key=lambda one: one.order):
            about = one.subject or re.sub(r"\d+", "0", one.message)
            key = (one.rule.code, self.path(one.span), about)
            seen[key] = seen.get(key, -1) + 1
            names[one] = sha256("\0".join([*key, str(seen[key])]).encode("utf-8", "replace")).hexdigest()[:32]
        return names


def text(one: Diagnostic) -> str:
    """What is wrong and what to write instead, in one harmless line."""
    return clean(f"{one.message}; {one.help}" if one.help else one.message)


def places(one: Diagnostic) -> Iterable[tuple[Span, str]]:
    """The other places a finding speaks of, each with its word."""
    return [(place, clean(word)) for place, word in one.related if isinstance(place, Span)]


def dump(answer: Any) -> str:
    """JSON in plain ASCII; `##` is split, because some build logs obey what follows it."""
    return json.dumps(answer, indent=2, allow_nan=False).replace("##", "#\\u0023") + "\n"
