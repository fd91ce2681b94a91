"""A brand's second colour and its tone, from brand.yaml to what is built and said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Run

pytestmark = pytest.mark.journey
ORDERS = "order_id,ordered_at,amount,customer_id\n" + "".join(
    f"{month}-{number},2026-{month:02}-{number % 28 + 1:02},{90 + 10 * (month - 8)},{number % 7}\n"
    for month in (9, 10)
    for number in range(40)
)


@pytest.fixture
def shop(client: Callable[..., Path]) -> Path:
    folder = client(ORDERS, "brand: brand.yaml")
    (folder / "brand.yaml").write_text('colors: {primary: "#1F5A49", accent: "#C08A2E"}\ntone: formal\n')
    return folder


def test_a_light_accent_is_darkened_and_both_the_check_and_the_manifest_say_so(
    run: Run, shop: Path, tmp_path: Path
) -> None:
    (found,) = json.loads(run("check", shop, "--json").stdout)
    (look,) = [entry for entry in found["checks"] if entry["rule"] == "colour-darkened"]
    assert (look["severity"], look["source"]) == ("note", "brand")
    assert "accent colour, #C08A2E" in look["message"]

    built = run("build", shop, "--period", "2026-10", "--format", "html", "--out", tmp_path / "out")
    assert built.returncode == 0, built.stderr
    manifest = json.loads((tmp_path / "out" / "shop" / "shop_2026-10.manifest.json").read_text())
    (page,) = [entry for entry in manifest["artefacts"] if entry["file"].endswith(".html")]
    (note,) = [one for one in page["notes"] if one["rule"] == "colour-darkened"]
    assert (note["name"], note["asked"]) == ("accent", "#C08A2E")

    html = (tmp_path / "out" / "shop" / "shop_2026-10.html").read_text()
    second = re.search(r"--second:(#\w{6});", html)
    assert second is not None
    assert second[1] == note["printed"] != "#C08A2E"
    assert "Commentary on the figures" in html  # the formal tone's words


def test_an_unknown_tone_is_refused_with_the_known_ones(run: Run, shop: Path) -> None:
    (shop / "brand.yaml").write_text("tone: friendly\n")
    said = run("check", shop)
    assert said.returncode == 2
    assert "brand.yaml:1:7" in said.stderr
    assert "'plain' or 'formal'" in said.stderr
