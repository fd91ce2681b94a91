"""Report kinds are files: what they may say, and how a mistake in one is told."""

from __future__ import annotations

import pytest

from reportgen.errors import ConfigError
from reportgen.report import kinds, load_kind, parse_kind
from reportgen.report.blocks import MAKERS

KIND = """
id: brief
kpis: [revenue, orders]
sections:
  - id: summary
    kpis: [aov]
    heading: [lead]
    blocks:
      - {kind: cards}
      - {kind: line, kpi: revenue}
      - {kind: line, kpi: [orders, revenue]}
"""


@pytest.mark.parametrize("name", kinds())
def test_a_shipped_kind_is_whole(name: str) -> None:
    kind = load_kind(name)
    blocks = [block.id for section in kind.sections for block in section.blocks]
    assert kind.id == name
    assert len(blocks) == len(set(blocks))
    assert kind.sections[0].id == "summary"


def test_the_head_of_the_shipped_file_documents_every_block_kind() -> None:
    from importlib import resources

    text = (resources.files("reportgen.report") / "kinds" / "ecommerce.yaml").read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert [kind for kind in MAKERS if kind not in head] == []


def test_an_agencys_own_kind_is_read() -> None:
    kind = parse_kind(KIND, "brief.yaml")
    assert kind.asked() == ("revenue", "orders", "aov")
    assert [block.id for block in kind.sections[0].blocks] == ["summary-cards", "summary-line", "summary-line-2"]
    assert kind.sections[0].blocks[1].names("kpi") == ("revenue",)


def test_a_kpi_that_no_section_lists_goes_to_its_own_section() -> None:
    kind = load_kind("ecommerce")
    homes = kind.section_of(("revenue", "gift_share", "lost"), {"gift_share": "sales", "lost": "nowhere"})
    assert homes == {"revenue": "sales", "gift_share": "sales"}


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("kind: cards", "kind: card", "did you mean 'cards'"),
        ("kpi: revenue}", "kpis: revenue}", "unknown key in a block of kind line"),
        ("heading: [lead]", "heading: [leed]", "did you mean 'lead'"),
        ("id: brief", "idd: brief", "unknown key `idd`"),
    ],
)
def test_a_mistake_is_told_with_the_nearest_name(wrong: str, right: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse_kind(KIND.replace(wrong, right, 1), "brief.yaml")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="did you mean 'ecommerce'"):
        load_kind("ecomerce")
