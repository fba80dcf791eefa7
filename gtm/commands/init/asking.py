"""Knows where the answers for a new launch come from: options, or a person on a terminal. It must not use them."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from gtm.commands import USAGE, Trouble

Value = TypeVar("Value")
_SAMPLE = 'gtm init acme --title "Atlas 2.0" --date 2027-02-16 --traits saas,subscription --tier 2'


class Answers:
    """Where answers come from: the options, and a person on a terminal for what they leave open."""

    def __init__(self, options: Mapping[str, Any], required: tuple[str, ...]) -> None:
        self._options = options
        missing = [f"--{name}" for name in required if options[name] is None]
        self.asks = bool(missing) and sys.stdin.isatty() and sys.stderr.isatty()
        if missing and not self.asks:
            listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
            verb = "is" if len(missing) == 1 else "are"
            raise Trouble(f"{listed} {verb} missing; for example: {_SAMPLE}", USAGE)

    def value(self, option: str, read: Callable[[str], Value], question: str, default: str | None = None) -> Value:
        """An option's value; else asked for, again and again until it can be read."""
        from gtm.edit.answers import Unclear

        def reader(text: str) -> Value:
            try:
                return read(text)
            except Unclear as unclear:
                raise click.BadParameter(str(unclear)) from unclear

        if self.asks and self._options[option] is None:
            found: Value = click.prompt(question, default=default, value_proc=reader, err=True)
            return found
        try:
            text = self._options[option]
            return read(text if text is not None else default or "")
        except Unclear as unclear:
            raise Trouble(f"--{option}: {unclear}", USAGE) from unclear

    def note(self, text: str) -> None:
        """A word beside the questions, on stderr as they are."""
        if self.asks:
            click.echo(text, err=True)

    def tell(self, text: str) -> None:
        """A word that matters even when nobody is asked."""
        click.echo(text, err=True)

    def agrees(self, question: str, default: bool) -> bool:
        """A yes or no; the default when nobody can be asked."""
        return click.confirm(question, default=default, err=True) if self.asks else default
