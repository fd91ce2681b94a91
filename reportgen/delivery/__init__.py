"""Finished artefacts out into the world: published whole or not at all, with their manifest."""

from reportgen.delivery.manifest import manifest_bytes
from reportgen.delivery.publish import Artefact, publish

__all__ = ["Artefact", "manifest_bytes", "publish"]
