"""Make the sample data of Lumen & Oak, an invented shop: ``python make_data.py [--out FOLDER]``.

The simulation is seeded and knows no clock, so every run writes the same bytes. STORY.md says what is
planted in them. ``data/`` holds 25 months as an agency has them: the exports of the shop, the web analytics
and the ad accounts, and two files from the back office.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulation.shop import simulate
from writers import advertising, erp, ga4, shopify


def main() -> None:
    """Write data/ below the given folder (default: beside this file)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    data: Path = parser.parse_args().out / "data"
    shop = simulate()
    shopify.write(shop, data / "shopify")
    ga4.write(shop, data / "ga4")
    advertising.write(shop, data)
    erp.write(shop, data)
    erp.write_costs(shop, data / "costs.csv")


if __name__ == "__main__":
    main()
