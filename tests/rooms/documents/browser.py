"""A headless Chromium for the tests that open the HTML edition as a reader does."""

from __future__ import annotations

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ABSENT = "Chromium is not installed (Debian: chromium)"
WIDTHS = (360, 768, 1280)
