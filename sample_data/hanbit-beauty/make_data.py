"""Make the sample data of Hanbit Beauty, an invented brand: ``python make_data.py [--out FOLDER]``.

The simulation is seeded and knows no clock, so every run writes the same bytes. STORY.md says what is
planted in them. ``data/`` holds 25 months as a marketing agency has them: the exports of the mall, the web
analytics, the ad accounts, the mailings, the social pages, the search console and the rank tracker, and
three sheets of its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulation.brand import simulate
from writers import advertising, backoffice, ga4, mailchimp, mall, posts, search_console, seranking


def main() -> None:
    """Write data/ below the given folder (default: beside this file)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    data: Path = parser.parse_args().out / "data"
    brand = simulate()
    mall.write(brand, data / "mall")
    ga4.write(brand, data / "ga4")
    advertising.write(brand, data)
    mailchimp.write(brand, data / "email")
    posts.write(brand, data)
    search_console.write(brand, data / "search_console")
    seranking.write(brand, data / "rankings")
    backoffice.write(brand, data)


if __name__ == "__main__":
    main()
