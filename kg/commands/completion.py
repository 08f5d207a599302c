"""`kg completion`: Tab completes commands, options, questions and their parameters."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that makes Tab complete commands, options, questions and their parameters.

    输出命令补全脚本。

    \b
    bash:  echo 'eval "$(kg completion bash)"' >> ~/.bashrc
    zsh:   echo 'eval "$(kg completion zsh)"' >> ~/.zshrc
    fish:  kg completion fish > ~/.config/fish/completions/kg.fish
    """
    found = get_completion_class(shell)
    assert found is not None  # click.Choice lets no other shell in
    click.echo(found(ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source())
