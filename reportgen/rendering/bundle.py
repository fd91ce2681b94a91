"""The only things that WeasyPrint may load: the report's own resources, by name, from memory.

Everything else is refused and recorded: WeasyPrint swallows an error raised inside an SVG, so the caller
asks ``refused`` after the page is made. No file and no address outside is ever opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SCHEME = "bundle:"


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes and their MIME type."""

    data: bytes
    media_type: str


class Bundle(Protocol):
    """A fetcher that remembers what it refused."""

    refused: list[str]


def make_bundle(resources: dict[str, Resource]) -> Bundle:
    """A WeasyPrint URLFetcher that serves ``bundle:<name>`` for the names in ``resources`` and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DenyAll(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("bundle",), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            del headers
            name = url.removeprefix(SCHEME)
            resource = resources.get(name) if url.startswith(SCHEME) else None
            if resource is None:
                self.refused.append(url)
                raise ValueError(f"not a resource of this report: {url}")
            return URLFetcherResponse(url, resource.data, {"Content-Type": resource.media_type})

    made: Bundle = DenyAll()
    return made
