"""The READMEs are true: every command in them exists, both languages name the same commands, and their figures are printed by a command."""

import re
import shlex
from pathlib import Path

import click
import pytest

from kg.cli import main
from kg.query.canned import load_questions

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")


def commands(name: str) -> list[list[str]]:
    """Every `kg …` in the shell blocks of a README, as words, comments and what follows a pipe left out."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            for part in re.split(r"&&|\|", line.split("  #")[0]):
                words = shlex.split(part, comments=True)
                if words and Path(words[0]).name == "kg":
                    found.append(words[1:])
    return found


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_one_and_takes_its_options(name: str) -> None:
    assert len(commands(name)) > 10
    for words in commands(name):
        command: click.Command = main
        context = click.Context(main)
        rest = list(words)
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            word = rest.pop(0)
            below = command.get_command(context, word)
            assert below is not None, f"{name}: kg {' '.join(words)}: there is no {word}"
            command = below
        options = {option for parameter in command.params for option in parameter.opts}
        asked = {word.split("=")[0] for word in rest if word.startswith("--")}
        assert asked <= options, f"{name}: kg {' '.join(words)}"


@pytest.mark.parametrize("name", READMES)
def test_every_question_is_one_with_its_parameters(name: str) -> None:
    questions = load_questions()
    for words in commands(name):
        if words[0] == "query" and len(words) > 1 and not words[1].startswith("-"):
            question = questions[words[1]]
            given = {word.split("=")[0] for word in words[2:] if "=" in word and not word.startswith("-")}
            assert given <= {parameter.name for parameter in question.parameters}, words


def test_both_languages_name_the_same_commands() -> None:
    assert [words[:2] for words in commands(READMES[0])] == [words[:2] for words in commands(READMES[1])]
