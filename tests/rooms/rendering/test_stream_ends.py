"""Data that end in a carriage return: a reader must see where they end, whether it counts or looks for the end."""

from __future__ import annotations

import io
import zlib

import page
import pikepdf
import pytest

from reportgen.rendering.pdf import Embedded, render_pdf
from reportgen.rendering.pdf_metadata import ends_told_apart
from tests.rooms.rendering.conftest import Rendered

RETURN = 0x0D
LENGTHS = "PDFA3A-STREAM-LENGTH-001"


def table_whose_data_end_in_a_return() -> bytes:
    """Deflated data end in the last byte of their Adler-32 sum (RFC 1950), whatever the level of compression."""
    tables = (b"kpi,value\r\n" + b"a" * length + b",1\r\n" for length in range(1, 1000))
    return next(table for table in tables if zlib.adler32(table) & 0xFF == RETURN)


@pytest.fixture(scope="module")
def made(lumen: Rendered) -> bytes:
    table = Embedded("t.kpis.csv", table_whose_data_end_in_a_return(), "KPI table", "Data")
    return render_pdf(lumen.report, lumen.figures, lumen.theme, lumen.brand, embedded=(table,))


def test_a_validator_finds_the_length_right(made: bytes) -> None:
    assert b"\r\r\nendstream" in made
    found = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_A_3A)
    assert [failure.rule_id for failure in found.failures] == []


def test_it_would_not_with_a_lone_line_feed_behind_them(made: bytes) -> None:
    """Which is why there are two characters: as many as before, one of them of the data, and the check fails."""
    changed = made.replace(b"\r\r\nendstream", b"\r\nendstream ", 1)
    found = page.validate_pdf_bytes(changed, profile=page.ValidationProfile.PDF_A_3A)
    assert LENGTHS in {failure.rule_id for failure in found.failures}


def test_the_file_is_read_back_as_it_was(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.attachments["t.kpis.csv"].get_file().read_bytes() == table_whose_data_end_in_a_return()


def test_other_streams_are_written_as_ever_and_nothing_stays_changed() -> None:
    import pydyf

    before = pydyf.Stream.data
    with ends_told_apart():
        assert pydyf.Stream([b"a"]).data.endswith(b"stream\na\nendstream")
        assert pydyf.Stream([b"a\r"]).data == b"<</Length 2>>\nstream\na\r\r\nendstream"
    assert pydyf.Stream.data is before
