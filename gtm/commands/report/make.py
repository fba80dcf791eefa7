"""Knows the way from files to one finished report, in every form. It must not write it anywhere."""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import click

from gtm.commands import ENVIRONMENT, USAGE, Trouble, chosen, find_root, now, open_files
from gtm.commands.report.order import Order
from gtm.commands.report.remembered import remembered

_PATIENCE = 1.0  # seconds after which a terminal is told what goes on
_SOURCE = ".html.j2"


@dataclass(frozen=True, slots=True)
class Made:
    """A report: its usual name, its bytes, what has to be said about it, whether all files could be read."""

    name: str
    content: bytes
    said: tuple[str, ...] = ()
    partial: bool = False
    faults: tuple[str, ...] = ()  # what keeps it partial, each in a line


class Progress:
    """Says on a terminal what is being done, once it takes long; says nothing elsewhere."""

    def __init__(self) -> None:
        self._start, self._shown = time.monotonic(), False
        self._quiet = not sys.stderr.isatty()

    def __call__(self, doing: str) -> None:
        if not self._quiet and time.monotonic() - self._start > _PATIENCE:
            click.echo(f"\r\x1b[K{doing} …", err=True, nl=False)
            self._shown = True

    def end(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._shown = False


def make(ctx: click.Context, order: Order, refresh: int = 0) -> Made:
    """The report that was ordered. `refresh` is after how many seconds the page loads itself anew."""
    from gtm import pipeline

    progress = Progress()
    try:
        files = open_files(ctx)
        name = chosen(files, order.launch)
        day = order.as_of or pipeline.today(files, now())
        progress("Compiling the launch")
        snapshot = pipeline.compile(files, day, name)
        if order.roles:
            from gtm.analysis.roles import by_role, unnamed

            files = replace(files, documents=by_role(files.documents, snapshot.launch))
            snapshot = unnamed(pipeline.compile(files, day, name))
        return _form(ctx, order, files, snapshot, refresh, progress)
    finally:
        progress.end()


def _form(ctx: click.Context, order: Order, files: Any, snapshot: Any, refresh: int, progress: Progress) -> Made:
    from gtm.analysis import chance
    from gtm.reports import html

    scope = _scope(order, snapshot.launch)
    progress("Playing the open work through")
    found = chance.glance(snapshot.study)
    setting = _setting(ctx, order, files, snapshot, refresh)
    try:
        text = _text(find_root(ctx) or ".", order, files, snapshot, found, scope, setting, progress)
    except html.OverrideError as error:
        raise Trouble(f"{error}; gtm report cannot use this part", USAGE) from error
    content = text.encode("utf-8", "replace")
    if order.pdf:
        progress("Printing")
        content = _printed(text)
    launch = snapshot.launch
    faults = tuple(f"{one.span}: {one.message}" for one in snapshot.diagnostics if one.span.path in launch.unread)
    return Made(order.name(launch.id), content, setting.theme.said, launch.partial, faults or launch.unread)


def _text(
    root: str, order: Order, files: Any, snapshot: Any, found: Any, scope: Any, setting: Any, progress: Progress
) -> str:
    from gtm.reports import html

    if order.audit:
        return _audit(order, snapshot, found, setting)
    if order.format == "json":
        return _record(order, snapshot, found, scope)
    progress("Trying the choices of open decisions")
    effects = _effects(files, snapshot, found)
    if order.format == "markdown":
        from gtm.reports import markdown

        return markdown.report(snapshot, found, effects, scope, setting.commit, _since(root, files, snapshot, found))
    if order.summary:
        return html.summary(snapshot, found, effects, setting)
    from gtm.reports import gantt

    def draw(study: Any, items: Any) -> str:
        return gantt.render(study, None, items)

    progress("Drawing the page")
    past = remembered(root, files, snapshot, found) if not scope else None
    record, edited = _record(order, snapshot, found, scope), _edited(root, files, snapshot)
    return html.render(snapshot, found, record, effects, draw, setting, scope, past, edited)


def _edited(root: str, files: Any, snapshot: Any) -> dict[str, Any]:
    """By gate, the words edited since it was signed, as far as git can tell; it is asked only where some were."""
    from gtm import history
    from gtm.past import wording

    found = {}
    for gate, decision in snapshot.study.decisions.items():
        if any(one.wording for one in decision.signatures):
            told = wording.since_signed(root, files, snapshot, gate)
            found[gate] = () if isinstance(told, history.Fault) else told
    return found


def _since(root: str, files: Any, snapshot: Any, found: Any) -> str:
    """What changed since the last review, in a sentence; empty without one."""
    from gtm.analysis import since

    past = remembered(root, files, snapshot, found)
    return since.line(past.since, snapshot.launch.as_of) + "." if past is not None and past.since is not None else ""


def _record(order: Order, snapshot: Any, found: Any, scope: Any) -> str:
    """The answer of gtm status; of an extract only what concerns it, without ids of people where roles are asked."""
    from gtm.analysis.roles import nameless
    from gtm.analysis.veil import Veil
    from gtm.reports import json

    answer = json.status(snapshot, found)
    if scope:
        answer = json.extract(answer, snapshot, scope)
    if order.roles:
        answer = nameless(answer, snapshot.launch)
    return Veil(snapshot.launch).json(answer)


def _audit(order: Order, snapshot: Any, found: Any, setting: Any) -> str:
    from gtm import __version__
    from gtm.analysis.audit import audit
    from gtm.analysis.roles import nameless
    from gtm.reports import html, json

    pack = audit(snapshot.study)
    answer = json.audit(snapshot, pack, __version__, setting.commit or None)
    if order.roles:
        answer = nameless(answer, snapshot.launch)
    return answer if order.format == "json" else html.pack(snapshot, pack, found, answer, setting)


def _scope(order: Order, launch: Any) -> Any:
    """The team and stage of an extract. Ends with 2 for one that does not exist."""
    from gtm.analysis.extract import Scope
    from gtm.diagnostics import did_you_mean

    for word, id, known in (("team", order.team, launch.teams), ("stage", order.stage, launch.stages)):
        if id is not None and id not in known:
            hint = did_you_mean(id, list(known), f"{word}s here: {', '.join(known)}")
            raise Trouble(f"no {word} `{id}`; {hint}", USAGE)
    return Scope(order.team, order.stage)


def _setting(ctx: click.Context, order: Order, files: Any, snapshot: Any, refresh: int) -> Any:
    from gtm.reports import html

    root = find_root(ctx) or "."
    theme = html.theme(snapshot.launch.workspace, files.tree.data)
    return html.Setting(
        theme, order.roles, _commit(root, files, snapshot.launch), refresh,
        _overrides(root, files) if order.format == "html" else {}, order.paper == "short",
    )  # fmt: skip


def _commit(root: str, files: Any, launch: Any) -> str:
    """Of which commit the report is, and what of it is in none; empty outside of git."""
    from gtm.analysis import whereabouts
    from gtm.history.unsaved import unsaved
    from gtm.past import stand

    where = stand.whereabouts(root, files)
    if where is None:
        return ""
    here = replace(where, changed=unsaved(root), ahead=0, behind=0)
    return ", ".join(whereabouts.said(here, launch.as_of, branch=False))


def _overrides(root: str, files: Any) -> dict[str, str]:
    """The parts that the organisation wrote itself, by name. Ends with 2 for a name that no part has."""
    from gtm.diagnostics import did_you_mean
    from gtm.reports import html

    folder = os.path.join(root, "report")
    if not os.path.isdir(folder):
        return {}
    known, found = html.parts(), {}
    for entry in sorted(name for name in os.listdir(folder) if name.endswith(".j2")):
        name = entry.removesuffix(_SOURCE)
        if name not in known or not entry.endswith(_SOURCE):
            raise Trouble(
                f"report/{entry}: there is no such part; {did_you_mean(name, known, ', '.join(known))}", USAGE
            )
        content, fault = files.tree.data(f"report/{entry}")
        if fault:
            raise Trouble(f"report/{entry}: {fault}", ENVIRONMENT)
        found[name] = content.decode("utf-8", "replace")
    return found


def _effects(files: Any, snapshot: Any, found: Any) -> Mapping[str, str]:
    """What each choice of an open decision would do, by its scenario; what cannot be tried is a finding of check."""
    from gtm import pipeline
    from gtm.analysis import choices, comparison, scenario_words
    from gtm.analysis.forecast import forecast

    study, effects = snapshot.study, {}
    before = comparison.Side(study, found)
    for name in choices.scenarios(study):
        changes = scenario_words.present(study, study.launch.scenarios[name].record)
        if not scenario_words.faults(study, changes):
            after = pipeline.suppose(files, snapshot, changes).study
            effects[name] = choices.effect(before, comparison.Side(after, forecast(after, found.runs, found.seed)))
    return effects


def printer() -> str:
    """The browser that prints. Ends with 4 where there is none."""
    from gtm.reports import pdf

    try:
        return pdf.browser(os.environ)
    except pdf.PrintError as error:
        raise Trouble(str(error), ENVIRONMENT) from error


def _printed(page: str) -> bytes:
    from gtm.reports import pdf

    try:
        return pdf.printed(page, printer())
    except pdf.PrintError as error:
        raise Trouble(str(error), ENVIRONMENT) from error
