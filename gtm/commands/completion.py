"""gtm completion: the script that lets a shell complete commands, options and ids."""

import sys
from typing import Any

import click

from gtm.commands import ENVIRONMENT, Trouble

_HOW = {
    "bash": 'eval "$(gtm completion bash)"   in ~/.bashrc',
    "zsh": 'eval "$(gtm completion zsh)"   in ~/.zshrc',
    "fish": "gtm completion fish > ~/.config/fish/completions/gtm.fish",
    "powershell": "gtm completion powershell | Out-String | Invoke-Expression   in $PROFILE",
}


@click.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(list(_HOW)))
@click.pass_context
def command(ctx: click.Context, /, shell: str, **_: Any) -> int:
    """The script that completes commands, options and ids in SHELL: bash, zsh, fish or powershell.

    \b
    eval "$(gtm completion bash)"    in ~/.bashrc
    eval "$(gtm completion zsh)"     in ~/.zshrc
    gtm completion fish > ~/.config/fish/completions/gtm.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise Trouble(f"this version of click has no completion for {shell}: pip install -U click", ENVIRONMENT)
    click.echo(kind(ctx.find_root().command, {}, "gtm", "_GTM_COMPLETE").source())
    if sys.stdout.isatty():  # not where the script is being read by a shell
        click.echo(f"gtm: to use it: {_HOW[shell]}", err=True)
    return 0
