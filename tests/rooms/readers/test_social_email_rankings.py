"""What the readers of social, e-mail and ranking tools share: whose a file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.sources.readers import READERS
from reportgen.sources.readers.headers import fits
from reportgen.sources.readers.model import Head

FILES = {
    "meta-business": ("meta_business_several.csv", "meta_business_posts.csv", "meta_business_instagram.csv"),
    "x-posts": ("x_posts_tweets.csv", "x_posts_content.csv", "x_posts_overview.csv"),
    "google-business": ("google_business_2026-10-1_2026-10-31.csv",),
    "mailchimp-campaigns": ("mailchimp_campaigns_list.csv", "mailchimp_campaigns_single.csv"),
    "klaviyo-campaigns": ("klaviyo_campaigns_percent.csv", "klaviyo_campaigns_recipients.csv"),
    "semrush-positions": ("semrush_positions_us.csv",),
    "ahrefs-keywords": ("ahrefs_keywords_organic.csv",),
    "seranking-positions": ("seranking_positions_days.csv",),
}
OTHERS = ("ga4_traffic.csv", "google_ads_days.csv", "shopify_orders_2025.csv")
OWNED = [(name, file) for name, files in FILES.items() for file in files]


@pytest.mark.parametrize(("owner", "fixture"), OWNED)
def test_a_file_fits_its_own_reader_alone(fixture_text: Callable[[str], str], owner: str, fixture: str) -> None:
    head = Head("a.csv", Path("a.csv"), tuple(fixture_text(fixture).splitlines()))
    assert [name for name, reader in READERS.items() if fits(head, reader) == 1] == [owner]


@pytest.mark.parametrize("fixture", OTHERS)
def test_no_other_tools_file_fits(fixture_text: Callable[[str], str], fixture: str) -> None:
    head = Head("a.csv", Path("a.csv"), tuple(fixture_text(fixture).splitlines()))
    assert [name for name in FILES if fits(head, READERS[name]) == 1] == []


@pytest.mark.parametrize("reader", FILES)
def test_another_tools_file_is_refused_with_the_reader_that_it_fits(read: Callable[..., Any], reader: str) -> None:
    for owner, (fixture, *_) in FILES.items():
        if owner == reader:
            continue
        with pytest.raises(SourceError) as caught:
            read(reader, fixture)
        said = str(caught.value)
        assert said.startswith(f"{fixture}: is not an export that 'format: {reader}' reads"), said
        assert f"'format: {owner}'" in said


@pytest.mark.parametrize("reader", FILES)
def test_a_list_of_anything_is_refused_with_what_was_expected(read: Callable[..., Any], reader: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(reader, files={"notes.csv": "a,b\n1,2\n"})
    assert f"notes.csv:1: is not an export that 'format: {reader}' reads: no line has one of its columns" in str(
        caught.value
    )


def test_days_and_numbers_under_a_header_alone_are_no_figure_of_metas() -> None:
    lines = ("date,revenue", "2026-10-01T00:00:00,5", "2026-10-02T00:00:00,6")
    head = Head("a.csv", Path("a.csv"), lines)
    assert [name for name, reader in READERS.items() if fits(head, reader) == 1] == []


@pytest.mark.parametrize("reader", FILES)
def test_a_quotation_mark_that_is_never_closed_does_no_harm(reader: str) -> None:
    head = Head("a.csv", Path("a.csv"), ("a,b", '1,"', *("x" * 2000,) * 150))  # more than a cell can hold
    assert fits(head, READERS[reader]) == 0


@pytest.mark.parametrize("reader", ["meta-business", "mailchimp-campaigns", "seranking-positions"])
@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00", b'"', b"\n\n\n"])
def test_rubbish_is_refused_without_a_traceback(read: Callable[..., Any], reader: str, content: bytes) -> None:
    with pytest.raises(SourceError):
        read(reader, files={"a.csv": content})
