"""Finding reports: files, folders, globs; each once, in order, and every problem named."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import find_reports


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.TXT", "sub/deep/d.txt", "notes.md", ".hidden.txt", "._a.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def names(paths: list[Path], root: Path) -> list[str]:
    return [p.relative_to(root).as_posix() for p in paths]


def test_a_folder_stands_for_all_its_text_files(tree: Path) -> None:
    paths, errors = find_reports([str(tree)])
    assert names(paths, tree) == ["a.txt", "b.txt", "sub/c.TXT", "sub/deep/d.txt"]
    assert errors == []


def test_each_file_once_whatever_names_it(tree: Path) -> None:
    paths, errors = find_reports([f"{tree}/b.txt", str(tree), f"{tree}/*.txt", f"{tree}/sub/../a.txt"])
    assert sorted(p.resolve() for p in paths) == paths == sorted(paths, key=str)
    assert len(paths) == 4
    assert errors == []


def test_globs(tree: Path) -> None:
    paths, errors = find_reports([f"{tree}/**/d.txt"])
    assert names(paths, tree) == ["sub/deep/d.txt"]
    assert errors == []


def test_problems_are_named_and_the_rest_goes_on(tree: Path) -> None:
    paths, errors = find_reports([f"{tree}/none.txt", f"{tree}/empty", f"{tree}/*.csv", f"{tree}/a.txt"])
    assert names(paths, tree) == ["a.txt"]
    assert [type(e) for e in errors] == [InputError] * 3
    for error, name in zip(errors, ("none.txt", "empty", "*.csv"), strict=True):
        assert name in str(error)


def test_two_files_of_one_name(tree: Path) -> None:
    (tree / "sub" / "a.txt").write_text("y", encoding="utf-8")
    paths, errors = find_reports([str(tree)])
    assert "sub/a.txt" not in names(paths, tree)
    assert "a.txt" in names(paths, tree)
    assert len(errors) == 1
    assert str(tree / "a.txt") in str(errors[0])
    assert str(tree / "sub" / "a.txt") in str(errors[0])
