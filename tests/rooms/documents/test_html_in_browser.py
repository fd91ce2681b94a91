"""The HTML edition in a real browser: quiet, self-contained, on any width, by keyboard, in the dark, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.rooms.documents.browser import ABSENT, CHROMIUM, WIDTHS
from tests.rooms.documents.conftest import IN_BROWSER, Document, Library

POINTED = ".content .figure.chart[tabindex='0'] .hotspots"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(params=IN_BROWSER, ids="-".join)
def edition(request: pytest.FixtureRequest, library: Library) -> Document:
    return library(*request.param)


@contextmanager
def opened(browser: Browser, document: Document, folder: Path, width: int = 1280, **options: object) -> Iterator[Page]:
    """The page as a file; ends with a failure when the browser complained or asked for anything else."""
    file = folder / "report.html"
    file.write_bytes(document.html)
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri(), wait_until="load")
    try:
        yield page
        assert said == []
        assert [url for url in asked if not url.startswith(("data:", file.as_uri()))] == []
    finally:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_quiet_and_scrolls_only_downwards(
    browser: Browser, edition: Document, tmp_path: Path, width: int
) -> None:
    with opened(browser, edition, tmp_path, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.body.scrollWidth") <= width


LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1280)]
SEEN = {("lumen-oak", *look) for look in LOOKS} | {
    ("hanbit-beauty", "dark", 360),
    ("tungwah-industrial", "light", 1280),
}
"""Sample, scheme, width: what is checked each time. The others differ from these in their words only."""


@pytest.mark.parametrize(
    ("edition", "scheme", "width"),
    [
        pytest.param(
            one, *look, marks=[] if (one[0], *look) in SEEN else pytest.mark.slow, id="-".join(map(str, (*one, *look)))
        )
        for one in IN_BROWSER
        for look in LOOKS
    ],
    indirect=["edition"],
)
def test_an_accessibility_checker_finds_nothing_serious(
    browser: Browser, edition: Document, tmp_path: Path, scheme: str, width: int
) -> None:
    with opened(browser, edition, tmp_path, width, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        violations = Axe().run(page).response["violations"]
    found = [
        (one["id"], one["nodes"][0]["html"][:120], one["nodes"][0].get("failureSummary", "")[:300], len(one["nodes"]))
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]
    assert found == []


def test_without_javascript_it_is_complete(browser: Browser, edition: Document, tmp_path: Path) -> None:
    with opened(browser, edition, tmp_path, java_script_enabled=False) as page:
        assert page.locator("figure.chart svg, .figure.chart svg").count() >= 1
        assert page.locator("main h2").count() == len(
            [one for one in edition.report.sections if any(block.content for block in one.blocks)]
        )
        first = page.locator("details.data summary").first
        first.click()
        assert page.locator("details.data table").first.is_visible()


def test_the_points_of_a_chart_are_reached_by_keyboard_and_tell_their_value(
    browser: Browser, edition: Document, tmp_path: Path
) -> None:
    with opened(browser, edition, tmp_path) as page:
        group = page.locator(".content .figure.chart[tabindex='0']:has(.hotspots circle)").first
        page.keyboard.press("Tab")  # from here on the browser takes the reader for one with a keyboard
        group.focus()
        tip = page.locator("#tip")
        assert tip.is_visible()
        first = tip.inner_text()
        assert any(character.isdigit() for character in first)
        page.keyboard.press("ArrowRight")
        assert tip.inner_text() != first
        page.keyboard.press("Home")
        assert tip.inner_text() == first
        page.keyboard.press("Escape")
        assert tip.is_hidden()


def test_pointing_at_a_mark_or_tapping_it_tells_its_value(browser: Browser, edition: Document, tmp_path: Path) -> None:
    with opened(browser, edition, tmp_path, has_touch=True) as page:
        spot = page.locator(POINTED).first.locator("circle").nth(2)
        spot.scroll_into_view_if_needed()
        spot.hover(force=True)
        hovered = page.locator("#tip").inner_text()
        assert any(character.isdigit() for character in hovered)
        page.mouse.move(2, 2)
        assert page.locator("#tip").is_hidden()
        spot.tap(force=True)
        assert page.locator("#tip").inner_text() == hovered


def test_the_table_view_opens_by_keyboard(browser: Browser, edition: Document, tmp_path: Path) -> None:
    with opened(browser, edition, tmp_path) as page:
        summary = page.locator("details.data summary").first
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator("details.data table").first.is_visible()


def test_printed_by_the_browser_it_makes_sound_pages(browser: Browser, edition: Document, tmp_path: Path) -> None:
    with opened(browser, edition, tmp_path) as page:
        page.emulate_media(media="print")
        assert page.locator("nav.contents").is_hidden()
        assert page.locator("details.data").first.is_hidden()
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= len(edition.report.sections)
