"""The way of a policy officer, walked in a real browser: from the home page to the sentence, and back again."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.web.conftest import SEEDS

ALLIANCE = "邹区医疗集团"
HOSPITAL = "泉州市第一医院"


def asked(graph: Path, *words: str) -> list[dict[str, Any]]:
    """What `kg query` answers on the command line."""
    command = [sys.executable, "-m", "kg", "query", *words, "--format", "json", "--graph", str(graph)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def identity(visit: Visit, name: str) -> str:
    answer = visit.context.request.get(f"{visit.address}/api/search", params={"q": name}).json()
    return str(answer["items"][0]["id"])


def network(visit: Visit, name: str) -> Page:
    page = visit.open(f"#/work?n={identity(visit, name)}")
    page.wait_for_selector("#network[data-nodes]")
    return page


def shown(page: Page) -> dict[str, Any]:
    """Nodes with their places, selection and filters, as the address tells them."""
    parameters = page.evaluate("Object.fromEntries(new URLSearchParams(location.hash.split('?')[1]))")
    return {
        **parameters,
        "nodes": page.get_attribute("#network", "data-nodes"),
        "edges": page.get_attribute("#network", "data-edges"),
    }


def test_from_home_to_the_sentence_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("/")
    page.keyboard.type("泉州市第一")
    page.wait_for_selector("#find-list [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "find-0"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(HOSPITAL)
    page.locator("button.fact", has_text="合作").first.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#evidence blockquote.raw mark").first
    expect(mark).to_be_visible()
    start, end = map(int, re.findall(r"(\d+)–(\d+)", page.inner_text("#evidence"))[0])
    text = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8")
    assert mark.text_content() == text[start:end]
    expect(page.locator("#evidence .clean mark").first).to_be_visible()
    for told in ("泉州市卫生健康委员会2022年卫生健康工作总结", "2023-02-13", "relations_alliance"):
        assert told in page.inner_text("#evidence")
    page.keyboard.press("Escape")
    expect(page.locator("#evidence")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "fact"


def test_the_home_page_tells_what_kg_query_tells(visit: Visit, graph: Path) -> None:
    page = visit.open()
    page.wait_for_selector("canvas[data-drawn]")
    overview = visit.context.request.get(f"{visit.address}/api/overview").json()
    told = {
        one.get_attribute("data-count"): int(one.locator("strong").inner_text().replace(",", ""))
        for one in page.locator(".tiles li").all()
    }
    reports = asked(graph, "reports")
    assert told["reports"] == len(reports) == 3
    counts = {row["name"]: row["count"] for row in asked(graph, "overview")}
    assert told["institutions"] in counts.values()
    assert told["alliances"] in counts.values()
    assert told["statements"] == overview["statements"]["total"]


def test_a_click_on_a_circle_opens_the_network(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_selector("canvas[data-drawn]")
    canvas = page.locator(".panorama canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    data = visit.context.request.get(f"{visit.address}/api/panorama").json()
    nodes = data["nodes"]
    first = next(
        i for i, (kind, key) in enumerate(zip(nodes["kind"], nodes["id"], strict=True)) if kind == 4 and key
    )
    scale = min(box["width"], box["height"]) / (2.06 * data["radius"])
    canvas.click(
        position={
            "x": box["width"] / 2 + nodes["x"][first] * scale,
            "y": box["height"] / 2 + nodes["y"][first] * scale,
        }
    )
    page.wait_for_selector("#network[data-nodes]")
    assert page.locator(".selection a.thing").first.inner_text() == nodes["name"][first]


def test_expand_undo_redo_and_a_link_that_brings_the_view_back(visit: Visit, browser: Browser) -> None:
    page = network(visit, ALLIANCE)
    before = shown(page)
    page.locator(".expand button.chip").first.click()
    page.locator(".selection button", has_text="两步以内").click()
    page.wait_for_function(
        "n => Number(document.querySelector('#network').dataset.nodes) > n", arg=int(before["nodes"])
    )
    after = shown(page)
    page.locator("#undo").click()
    page.wait_for_function("n => document.querySelector('#network').dataset.nodes === n", arg=before["nodes"])
    assert shown(page)["n"] == before["n"]
    page.locator("#redo").click()
    page.wait_for_function("n => document.querySelector('#network').dataset.nodes === n", arg=after["nodes"])
    page.locator("details.filters summary").click()
    page.locator("[data-key='hiddenStatus-target']").uncheck()
    page.locator("[data-key='hiddenRelations-locatedIn']").uncheck()
    page.wait_for_function("() => location.hash.includes('hr=locatedIn')")
    link, left = page.url, shown(page)
    assert int(left["edges"]) < int(after["edges"])
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    other = context.new_page()
    other.goto(link)
    other.wait_for_selector("#network[data-nodes]")
    assert shown(other) == left
    context.close()


def test_the_same_graph_is_laid_out_the_same(visit: Visit) -> None:
    first = shown(network(visit, HOSPITAL))
    assert shown(network(visit, HOSPITAL)) == first
    places = [part.split("~")[1:] for part in first["n"].split("!")]
    assert len({tuple(place) for place in places}) == len(places)


def test_path_pin_collapse_remove_and_the_table_in_step(visit: Visit) -> None:
    page = network(visit, HOSPITAL)
    rows = page.locator(".table tbody tr")
    assert rows.count() == int(page.get_attribute("#network", "data-edges") or 0)
    page.locator(".selection button", has_text="固定").click()
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('~p')")
    partner = rows.filter(has_text="复旦大学附属中山医院").first
    partner.locator("button.plain", has_text="复旦").click()
    expect(page.locator(".table tr.chosen").first).to_contain_text("复旦大学附属中山医院")
    count = int(page.get_attribute("#network", "data-nodes") or 0)
    page.locator(".selection button", has_text="移除").click()
    page.wait_for_function(
        "n => Number(document.querySelector('#network').dataset.nodes) === n - 1", arg=count
    )
    page.fill("#work-find", "复旦大学附属中山医院")
    page.wait_for_selector("#work-find-list [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_function("n => Number(document.querySelector('#network').dataset.nodes) === n", arg=count)
    page.locator(".table button.plain", has_text=HOSPITAL).first.click()
    page.locator(".selection button", has_text="收起邻居").click()
    page.wait_for_function("n => Number(document.querySelector('#network').dataset.nodes) < n - 4", arg=count)


def test_pictures_carry_the_legend_and_the_sources(visit: Visit, tmp_path: Path) -> None:
    page = network(visit, HOSPITAL)
    with page.expect_download() as got:
        page.locator("#svg").click()
    got.value.save_as(tmp_path / "network.svg")
    text = "".join(ET.parse(tmp_path / "network.svg").getroot().itertext())
    for word in (
        "泉州市第一医院",
        "复旦大学附属中山医院",
        "合作",
        "机构",
        "计划",
        "来源",
        "泉州市卫生健康委员会2022年卫生健康工作总结",
    ):
        assert word in text
    with page.expect_download() as got:
        page.locator("#png").click()
    got.value.save_as(tmp_path / "network.png")
    assert (tmp_path / "network.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as got:
        page.locator("#csv").click()
    got.value.save_as(tmp_path / "network.csv")
    lines = (tmp_path / "network.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + int(page.get_attribute("#network", "data-edges") or 0)


def test_the_region_page_has_the_numbers_of_kg_query(visit: Visit, graph: Path) -> None:
    page = visit.open(f"#/entity/{identity(visit, '泉州市')}")
    page.fill("#indicator-filter", "下转人次")
    cells = page.locator(".indicators tbody tr button.fact")
    expect(cells.first).to_be_visible()
    told = {re.sub(r"[^\d.]", "", text) for text in cells.all_inner_texts()}
    rows = asked(graph, "indicator", "name=下转人次", "region=泉州市")
    assert rows
    assert told == {f"{float(row['value']):g}" for row in rows}
    cells.first.click()
    expect(page.locator("#evidence mark").first).to_be_visible()
    with page.expect_download() as got:
        page.locator("[data-format=ttl]").click()
    assert got.value.path().read_text(encoding="utf-8").count("@prefix") > 2


def test_a_question_answers_as_the_command_line_does(visit: Visit, graph: Path) -> None:
    page = visit.open("#/questions")
    page.locator("a[href='#/questions/alliances']").click()
    page.wait_for_selector("#p-region")
    page.fill("#p-region", "钟楼区")
    page.locator("#ask").click()
    page.wait_for_selector(".answer")
    visit.settle()
    rows = asked(graph, "alliances", "region=钟楼区")
    assert page.locator(".answer tbody tr").count() == len(rows)
    assert page.locator(".answer tbody tr td:first-child").all_inner_texts() == [
        row["alliance"] for row in rows
    ]
    page = visit.open("#/questions/partners?name=泉州市第一医院")
    page.locator("[data-view=graph]").click()
    page.wait_for_selector(".answers .network[data-nodes]")


def test_free_cypher_answers_and_refuses_in_words(visit: Visit) -> None:
    page = visit.open("#/cypher")
    page.fill("#cypher", "MATCH (a:Alliance) RETURN a.name AS name ORDER BY name")
    page.locator("#run").click()
    expect(page.locator(".answer")).to_contain_text(ALLIANCE)
    page.fill("#cypher", "MATCH (n) DETACH DELETE n")
    page.locator("#run").click()
    expect(page.locator(".answers [role=alert]")).to_be_visible()
    assert [text for text in visit.complaints if "403" not in text] == []
    visit.complaints.clear()  # the browser itself notes an answer of 403


def test_language_and_colours_are_remembered(visit: Visit) -> None:
    page = visit.open()
    page.locator("#language").click()
    expect(page.locator("h1")).to_contain_text("Who leads")
    page.locator("#theme").click()
    page = visit.open("#/questions")
    expect(page.locator("h1")).to_have_text("Questions to ask")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]") == [
        "en",
        "dark",
    ]
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text("现成的问题")


def test_a_report_is_read_whole_with_its_mentions(visit: Visit) -> None:
    stem = next(SEEDS.glob("003_*.txt")).stem
    page = visit.open(f"#/report/{stem}?at=4170-4208")
    text = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8")
    assert page.locator(".reader .text").text_content() == text
    assert "".join(page.locator(".reader .at").all_text_contents()) == text[4170:4208]
    mentions = page.locator(".mention[data-type=Institution]")
    assert mentions.count() > 20
    page.locator(".types label", has_text="机构").locator("input").uncheck()
    assert mentions.count() == 0
    page.locator(".margin button.fact").nth(5).click()
    expect(page.locator("#evidence mark").first).to_be_visible()
    marked = page.locator("#evidence .raw mark").first.text_content()
    assert "".join(page.locator(".reader .at").all_text_contents()) == marked


def test_markup_in_a_report_is_text(visit: Visit) -> None:
    page = visit.open("#/report/hostile")
    assert "<script>window.hurt=1</script>" in (page.locator(".reader .text").text_content() or "")
    page.locator(".margin button.fact").first.click()
    page.wait_for_selector("#evidence mark")
    visit.open(f"#/work?n={identity(visit, '平湖县人民医院')}")
    page.wait_for_selector("#network[data-nodes]")
    assert page.evaluate("window.hurt") is None
    assert page.locator("main img, main script").count() == 0


def test_the_shortest_path_and_the_years(visit: Visit) -> None:
    ends = [identity(visit, name) for name in ("复旦大学附属华山医院", "泉州市")]
    page = visit.open(f"#/work?n={'!'.join(ends)}&s={'!'.join(ends)}")
    page.wait_for_selector("#network[data-nodes='2']")
    page.locator("[data-key=path]").click()
    expect(page.locator(".note")).to_have_text("最短路径: 2")
    assert page.get_attribute("#network", "data-nodes") == "3"
    page.locator("[data-key=year]").fill("0")
    expect(page.locator(".timeline output")).to_have_text("≤ 2022")
    assert "y=2022" in page.url
    page.locator("[data-key=play]").click()
    expect(page.locator(".timeline output")).to_have_text("所有年份")
    expect(page.locator("[data-key=play]")).to_have_text("播放")


def test_a_button_under_the_pointer_can_be_read(visit: Visit) -> None:
    page = visit.open("#/questions/alliances")
    for button in ("#ask", "[role=tab][aria-selected='true']"):
        if not page.locator(button).count():
            page.click("#ask")
            page.wait_for_selector(button)
        page.hover(button)
        colours = page.locator(button).evaluate(
            "one => { const s = getComputedStyle(one); return [s.color, s.backgroundColor] }"
        )
        assert colours[0] != colours[1]


def test_ties_are_drawn_where_circles_can_be_told_apart(visit: Visit) -> None:
    data = visit.context.request.get(f"{visit.address}/api/panorama").json()
    page = visit.open()
    page.wait_for_selector("canvas[data-ties]")
    assert int(page.get_attribute("canvas", "data-ties") or 0) == len(data["ties"]) > 0
    crowded = {**data, "radius": data["radius"] * 100}  # the whole is so large that each circle is a speck
    page.route("**/api/panorama*", lambda route: route.fulfill(json=crowded))
    page = visit.open()
    page.wait_for_selector("canvas[data-ties='0']")
    page.locator("canvas").focus()
    for _ in range(14):
        page.keyboard.press("+")
    page.wait_for_selector("canvas:not([data-ties='0'])")
