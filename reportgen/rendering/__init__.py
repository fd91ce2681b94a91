"""A report is dressed for a medium; nothing is decided here.

In: a ``Report`` (every word and number chosen), its figures by chart id (drawn SVG), a ``Theme``
(colours, font) and a ``Brand`` (logo, footer, author).
Out: bytes, the same for the same input on every machine: HTML (one file without network), PDF (tagged,
archival), and the other formats in their own files.

The way of a page: ``layout`` gives tables their columns and cards their rows, ``page`` puts the report
through the templates of ``templates/`` (one skeleton, two media), ``lint`` refuses a digit that no
fact or source vouches for, ``glyphs`` replaces what no font can print, then ``html`` inlines styles,
fonts and charts, or ``pdf`` hands the page to WeasyPrint behind a fetcher that refuses everything but the
report's own resources. A fault of ours raises PublishError; a character that no font has becomes a note.
"""
