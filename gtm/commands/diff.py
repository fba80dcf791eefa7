"""gtm diff: what a change does to readiness, by meaning. Exit 1 with --fail-on worse when something gets worse."""

from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    FINDINGS,
    NOTHING,
    USAGE,
    Trouble,
    color_option,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    use_color,
)


@click.command()
@click.argument("base", required=False)
@click.argument("head", required=False)
@launch_options
@click.option("--blame-date", is_flag=True, help="Which change moved the launch decision, and by how much.")
@click.option("--fail-on", type=click.Choice(["never", "worse"]), default="never", show_default=True,
              help="Exit with 1 when something gets worse.")  # fmt: skip
@click.option("--runs", metavar="N", type=click.IntRange(100, 1_000_000), help="Runs of each forecast.")
@format_option(["text", "markdown", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, base: str | None, head: str | None, launch: str | None, as_of: Any, blame_date: bool,
            fail_on: str, runs: int | None, format: str, color: str, **_: Any) -> int:  # fmt: skip
    """What does this change do? Items, gates, gaps, people, dates, by meaning, not by text.

    BASE defaults to where the branch left the main branch, HEAD to the files as they lie here.
    Any name git knows will do: a branch, a tag, HEAD~3; a name that begins with - goes behind --.

    \b
    gtm diff                             my branch against main
    gtm diff --format markdown           the same as a comment for a pull request
    gtm diff v1 v2 --blame-date          two commits, and which change moved the date
    """
    import sys

    from gtm.analysis import chance, diff, diff_review
    from gtm.analysis.comparison import Side
    from gtm.analysis.forecast import forecast
    from gtm.terminal.diff import Sides

    old, new, said = _sides(ctx, base, head)
    name, day = _launch(old, new, launch, as_of)
    before, after = _compiled(old, name, day), _compiled(new, name, day)
    if after is None:
        raise Trouble(f"the launch `{name}` is not there after the change, so there is nothing to judge", NOTHING)
    # As many runs as gtm status makes, and the same luck on both sides.
    likely = forecast(after.study, runs) if runs else chance.glance(after.study)
    sides = (Side(before.study, forecast(before.study, likely.runs, likely.seed)) if before is not None else None,
             Side(after.study, likely))  # fmt: skip
    files = {
        path for path in {*old.tree.files, *new.tree.files} if old.tree.files.get(path) != new.tree.files.get(path)
    }
    found = diff.compare(before, after, sides, files)
    steps = _blame(old, new, name, day) if blame_date and before is not None else None
    compared = Sides(*said)
    if format == "json":
        from gtm.reports import json

        click.echo(json.diff(found, compared.before, compared.after, steps), nl=False)
    elif format == "markdown":
        from gtm.reports import diff_markdown

        click.echo(diff_markdown.render(found, compared.before, compared.after, steps), nl=False)
    else:
        from gtm.terminal import diff as drawn
        from gtm.terminal import screen

        paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
        click.echo(screen.render(drawn.lines(found, compared, steps, paper.columns), paper), nl=False, color=True)
    return FINDINGS if fail_on == "worse" and diff_review.worse(found) else 0


def _sides(ctx: click.Context, base: str | None, head: str | None) -> tuple[Any, Any, tuple[str, str]]:
    """The files before and after, and how the two are called."""
    from gtm import history, pipeline

    root = find_root(ctx)
    repository = history.open_repository(root or _here(ctx))
    if isinstance(repository, history.Fault):
        if root is None and "not in a git" in repository.message:
            open_files(ctx)  # says that there is no workspace
        raise Trouble(str(repository), ENVIRONMENT)
    if base is not None and head is None and ".." in base.strip("."):
        base, head, parted = _range(base)
    else:
        parted = False
    blobs = history.Blobs(repository, pipeline.MAX_BYTES)
    if head is not None:
        commit = _commit(repository, head)
        new, after = pipeline.read(_tree(repository, commit, blobs)), _called(head, commit)
        fault = pipeline.unusable(new)
        if fault:
            raise Trouble(f"{after}: {fault}", NOTHING)
    else:
        _whole(repository)
        commit, new = repository.head or "", open_files(ctx)
        after = f"work tree on {repository.label}"
    start, before = _start(repository, base, commit, parted)
    old = pipeline.read(_tree(repository, start, blobs), _known(new))
    return old, new, (before, after)


def _known(files: Any) -> Any:
    """Files that were read without a complaint: those that are the same on the other side are not read again."""
    said = {one.span.path for one in files.diagnostics}
    return {(one.path, files.tree.files[one.path]): (one, ()) for one in files.documents if one.path not in said}


def _here(ctx: click.Context) -> str:
    return str(ctx.params.get("workspace") or (ctx.find_root().obj or {}).get("workspace") or ".")


def _range(words: str) -> tuple[str, str | None, bool]:
    """`A..B` and `A...B`, as git writes them; the second from where they parted."""
    sign = "..." if "..." in words else ".."
    left, _, right = words.partition(sign)
    return left or "HEAD", right or "HEAD", sign == "..."


def _start(repository: Any, base: str | None, commit: str, parted: bool) -> tuple[str, str]:
    """The commit to compare with and its name: the one given, or where the history left the main branch."""
    from gtm import history

    if base is not None:
        found = _commit(repository, base)
        if parted:
            found = _sure(history.merge_base(repository, found, commit))
        return found, _called(base, found)
    name, main = _sure(history.main_branch(repository))
    start = _sure(history.merge_base(repository, main, commit)) if commit else main
    return start, _called(name, start)


def _called(name: str, commit: str) -> str:
    return name if commit.startswith(name) else f"{name} {commit[:7]}"


def _sure(found: Any) -> Any:
    from gtm import history

    if isinstance(found, history.Fault):
        raise Trouble(str(found), ENVIRONMENT)
    return found


def _commit(repository: Any, name: str) -> str:
    """The hash behind a name; ends with 2 and a suggestion where there is no such name, else with 4."""
    from gtm import history
    from gtm.diagnostics import did_you_mean

    found = history.resolve(repository, name)
    if isinstance(found, history.Fault) and found.unknown:
        hint = did_you_mean(name, history.names(repository), "git branch -a lists the branches")
        raise Trouble(f"{found.message}; {hint}", USAGE)
    return str(_sure(found))


def _tree(repository: Any, commit: str, blobs: Any) -> Any:
    from gtm import history

    return _sure(history.tree(repository, commit, blobs))


def _whole(repository: Any) -> None:
    """Ends with 4 while a merge holds files of the workspace in several versions."""
    from gtm import history

    torn = _sure(history.unmerged(repository))
    if torn:
        more = f" and {len(torn) - 3} more" if len(torn) > 3 else ""
        stand = "stand" if len(torn) > 1 else "stands"
        raise Trouble(
            f"a merge is not finished: {', '.join(torn[:3])}{more} {stand} in several versions; "
            "finish it, or compare two commits: gtm diff BASE HEAD",
            ENVIRONMENT,
        )


def _launch(old: Any, new: Any, wanted: str | None, as_of: Any) -> tuple[str, Any]:
    from gtm import pipeline

    name, problem = pipeline.choose(new, wanted)
    if name is None:
        name, _ = pipeline.choose(old, wanted)
    if name is None:
        raise Trouble(problem, USAGE)
    return name, as_of or pipeline.today(new, now())


def _compiled(files: Any, name: str, day: Any) -> Any:
    """One side compiled; None where the launch, or the workspace, is not there or not usable."""
    from gtm import pipeline

    return pipeline.compile(files, day, name) if name in files.launches and not pipeline.unusable(files) else None


def _blame(old: Any, new: Any, name: str, day: Any) -> Any:
    from dataclasses import replace

    from gtm import pipeline
    from gtm.analysis.blame import blame

    return blame(
        old.documents,
        new.documents,
        name,
        lambda documents: pipeline.compile(replace(old, documents=tuple(documents)), day, name, placed=False).study,
    )
