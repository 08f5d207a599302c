"""Makes docs/screenshots/: the explorer at 1280 × 720 and on a phone. Usage: python -m scripts.screenshots GRAPH (built from seeds/)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kg.web.app import prepare
from kg.web.holder import Holder
from kg.web.sources import EmbeddedSource
from tests.web.conftest import Served

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = {"desktop": (1280, 720), "phone": (390, 844)}


def identity(page: Page, address: str, name: str, kind: str) -> str:
    answer = page.context.request.get(f"{address}/api/search", params={"q": name, "type": kind}).json()
    return str(answer["items"][0]["id"])


def views(page: Page, address: str) -> dict[str, tuple[str, str]]:
    """Name → address and what must be there before the shutter falls."""
    region = identity(page, address, "泉州市", "Region")
    hospital = identity(page, address, "泉州市第一医院", "Institution")
    near = page.context.request.get(f"{address}/api/expand?id={hospital}&relation=partnersWith").json()
    statement = near["edges"][0]["data"]["id"]
    return {
        "home": ("", "canvas[data-drawn]"),
        "working-view": (
            f"#/work?n={identity(page, address, '衡南县人民医院紧密型医联体', 'Alliance')}",
            "#network[data-nodes]",
        ),
        "evidence": (f"#/work?n={hospital}&e={statement}", "#evidence mark"),
        "region-page": (f"#/entity/{region}", ".indicators button.fact"),
        "report": ("#/report/003_589fb138b699169b?at=4170-4208", ".reader .at"),
    }


def main() -> None:
    target = ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with (
        Holder(EmbeddedSource(Path(sys.argv[1])), prepare) as held,
        Served(held) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size, (width, height) in SIZES.items():
            page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
            for name, (where, sign) in views(page, address).items():
                page.goto("about:blank")
                page.goto(f"{address}/{where}")
                page.wait_for_selector(sign)
                page.wait_for_timeout(600)
                if name == "working-view":
                    page.locator(".selection button").first.click()
                    page.wait_for_timeout(1200)
                    page.evaluate("window.scrollTo(0, 0)")
                page.screenshot(path=target / f"{name}-{size}.png")
        browser.close()


if __name__ == "__main__":
    main()
