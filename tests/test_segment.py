"""The tokenizers: every token where its characters stand, known words whole, clear words when a model fails."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KgError, ModelError
from kg.extract.segmenter import blank_pipeline
from tests.tiny_pkuseg import sentences, train_tiny

HOSPITAL = "开平市中心医院"
WORDS = [HOSPITAL, "开平市", "　广东省人民医院 ", "", "广东省人民医院"]
# blanks of every kind, an unknown script, a character beyond the BMP
UNTIDY = f"\n  {HOSPITAL}与\t广东省人民医院　签订协议。\r\n\r\nCCU 12.5‰，𠮷林 \n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def nlp(model: Path):
    return blank_pipeline("pkuseg", model_dir=model, user_dict=WORDS)


def cut(nlp, text: str) -> list[str]:
    return [token.text for token in nlp(text) if not token.is_space]


def test_char_gives_one_token_a_character():
    assert cut(blank_pipeline("char", user_dict=[HOSPITAL]), HOSPITAL) == list(HOSPITAL)


def test_pkuseg_finds_the_words_it_was_trained_on(model: Path):
    nlp = blank_pipeline("pkuseg", model_dir=model)
    for sentence in sentences()[::17]:
        assert cut(nlp, sentence.replace(" ", "")) == sentence.split()


def test_words_of_the_user_stay_whole(model: Path, nlp):
    text = f"{HOSPITAL}与广东省人民医院签订合作协议。"
    assert HOSPITAL not in cut(blank_pipeline("pkuseg", model_dir=model), text), (
        "the model alone must not know it"
    )
    assert cut(nlp, text) == [HOSPITAL, "与", "广东省人民医院", "签订", "合作", "协议", "。"]


def test_a_known_word_ends_where_it_ends_when_a_longer_one_fails(nlp):
    assert cut(nlp, "在开平市中心城区新建") == ["在", "开平市", "中心", "城区", "新建"]


@pytest.mark.parametrize("segmenter", ["char", "pkuseg"])
@pytest.mark.parametrize("text", [UNTIDY, "", " ", "\n\n", HOSPITAL, f"{HOSPITAL}{HOSPITAL}开平市中"])
def test_offsets_reproduce_the_text(segmenter: str, text: str, model: Path):
    doc = blank_pipeline(segmenter, model_dir=model, user_dict=WORDS)(text)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("开平市中心医院与广东省人民 \n　a1，。\u00a0𠮷"), max_size=40))
def test_no_character_is_lost_or_moved(nlp, text: str):
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_words_may_come_from_a_file(model: Path, tmp_path: Path):
    file = tmp_path / "words.txt"
    file.write_text(f"\ufeff{HOSPITAL}\tORG\r\n\r\n开平市\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    assert cut(blank_pipeline("pkuseg", model_dir=model, user_dict=file), HOSPITAL) == [HOSPITAL]
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_of_words_that_cannot_be_read_is_named(model: Path, tmp_path: Path):
    with pytest.raises(InputError, match=r"absent\.txt"):
        blank_pipeline("pkuseg", model_dir=model, user_dict=tmp_path / "absent.txt")
    file = tmp_path / "gbk.txt"
    file.write_bytes(HOSPITAL.encode("gbk"))
    with pytest.raises(InputError, match="UTF-8"):
        blank_pipeline("pkuseg", model_dir=model, user_dict=file)


def test_unknown_segmenter_names_the_known_ones():
    with pytest.raises(KgError, match=r"jieba.*char, pkuseg"):
        blank_pipeline("jieba")


def test_missing_model_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KG_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match=r"features\.msgpack.*run `kg models install pkuseg`"):
        blank_pipeline("pkuseg")


def test_an_old_pickled_model_is_never_opened(model: Path, tmp_path: Path):
    (tmp_path / "features.pkl").write_bytes(b"cbuiltins\nexit\n(tR.")
    shutil.copy(model / "weights.npz", tmp_path)
    with pytest.raises(ModelError, match=r"features\.msgpack is missing"):
        blank_pipeline("pkuseg", model_dir=tmp_path)


@pytest.mark.parametrize("name", ["features.msgpack", "weights.npz"])
@pytest.mark.parametrize("keep", [0, 100, 1000])
def test_damaged_model_says_what_to_do(name: str, keep: int, model: Path, tmp_path: Path):
    copy = shutil.copytree(model, tmp_path / "copy")
    file = copy / name
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged"):
        blank_pipeline("pkuseg", model_dir=copy)


def test_a_changed_byte_in_the_weights_is_noticed(model: Path, tmp_path: Path):
    copy = shutil.copytree(model, tmp_path / "copy")
    data = bytearray((copy / "weights.npz").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (copy / "weights.npz").write_bytes(data)
    with pytest.raises(ModelError, match="damaged"):
        blank_pipeline("pkuseg", model_dir=copy)


def test_files_of_two_models_are_not_mixed(model: Path, tmp_path: Path):
    import msgpack

    copy = shutil.copytree(model, tmp_path / "copy")
    tables = msgpack.unpackb((copy / "features.msgpack").read_bytes())
    tables["feature_to_idx"]["c.more"] = len(tables["feature_to_idx"])
    (copy / "features.msgpack").write_bytes(msgpack.packb(tables))
    with pytest.raises(ModelError, match="damaged"):
        blank_pipeline("pkuseg", model_dir=copy)
