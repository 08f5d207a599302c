"""Every example and counter-example in the data files of stage 2."""

import pytest

from kg.normalise import furniture, openers, script, sections

LINES = {rule.name: rule.pattern for rule in furniture.line_rules()}
INLINE = dict(furniture.inline_rules())


def cases(kind: str, key: str) -> list[tuple[str, str]]:
    return [(rule["name"], text) for rule in furniture.rules()[kind] for text in rule[key]]


@pytest.mark.parametrize(("name", "text"), cases("line", "examples"))
def test_a_furniture_line_is_taken(name: str, text: str) -> None:
    assert LINES[name].fullmatch(text)


@pytest.mark.parametrize(
    "text", sorted({t for kind in ("line", "inline") for _, t in cases(kind, "counter")})
)
def test_a_line_of_a_report_stays(text: str) -> None:
    assert furniture.furniture_ranges(text) == () or text == "【收获】"
    assert not any(pattern.fullmatch(text) for pattern in LINES.values())


@pytest.mark.parametrize(("name", "text"), cases("inline", "examples"))
def test_an_inline_piece_is_taken(name: str, text: str) -> None:
    assert INLINE[name].fullmatch(text)


@pytest.mark.parametrize(("name", "text"), cases("inline", "counter"))
def test_an_inline_piece_stays(name: str, text: str) -> None:
    assert not INLINE[name].search(text)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        *[pair for r in script.rules()["repair"] for pair in zip(r["from"], r["to"], strict=True)],
        *[(r["from"], r["to"]) for r in script.rules()["example"]],
    ],
)
def test_conversion_and_repairs(source: str, target: str) -> None:
    assert script.convert(source) == target


@pytest.mark.parametrize(
    ("role", "heading"),
    [(r["role"], text) for r in openers.section_rules()["role"] for text in r["examples"]],
)
def test_a_heading_tells_its_role(role: str, heading: str) -> None:
    assert sections.role_of(heading) == role


@pytest.mark.parametrize(
    ("role", "heading"), [(r["role"], text) for r in openers.section_rules()["role"] for text in r["counter"]]
)
def test_a_heading_does_not_tell_that_role(role: str, heading: str) -> None:
    assert sections.role_of(heading) != role


@pytest.mark.parametrize("text", openers.section_rules()["opener"]["examples"])
def test_words_that_open_a_plan(text: str) -> None:
    assert openers.opens_plan(text)


@pytest.mark.parametrize("text", openers.section_rules()["opener"]["counter"])
def test_words_that_open_none(text: str) -> None:
    assert not openers.opens_plan(text)


@pytest.mark.parametrize("text", openers.section_rules()["problems"]["examples"])
def test_words_that_open_problems(text: str) -> None:
    assert openers.opens_problems(text)


@pytest.mark.parametrize("text", openers.section_rules()["problems"]["counter"])
def test_words_that_open_no_problems(text: str) -> None:
    assert not openers.opens_problems(text)
