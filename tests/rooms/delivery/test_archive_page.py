"""The page for people: in the client's language, from the log alone, every link to bytes that are there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reportgen.delivery.archive import approve, commit, entries, receipt, verify
from reportgen.delivery.archive.page import index_page
from tests.rooms.delivery.archive_sample import AT, archive, release


class Page(HTMLParser):
    """Links with their attributes, and the text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(content.decode())
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attributes))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(folder: Path) -> Page:
    return Page((archive(folder).home / "index.html").read_bytes())


def test_periods_and_revisions_stand_newest_first_with_files_under_their_names(tmp_path: Path) -> None:
    home = archive(tmp_path)
    commit(home, release(month=9), at=AT)
    commit(home, release(), at=AT)
    second = commit(home, release("second"), at=AT, reason="Late refunds")
    approval = approve(home, second, by="Maya Ortiz", at=AT.astimezone(timezone(timedelta(hours=-6))))
    found = page(tmp_path)
    order = ["3 reports of 2 periods", "October 2026", "Revision 2", "Final", "Late refunds", "Maya Ortiz, November 3, 2026, 03:15",
             str(receipt(approval)), "Revision 1", "Superseded", "September 2026", "Not approved"]  # fmt: skip
    places = [found.text.index(words) for words in order]
    assert places == sorted(places)
    assert len(found.links) == 9
    for link in found.links:
        target = home.home / str(link["href"])
        assert target.read_bytes()
        assert str(link["title"]).endswith(target.name)
    assert found.links[1]["download"] == "lumen-oak_2026-10.pdf"
    assert found.links[1]["type"] == "application/pdf"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("ko-KR", ("보고서 보관함", "2026년 10월", "버전 1", "확정", "승인자", "2026년 11월 3일 09:15")),
        ("zh-TW", ("報告存檔", "2026年10月", "第1版", "定稿", "核准人", "Maya Ortiz，2026年11月3日 09:15")),
        ("zh-CN", ("报告存档", "2026年10月", "第1版", "终稿", "批准人", "Maya Ortiz，2026年11月3日 09:15")),
    ],
)
def test_the_page_speaks_the_clients_language(tmp_path: Path, locale: str, words: tuple[str, ...]) -> None:
    home = archive(tmp_path)
    approve(home, commit(home, release(locale=locale), at=AT), by="Maya Ortiz", at=AT)
    text = page(tmp_path).text
    assert [word for word in words if word not in text] == []


def test_what_people_wrote_stays_text(tmp_path: Path) -> None:
    home = archive(tmp_path)
    evil = '<script>alert(1)</script>"&'
    entry = commit(home, replace(release(), name=evil), at=AT, reason=evil)
    approve(home, entry, by=evil, at=AT)
    content = (home.home / "index.html").read_text(encoding="utf-8")
    assert "<script" not in content
    assert page(tmp_path).text.count(evil) == 4  # title, heading, reason, approval


def test_the_page_is_made_again_from_the_log_and_proves_nothing(tmp_path: Path) -> None:
    home = archive(tmp_path)
    commit(home, release(), at=AT)
    made = (home.home / "index.html").read_bytes()
    assert index_page(entries(home)) == made
    for broken in (b"", b"forged"):
        (home.home / "index.html").write_bytes(broken)
        assert verify(home) == ()
        commit(home, release(), at=AT)
        assert (home.home / "index.html").read_bytes() == made
    (home.home / "index.html").unlink()
    commit(home, release(), at=AT)
    assert (home.home / "index.html").read_bytes() == made
