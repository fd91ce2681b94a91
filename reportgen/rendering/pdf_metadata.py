"""A PDF that is PDF/A-3a and PDF/UA-1 at once: WeasyPrint writes one claim, the second is added to its XMP.

PDF/A wants every schema that it does not know described in the file, so the PDF/UA claim comes with its
description. The metadata stream stays uncompressed, as checkers of both standards prefer.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
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
