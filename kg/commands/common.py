"""What the commands share: the --graph option, errors as one line, and the way to print."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import KgError

Command = TypeVar("Command", bound=Callable[..., Any])

graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("graph"),
    envvar="KG_GRAPH",
    show_default=True,
    show_envvar=True,
    help="Folder of the graph. 图谱所在文件夹。",
)


def shows_errors(command: Command) -> Command:
    """Turns a KgError, or an error of the disk, into one line on stderr and exit code 1."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except KgError as error:
            note(f"error: {error}")
            sys.exit(1)
        except BrokenPipeError:  # the reader of our output has gone: `kg … | head`
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:  # what no stage expects: a full disk under our output
            note(
                f"error: {error.filename or 'output'}: {error.strerror or error}: free some space or write elsewhere"
            )
            sys.exit(1)

    return wrapped  # type: ignore[return-value]  # same signature as the command


def note(text: str) -> None:
    """A line for the person, on stderr."""
    click.echo(text, err=True)
