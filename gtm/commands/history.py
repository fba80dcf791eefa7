"""gtm history: how a launch came to be as it is, commit by commit, from git itself. Exit 4 without it."""

from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    USAGE,
    Trouble,
    chosen,
    color_option,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    read_day,
    use_color,
)


@click.command()
@launch_options
@click.option("--since", metavar="REF|DATE", help="Begin here: a day such as 2027-01-05, or a commit, branch or tag.")
@click.option("--until", metavar="REF|DATE", help="End here instead of with the files as they lie here.")
@click.option("--since-review", is_flag=True, help="Begin with the last commit of an earlier day that brought a "
              "sign-off or a decision.")  # fmt: skip
@click.option("--review", metavar="DATE", callback=read_day, help="Begin with a review held on this day, also where "
              "it left nothing in git.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Every commit; else the last one of each day.")
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, since: str | None, until: str | None,
            since_review: bool, review: Any, everything: bool, format: str, color: str, **_: Any) -> int:  # fmt: skip
    """How did we get here? Readiness, gaps and gates at each commit of this branch.

    Commits are taken along first parents and judged as of their own day. What changed from the
    first to now, the pace, what was forecast for each gate and the age of confirmations follow.

    \b
    gtm history --since-review           what changed since the last review
    gtm history --since 2027-01-12       since a day
    gtm history --since v1 --until v2    between two commits
    """
    import sys

    from gtm import pipeline
    from gtm.past import commits, reviews, spans, telling

    if sum(map(bool, (since, since_review, review))) > 1:
        raise Trouble("--since, --since-review and --review each say where to begin; give one of them", USAGE)
    if until and as_of:
        raise Trouble("--until says the day already; leave --as-of out", USAGE)
    files = open_files(ctx)
    name = chosen(files, launch)
    current = pipeline.compile(files, as_of or pipeline.today(files, now()), name)
    walk = _sure(None, commits.walk(find_root(ctx) or ".", files, name))
    asked = spans.Asked(_day(since), since_review, review, _day(until), everything)
    found = _sure(walk, telling.tell(walk, asked, current, _sure(walk, reviews.reviews(walk))), since or until)
    if format == "json":
        from gtm.reports import json

        click.echo(json.history(found), nl=False)
        return 0
    from gtm.terminal import history as drawn
    from gtm.terminal import screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    click.echo(screen.render(drawn.lines(found, paper.columns), paper), nl=False, color=True)
    return 0


def _day(word: str | None) -> Any:
    """A day where it is one, else the name of a commit."""
    from gtm.dates import parse_day

    return word and (parse_day(word) or word)


def _sure(walk: Any, found: Any, name: str | None = None) -> Any:
    """What was found; ends with 2 and a suggestion for a name that git does not know, else with 4."""
    from gtm import history
    from gtm.diagnostics import did_you_mean

    if not isinstance(found, history.Fault):
        return found
    if found.unknown and walk is not None:
        hint = did_you_mean(name or "", history.names(walk.repository), "give a day such as 2027-01-05, or a commit")
        raise Trouble(f"{found.message}; {hint}", USAGE)
    raise Trouble(str(found), ENVIRONMENT)
