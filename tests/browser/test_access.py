"""Every page before axe-core, in both languages and palettes, on a desk and in a hand; and the words of empty and failing pages."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.test_officer import ALLIANCE, HOSPITAL, identity

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def faults(visit: Visit) -> list[Any]:
    """What axe-core finds serious. It is put in over the debugger: the page's own policy would refuse it."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("Runtime.evaluate", {"expression": AXE})
    found = visit.page.evaluate("axe.run(document)")
    assert len(found["passes"]) > 10
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def views(visit: Visit) -> list[str]:
    hospital, alliance = identity(visit, HOSPITAL), identity(visit, ALLIANCE)
    facts = visit.context.request.get(f"{visit.address}/api/expand?id={hospital}&limit=1").json()
    statement = facts["edges"][0]["data"]["id"]
    indicator = visit.context.request.get(f"{visit.address}/api/compare/indicators?limit=1").json()["items"][
        0
    ]["id"]
    return [
        "", f"#/work?n={alliance}", f"#/work?n={hospital}&e={statement}", "#/work", f"#/entity/{hospital}", f"#/entity/{identity(visit, '泉州市')}", f"#/entity/{indicator}", "#/report/hostile",
        "#/compare", f"#/compare?indicator={indicator}", "#/questions", "#/questions/partners?name=" + HOSPITAL, "#/cypher", "#/about",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "theme", "size"), [("zh", "light", (1280, 720)), ("en", "dark", (390, 844))]
)
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, language: str, theme: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    visit = Visit(context, address)
    visit.open()
    visit.page.evaluate(
        "([lang, theme]) => { localStorage.setItem('kg.lang', lang); localStorage.setItem('kg.theme', theme); }",
        [language, theme],
    )
    for where in views(visit):
        page = visit.open(where)
        if where.startswith("#/work?"):
            page.wait_for_selector("#network[data-nodes]")
        if "&e=" in where:
            page.wait_for_selector("#evidence mark")
        assert faults(visit) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), where
    assert visit.complaints == []
    assert visit.outside == []
    context.close()


def test_what_is_not_there_is_said_in_words(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/#/entity/0000000000000000")
    expect(page.locator(".trouble")).to_contain_text("没有得到结果")
    page.goto(f"{visit.address}/#/nowhere")
    expect(page.locator(".trouble")).to_contain_text("没有这个页面")
    page.fill("#find", "qqqqzzzz")
    expect(page.locator("#find-list")).to_contain_text("没有找到")
    visit.open("#/work")
    expect(page.locator(".empty.over")).to_contain_text("图上还没有内容")
    assert all("404" in text for text in visit.complaints)
    visit.complaints.clear()  # the browser itself notes an answer of 404


def test_at_twice_the_size_nothing_is_cut(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 640, "height": 360}, device_scale_factor=2, locale="zh-CN"
    )
    visit = Visit(context, address)
    for where in ("", f"#/work?n={identity(visit, ALLIANCE)}", f"#/entity/{identity(visit, '泉州市')}"):
        page = visit.open(where)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), where
    context.close()


def test_the_region_page_prints_without_controls(visit: Visit) -> None:
    page = visit.open(f"#/entity/{identity(visit, '泉州市')}")
    page.emulate_media(media="print")
    expect(page.locator("#top")).to_be_hidden()
    expect(page.locator("#indicator-filter")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).maxHeight") == "none"
    assert page.pdf().startswith(b"%PDF")
