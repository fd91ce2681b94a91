"""Nothing is published with a number that is not the report's: figures on the page, in drawings, in the PDF.

``check_numbers`` reads the finished HTML, ``check_charts`` the drawings, ``check_pdf`` the finished PDF; mails use
``check_numbers`` for their HTML and ``check_plain`` for their plain text.
"""

from reportgen.rendering.lint.checked import CheckedPage, checked
from reportgen.rendering.lint.document import check_pdf, pdf_texts
from reportgen.rendering.lint.drawings import check_charts, drawn_texts
from reportgen.rendering.lint.page import PageText, check_numbers, violations
from reportgen.rendering.lint.tokens import check_plain, counted, numbers_of

__all__ = [
    "CheckedPage",
    "PageText",
    "check_charts",
    "check_numbers",
    "check_pdf",
    "check_plain",
    "checked",
    "counted",
    "drawn_texts",
    "numbers_of",
    "pdf_texts",
    "violations",
]
