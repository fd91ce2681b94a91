"""A PDF that is PDF/A-3a and PDF/UA-1 at once: WeasyPrint writes one claim, the second is added to its XMP.

PDF/A wants every schema that it does not know described in the file, so the PDF/UA claim comes with its
description. The metadata stream stays uncompressed, as checkers of both standards prefer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_END = b"\nendstream"
PREFIXES = {"pdfaExtension": EXTENSION, "pdfaSchema": SCHEMA, "pdfaProperty": PROPERTY, "pdfuaid": PDFUAID}


def archival(document: Any) -> None:  # noqa: ANN401  WeasyPrint has no types
    """Let a rendered WeasyPrint document claim PDF/UA-1 beside the PDF/A variant it is written as."""
    from weasyprint.pdf.metadata import DocumentMetadata

    class BothClaims(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint has no types
        def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
            return with_ua_claim(super().generate_rdf_metadata(variant, version, conformance))

        def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:  # noqa: ANN401, FBT001
            del compress
            super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    made = BothClaims()
    made.__dict__.update(document.metadata.__dict__)
    document.metadata = made


def finished(document: Any, pdf: Any) -> None:  # noqa: ANN401  WeasyPrint has no types
    """Name every attachment once in the catalogue: WeasyPrint finds it by its name and again among the objects."""
    del document
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


@contextmanager
def ends_told_apart() -> Iterator[None]:
    """While a file is written, data that end in a carriage return are followed by one line end of two characters.

    Followed by a lone line feed, their last byte and the feed look like that line end, and a reader that goes by
    ``endstream`` rather than by ``/Length`` (ISO 32000-1, 7.3.8.1: both are to agree) finds them a byte short.
    """
    import pydyf

    plain = pydyf.Stream.data

    def data(stream: Any) -> bytes:  # noqa: ANN401  pydyf has no types
        written: bytes = plain.fget(stream)
        return written.removesuffix(_END) + b"\r" + _END if written.endswith(b"\r" + _END) else written

    pydyf.Stream.data = property(data)
    try:
        yield
    finally:
        pydyf.Stream.data = plain


def with_ua_claim(rdf: bytes) -> bytes:
    """RDF metadata with the claim of PDF/UA-1 and the description of its schema."""
    for prefix, uri in PREFIXES.items():
        register_namespace(prefix, uri)
    root = fromstring(rdf)  # noqa: S314  WeasyPrint has just written it
    claim = SubElement(root, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    SubElement(claim, f"{{{PDFUAID}}}part").text = "1"
    root.append(_schema())
    data: bytes = tostring(root, encoding="utf-8")
    return data


def _schema() -> Element:
    description = Element(f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    schemas = SubElement(SubElement(description, f"{{{EXTENSION}}}schemas"), f"{{{RDF}}}Bag")
    schema = SubElement(schemas, f"{{{RDF}}}li", {f"{{{RDF}}}parseType": "Resource"})
    SubElement(schema, f"{{{SCHEMA}}}schema").text = "PDF/UA Universal Accessibility Schema"
    SubElement(schema, f"{{{SCHEMA}}}namespaceURI").text = PDFUAID
    SubElement(schema, f"{{{SCHEMA}}}prefix").text = "pdfuaid"
    properties = SubElement(SubElement(schema, f"{{{SCHEMA}}}property"), f"{{{RDF}}}Seq")
    part = SubElement(properties, f"{{{RDF}}}li", {f"{{{RDF}}}parseType": "Resource"})
    for name, text in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "Indicates, which part of ISO 14289 standard is followed"),
    ):
        SubElement(part, f"{{{PROPERTY}}}{name}").text = text
    return description
