"""The configuration as one canonical text: what its digest is taken of, and what a manifest may print."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from reportgen.config.faults import Value


def canonical(config: dict[str, Value], brand: dict[str, Value] | None, assets: dict[str, str]) -> str:
    """JSON with sorted keys of the config, the brand and the brand's files (path: SHA-256).

    It holds ``${NAME}`` references and never what they stand for. Numbers are written as in the file.
    """
    everything = {"assets": assets, "brand": brand, "config": config}
    return json.dumps(everything, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
