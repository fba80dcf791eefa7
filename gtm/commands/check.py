"""gtm check: is the YAML right, and what gaps are there. Reads only."""

from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    FINDINGS,
    USAGE,
    Trouble,
    chosen,
    color_option,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    use_color,
)

# For build servers, each a file of gtm/reports/findings.
SERVERS = ("github", "gitlab", "junit", "rdjson", "sarif")


@click.command()
@launch_options
@format_option(["text", "full", "concise", "json", "json-lines", *SERVERS])  # text and full are one
@color_option
@click.option("--fail-on", type=click.Choice(["error", "warning", "advice", "never"]), default="error",
              show_default=True, help="Exit with 1 from this severity on.")  # fmt: skip
@click.option("--min", "least", type=click.Choice(["error", "warning", "advice"]), default="warning",
              show_default=True, help="Show from this severity on.")  # fmt: skip
@click.option("--since", metavar="REF", help="Only what changed since the branch left REF, and all that waits for it.")
@click.option("--verify-authors", is_flag=True, help="Also hold who signed, approved and confirmed against git.")
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, format: str, color: str, fail_on: str,
            least: str, since: str | None, verify_authors: bool, **_: Any) -> int:  # fmt: skip
    """Is the YAML right, what gaps are there? All launches, unless one is named.

    \b
    gtm check --format concise     one line a finding
    gtm check --format github      annotations in a GitHub workflow
    gtm check --format gitlab      GitLab's code quality report
    """
    from gtm import pipeline
    from gtm.diagnostics import Severity

    files = open_files(ctx)
    names = [chosen(files, launch)] if launch else list(files.launches)
    day = as_of or pipeline.today(files, now())
    found = pipeline.check_all(files, names, day)
    if verify_authors:
        found = _authors(ctx, files, names, day, found)
    if since is not None:
        kept = _changed(ctx, files, names, day, found, since)
        if len(kept) < len(found):
            click.echo(f"gtm: {len(found) - len(kept)} findings have nothing to do with the change", err=True)
        found = kept
    shown = [one for one in found if one.severity >= Severity[least.upper()]]
    _tell(ctx, files, found, shown, names, format, color, fail_on)
    if fail_on == "never":
        return 0
    return FINDINGS if any(one.severity >= Severity[fail_on.upper()] for one in found) else 0


def _authors(ctx: click.Context, files: Any, names: Any, day: Any, found: Any) -> Any:
    """The findings with those that only git can tell. Ends with 4 where there is no git to ask."""
    from gtm import history, pipeline
    from gtm.analysis import verified
    from gtm.past import provenance

    more: list[Any] = []
    for name in names:
        snapshot = pipeline.compile(files, day, name)
        said = provenance.verify(find_root(ctx) or ".", files, snapshot)
        if isinstance(said, history.Fault):
            raise Trouble(f"--verify-authors asks git: {said}", ENVIRONMENT)
        more += verified.diagnostics(snapshot.launch, said) if not snapshot.launch.closed else ()
    return tuple(sorted({*found, *pipeline.settle(files, more)}, key=lambda one: one.order))


def _changed(ctx: click.Context, files: Any, names: Any, day: Any, found: Any, since: str) -> Any:
    """The findings that the work tree's changes since a commit answer for."""
    from gtm import pipeline
    from gtm.analysis import touched

    old = pipeline.read(_tree(find_root(ctx) or ".", since))
    known = list(pipeline.settle(old, old.diagnostics))
    ids: set[str] = set()
    for name in names:
        usable = name in old.launches and not pipeline.unusable(old)
        before = pipeline.compile(old, day, name) if usable else None
        known += before.diagnostics if before is not None else ()
        ids |= touched.downstream(before, pipeline.compile(files, day, name))
    paths = {*old.tree.files, *files.tree.files}
    changed = {path for path in paths if old.tree.files.get(path) != files.tree.files.get(path)}
    return tuple(touched.concerned(found, known, changed, ids))


def _tree(root: str, since: str) -> Any:
    """The files where the present branch left a commit. Ends with 2 for an unknown name, else with 4."""
    from gtm import history, pipeline
    from gtm.diagnostics import did_you_mean

    repository = history.open_repository(root)
    if isinstance(repository, history.Fault):
        raise Trouble(str(repository), ENVIRONMENT)
    commit = history.resolve(repository, since)
    if isinstance(commit, history.Fault) and commit.unknown:
        hint = did_you_mean(since, history.names(repository), "git branch -a lists the branches")
        raise Trouble(f"{commit.message}; {hint}", USAGE)
    if not isinstance(commit, history.Fault) and repository.head:
        commit = history.merge_base(repository, commit, repository.head)
    blobs = history.Blobs(repository, pipeline.MAX_BYTES)
    found = commit if isinstance(commit, history.Fault) else history.tree(repository, commit, blobs)
    if isinstance(found, history.Fault):
        raise Trouble(str(found), ENVIRONMENT)
    return found


def _tell(ctx: click.Context, files: Any, found: Any, shown: Any, names: Any, format: str, color: str,
          fail_on: str) -> None:  # fmt: skip
    """Data to stdout, in the wanted format; the tally of what no person reads there to stderr."""
    from gtm.terminal import diagnostics as terminal

    if format == "json":
        from gtm.reports import json

        click.echo(json.check(found, names), nl=False)
        return
    if format in SERVERS:
        click.echo(_served(ctx, files, shown, format, fail_on), nl=False)
    elif format == "json-lines":
        from gtm.reports import json

        click.echo(json.check_lines(shown), nl=False)
    else:
        worst = sorted(shown, key=lambda one: -one.severity)  # an error is not lost below a page of warnings
        lines = terminal.concise(shown) if format == "concise" else terminal.full(worst, files.line, use_color(color))
        for line in lines:
            click.echo(line)
    click.echo(terminal.tally(shown, names, terminal.hidden(found, shown)), err=format not in {"text", "full"})


def _served(ctx: click.Context, files: Any, shown: Any, format: str, fail_on: str) -> str:
    """The document for a build server; what it would leave out in silence is said on stderr."""
    from importlib import import_module

    from gtm import disk
    from gtm.diagnostics import Severity
    from gtm.reports.findings import Findings

    failing = None if fail_on == "never" else Severity[fail_on.upper()]
    findings = Findings(tuple(shown), files.line, disk.in_repository(find_root(ctx) or "."), failing)
    text, word = import_module(f"gtm.reports.findings.{format}").render(findings)
    if word:
        click.echo(f"gtm: {word}", err=True)
    return str(text)
