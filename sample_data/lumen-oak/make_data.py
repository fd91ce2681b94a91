"""Make the sample data of Lumen & Oak, an invented shop: ``python make_data.py [--out FOLDER]``.

The simulation is seeded and knows no clock, so every run writes the same bytes. STORY.md says what is
planted in them. ``data/`` holds the shop's own files for 25 months, ``exports/`` the same facts as the
tools' exports show them, for the last 13.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from simulation.shop import simulate
from writers import advertising, ga4, mapped, shopify

EXPORTS_SINCE = date(2025, 10, 1)


def main() -> None:
    """Write data/ and exports/ below the given folder (default: beside this file)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    out: Path = parser.parse_args().out
    shop = simulate()
    mapped.write(shop, out / "data")
    shopify.write(shop, out / "exports" / "shopify", EXPORTS_SINCE)
    ga4.write(shop, out / "exports" / "ga4", EXPORTS_SINCE)
    advertising.write(shop, out / "exports" / "ads", EXPORTS_SINCE)
    mapped.write_costs(shop, out / "exports" / "costs.csv")


if __name__ == "__main__":
    main()
