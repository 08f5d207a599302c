"""The empty spaCy pipeline that every report goes through: how its characters become tokens.

`char` needs nothing and is exact; `pkuseg` finds words, with a model from `kg models install pkuseg`.
"""

import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import models
from kg.errors import InputError, KgError, ModelError
from kg.settings import SEGMENTERS

if TYPE_CHECKING:
    from spacy.language import Language


def blank_pipeline(
    segmenter: str, *, model_dir: Path | None = None, user_dict: Path | Iterable[str] | None = None
) -> "Language":
    """A Chinese pipeline without components whose tokenizer is `segmenter`, one of `kg.settings.SEGMENTERS`.

    For `pkuseg`, `model_dir` is a folder with features.msgpack and weights.npz (default: the installed model)
    and `user_dict` the words to keep whole, as words or as a UTF-8 file with one on each line. They win over
    the model wherever their characters stand, the longest first, so give names, not words that hide in others:
    范县 would break 示范县. Surrounding blanks do not count; a word with a blank inside is never found. `char`
    needs neither and ignores both.

    Do not call `initialize()` on the result: spaCy would load the tokenizer anew, without these words.
    Loading the pkuseg model takes about 5 s and 0.9 GB: do it once. Raises KgError for an unknown segmenter,
    ModelError when the model is missing or damaged, InputError when the file of words cannot be read.
    """
    if segmenter not in SEGMENTERS:
        raise KgError(f"unknown segmenter {segmenter!r}: use one of {', '.join(SEGMENTERS)}")
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        words = _words(user_dict)
        _load(nlp.tokenizer, models.model_dir(models.PKUSEG) if model_dir is None else model_dir)
        _teach(nlp.tokenizer, words)
    return nlp


def _load(tokenizer: Any, folder: Path) -> None:
    """Give `tokenizer` the pkuseg model in `folder`. Raises ModelError."""
    # looked for here because spacy-pkuseg would go on to unpickle an old features.pkl, which can run code
    missing = [name for name in (models.FEATURES, models.WEIGHTS) if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"no pkuseg model in {folder} ({missing[0]} is missing): run `kg models install pkuseg`"
        )
    try:
        with zipfile.ZipFile(folder / models.WEIGHTS):  # numpy would leave a file that is none open
            pass
        tokenizer.initialize(pkuseg_model=str(folder))
        pkuseg = tokenizer.pkuseg_seg
        if pkuseg.n_feature != pkuseg.model.n_feature:  # its compiled loops check no bounds
            raise ValueError(f"{pkuseg.n_feature} features, weights for {pkuseg.model.n_feature}")
    except (OSError, ValueError, KeyError, TypeError, AssertionError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"the pkuseg model in {folder} is damaged ({error}): "
            "remove that folder and run `kg models install pkuseg`"
        ) from error


def _teach(tokenizer: Any, words: list[str]) -> None:
    """Make `tokenizer` keep `words` whole, by a search that ends each match where its word ends."""
    from spacy_pkuseg import Preprocesser

    preprocesser = Preprocesser(words)
    preprocesser.solve = partial(_split, preprocesser.trie)
    tokenizer.pkuseg_seg.preprocesser = preprocesser


def _split(trie: Any, text: str) -> tuple[list[str], list[bool], list[str]]:
    """Cut `text` at the known words: the pieces, whether each is known, and an empty tag for each.

    In place of pkuseg's own search, which with 开平市 and 开平市中心医院 in its dictionary takes 开平市中心 out of
    开平市中心城区: it goes on along the longer word, fails, and forgets to step back to the shorter one.
    """
    pieces: list[str] = []
    known: list[bool] = []
    start = at = 0
    while at < len(text):
        end = _longest(trie, text, at)
        if end == at:
            at += 1
            continue
        if start < at:
            pieces.append(text[start:at])
            known.append(False)
        pieces.append(text[at:end])
        known.append(True)
        start = at = end
    if start < len(text):
        pieces.append(text[start:])
        known.append(False)
    return pieces, known, [""] * len(pieces)


def _longest(trie: Any, text: str, start: int) -> int:
    """The end of the longest known word that begins at `start`, or `start` itself."""
    node, end = trie, start
    for at in range(start, len(text)):
        node = node.children.get(text[at])
        if node is None:
            break
        if node.isword:
            end = at + 1
    return end


def _words(user_dict: Path | Iterable[str] | None) -> list[str]:
    """The words given, stripped, each once, in an order that does not depend on how they came."""
    if user_dict is None:
        return []
    if isinstance(user_dict, (str, Path)):  # a str is an iterable too, of single characters: never meant
        user_dict = _lines(Path(user_dict))
    return sorted({word.strip() for word in user_dict} - {""})


def _lines(file: Path) -> Iterator[str]:
    """The words of a file: the first column, where tabs make columns. Raises InputError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot read the user dictionary {file} ({error}): give a UTF-8 file, a word a line"
        ) from error
    return (line.split("\t", 1)[0] for line in text.splitlines())
