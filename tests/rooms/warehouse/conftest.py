"""Clients whose rows are in a warehouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.pipeline import load_one
from tests.rooms.warehouse.mirror import Mirror, mirrored

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mirror]:
    """``mirrors("lumen-oak")``: that sample's rows in a DuckDB file."""
    made: dict[str, Mirror] = {}

    def mirror(client: str) -> Mirror:
        if client not in made:
            made[client] = mirrored(load_one(ROOT / "sample_data" / client), tmp_path_factory.mktemp(client))
        return made[client]

    return mirror
