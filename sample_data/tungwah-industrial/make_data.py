"""Make the sample data of Tungwah Industrial, an invented company: ``python make_data.py [--out FOLDER]``.

The simulation is seeded and knows no clock, so every run writes the same bytes. STORY.md says what is
planted in them. ``data/`` holds 25 months as a company's controller has them: the exports of the CRM, the
survey tool, the web analytics and the ad account, and files of the ERP and the back office.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from simulation.company import simulate
from writers import backoffice, crm, web


def main() -> None:
    """Write data/ below the given folder (default: beside this file)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    data: Path = parser.parse_args().out / "data"
    company = simulate()
    crm.write(company, data)
    backoffice.write(company, data)
    web.write(company, data)


if __name__ == "__main__":
    main()
