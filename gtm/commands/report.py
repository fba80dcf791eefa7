"""gtm report: the page a release review reads. Writes one file, or to stdout."""

import os
from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    USAGE,
    Trouble,
    chosen,
    find_root,
    launch_options,
    now,
    open_files,
)

_NAMES = {"html": "LAUNCH-report.html", "markdown": "LAUNCH-report.md", "json": "LAUNCH-report.json"}


@click.command()
@launch_options
@click.option("--format", "format", type=click.Choice(list(_NAMES)), default="html", show_default=True,
              help="html is the full page; json is the answer of gtm status.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", type=click.Path(),
              help="Where to write; - is stdout. Default: LAUNCH-report.html in the current folder.")  # fmt: skip
@click.option("--names", type=click.Choice(["people", "roles"]), default="people", show_default=True,
              help="Show people by name or by role. What people wrote themselves stays.")  # fmt: skip
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, format: str, output: str | None, names: str,
            **_: Any) -> None:  # fmt: skip
    """The report of a launch: one self-contained HTML file, or Markdown, or JSON."""
    from gtm import pipeline

    files = open_files(ctx)
    name = chosen(files, launch)
    day = as_of or pipeline.today(files, now())
    snapshot = pipeline.compile(files, day, name)
    if names == "roles":
        files = _by_role(files, snapshot.launch)
        snapshot = pipeline.compile(files, day, name)
    page = _render(files, snapshot, format, names == "roles")
    if output == "-":
        click.echo(page.encode("utf-8", "replace"), nl=False)
        return
    path = os.path.abspath(output or _NAMES[format].replace("LAUNCH", name))
    _keep_out(find_root(ctx), path)
    _write(path, page)


def _render(files: Any, snapshot: Any, format: str, by_role: bool) -> str:
    from gtm.analysis import chance
    from gtm.reports import json

    found = chance.glance(snapshot.study)
    if format == "json":
        return json.status(snapshot, found)
    if format == "markdown":
        from gtm.reports import markdown

        return markdown.report(snapshot, found, _effects(files, snapshot, found))
    from gtm.reports import gantt, html

    # Ids of people can be their names, so a page without names carries no data either.
    answer = "{}\n" if by_role else json.status(snapshot, found)
    return html.render(snapshot, found, answer, by_role, _effects(files, snapshot, found),
                       lambda study, items: gantt.render(study, None, items))  # fmt: skip


def _effects(files: Any, snapshot: Any, found: Any) -> dict[str, str]:
    """What each choice of an open decision would do, by its scenario; what cannot be tried is a finding of check."""
    from gtm import pipeline
    from gtm.analysis import choices, comparison, scenario_words
    from gtm.analysis.forecast import forecast

    study, effects = snapshot.study, {}
    now = comparison.Side(study, found)
    for name in choices.scenarios(study):
        changes = scenario_words.present(study, study.launch.scenarios[name].record)
        if not scenario_words.faults(study, changes):
            after = pipeline.suppose(files, snapshot, changes).study
            effects[name] = choices.effect(now, comparison.Side(after, forecast(after, found.runs, found.seed)))
    return effects


def _by_role(files: Any, launch: Any) -> Any:
    """The same files with everybody named after what they do, so that every sentence says so."""
    from dataclasses import replace

    from gtm.analysis.people import role_name

    names = {id: role_name(launch, id) for id in launch.people}
    documents = tuple(
        replace(one, records={**one.records, "people": {
            id: replace(person, name=names.get(id, "somebody"), email=None)
            for id, person in one.records["people"].items() if person is not None
        }}) if one.records.get("people") else one
        for one in files.documents
    )  # fmt: skip
    return replace(files, documents=documents)


def _keep_out(root: str | None, path: str) -> None:
    """Refuse to write among the workspace's own files, where a report would be a stray."""
    from gtm.disk import FOLDERS

    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(root or "."))
    if inside.split(os.sep)[0] in FOLDERS or inside.endswith((".yaml", ".yml")):
        raise Trouble(f"{inside} is a place for the workspace's own files; write elsewhere with -o FILE", USAGE)


def _write(path: str, page: str) -> None:
    """Replace the file in one step: a reader never sees half a page."""
    import tempfile

    folder, name = os.path.split(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(page.encode("utf-8", "replace"))
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise Trouble(f"cannot write {path}: {error.strerror or error}", ENVIRONMENT) from error
    click.echo(f"wrote {path}", err=True)
