"""A real browser before a real explorer: two seeds and a report full of markup, built by the product, served on a free port."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kg.build import build
from kg.settings import Settings
from kg.web.app import prepare
from kg.web.holder import Holder
from kg.web.sources import EmbeddedSource
from tests.web.conftest import SEEDS, Served

CHROMIUM = os.environ.get("KG_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
HOSTILE = """平湖县卫生健康局2023年工作总结
发布时间：2024-01-15
一、<script>window.hurt=1</script>工作情况
平湖县人民医院<img src=x onerror="window.hurt=1">牵头成立"><svg onload=window.hurt=1>平湖县医共体。平湖县中医院与浙江省人民医院签订合作协议。
全县家庭医生签约率达到75.2%，较上年提高3.1个百分点。2024年家庭医生签约率达到80%以上。
"""
"""A report that would hurt a page which takes text for markup."""


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    texts = [str(SEEDS / name) for name in ("001_*.txt", "003_*.txt")]
    summary = build([*texts, str(folder / "hostile.txt")], Settings(folder / "graph"))
    assert not summary.errors
    return folder / "graph"


@pytest.fixture(scope="session")
def address(graph: Path) -> Iterator[str]:
    with Holder(EmbeddedSource(graph), prepare) as held, Served(held) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        assert not os.environ.get("CI"), "no Chromium: apt-get install chromium"
        pytest.skip("no Chromium: apt-get install chromium, or name one in KG_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """One visitor: a page, what its console complained of, and what it asked of other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on(
            "console",
            lambda one: self.complaints.append(one.text) if one.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.outside.append(url)

    def open(self, where: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{where}")
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_selector("main:not([aria-busy]) > .view")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor who reads Chinese, at 1280 × 720. Fails the test for any error in the console and any request to another host."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, locale="zh-CN", accept_downloads=True
    )
    found = Visit(context, address)
    yield found
    context.close()
    assert found.complaints == []
    assert found.outside == []
