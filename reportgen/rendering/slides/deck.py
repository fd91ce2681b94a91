"""A presentation being made: slides of 16:9 in the brand's colours and type, with texts that stay in their boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, TypeAlias

from reportgen.charts.theme import Theme
from reportgen.rendering.linebreaks import unjoined
from reportgen.rendering.mail_view import unlinked
from reportgen.rendering.number_formats import NumberFormats
from reportgen.rendering.packages import fixed, import_pptx
from reportgen.rendering.slides.fit import Box, fitted, in_lines
from reportgen.report.model import Report, Text, plain

Pptx: TypeAlias = Any  # an object of python-pptx, which has no types
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.55  # inches
_SMALL_TITLE = 19.0  # points: rather a third line than smaller letters
TITLE = Box(EDGE, 0.5, WIDTH - 2 * EDGE, 1.15)
FOOT = Box(EDGE, 7.02, 10.5, 0.3)
TITLE_ONLY = 5  # the default template's layouts by place
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROLES = (
    "dk1",
    "lt1",
    "dk2",
    "lt2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)


@dataclass(slots=True)
class Deck:
    """The presentation of one report."""

    report: Report
    theme: Theme
    numbers: NumberFormats
    font: str
    made: Pptx = field(init=False)
    layout: Pptx = field(init=False)

    def __post_init__(self) -> None:
        pptx = import_pptx()
        self.made = pptx.Presentation()
        self.made.slide_width, self.made.slide_height = (pptx.util.Inches(side) for side in (WIDTH, HEIGHT))
        self.layout = self.made.slide_layouts[TITLE_ONLY]
        for layout in [one for one in self.made.slide_layouts if one is not self.layout]:
            if layout.name != self.layout.name:
                self.made.slide_layouts.remove(layout)
        self._dress()

    def words(self, text: Text | str) -> str:
        """A text as a slide holds it: without links, joiners and characters that no XML can bear."""
        whole = text if isinstance(text, str) else plain(unlinked(text, self.report))
        return _UNWRITABLE.sub("", unjoined(whole))

    def slide(self, title: Text | str, *, notes: Sequence[str] = (), box: Box = TITLE, size: float = 28) -> Pptx:
        """A new slide with its title, foot, number and speaker notes."""
        slide = self.made.slides.add_slide(self.layout)
        self._place(slide.shapes.title, box)
        words = self.words(title)
        two_lines = in_lines(words, box.width, 2, size, _SMALL_TITLE)
        self._write(slide.shapes.title.text_frame, [words], box, (two_lines, 15), bold=True)
        self.text(slide, FOOT, [self.report.labels.foot], sizes=(9, 7), colour=self.theme.ink2)
        self._number(slide)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(self.words(note) for note in notes)
        return slide

    def text(
        self,
        slide: Pptx,
        box: Box,
        paragraphs: Sequence[Text | str],
        *,
        sizes: tuple[float, float] = (14, 10),
        colour: str | None = None,
        bold: bool = False,
        gap: float = 0.0,
    ) -> None:
        """Paragraphs in a box, as large as they fit between the two sizes (points)."""
        words = [text for text in (self.words(one) for one in paragraphs) if text]
        if words:
            shape = slide.shapes.add_textbox(*self._emu(box))
            self._write(shape.text_frame, words, box, sizes, colour=colour, bold=bold, gap=gap)

    def band(self, slide: Pptx, box: Box, colour: str) -> None:
        """A plain field of colour, which says nothing."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self._emu(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False

    def frame(self, box: Box) -> tuple[int, int, int, int]:
        """The box in the file's own units."""
        return self._emu(box)

    def bytes(self) -> bytes:
        """The finished file, dated with the period's end."""
        day = self.report.results.state.period.end
        core = self.made.core_properties
        core.title, core.subject = self.words(self.report.title), self.words(self.report.cover.title)
        core.author = core.last_modified_by = self.words(self.report.client)
        core.created = core.modified = datetime.combine(day, time())
        core.revision, core.language = 1, self.report.locale
        made = io.BytesIO()
        self.made.save(made)
        return fixed(made.getvalue(), day)

    def _write(
        self,
        frame: Pptx,
        words: Sequence[str],
        box: Box,
        sizes: tuple[float, float],
        *,
        colour: str | None = None,
        bold: bool = False,
        gap: float = 0.0,
    ) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
        from pptx.util import Pt

        kept, size = fitted(list(words), box, *sizes, gap=gap)
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, text in enumerate(kept):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.space_after = Pt(gap * size)
            self.run(paragraph, text, size, colour=colour, bold=bold)

    def run(self, paragraph: Pptx, text: str, size: float, *, colour: str | None = None, bold: bool = False) -> None:
        """A run of a paragraph, in the report's language."""
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = rgb(colour or self.theme.ink)
        run._r.get_or_add_rPr().set("lang", self.report.locale)  # noqa: SLF001  # python-pptx knows few languages

    def _place(self, shape: Pptx, box: Box) -> None:
        shape.left, shape.top, shape.width, shape.height = self._emu(box)

    @staticmethod
    def _emu(box: Box) -> tuple[int, int, int, int]:
        inch = 914_400
        left, top, width, height = (round(side * inch) for side in (box.left, box.top, box.width, box.height))
        return left, top, width, height

    def _number(self, slide: Pptx) -> None:
        """The slide's number as a field, so that it follows when slides are moved."""
        from lxml import etree
        from pptx.enum.text import PP_ALIGN

        shape = slide.shapes.add_textbox(*self._emu(Box(WIDTH - EDGE - 1, FOOT.top, 1, FOOT.height)))
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        field_ = etree.SubElement(paragraph._p, f"{{{DRAWN}}}fld")  # noqa: SLF001  # it has no door of its own
        field_.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        field_.set("type", "slidenum")
        properties = etree.SubElement(field_, f"{{{DRAWN}}}rPr", lang=self.report.locale, sz="900")
        fill = etree.SubElement(properties, f"{{{DRAWN}}}solidFill")
        etree.SubElement(fill, f"{{{DRAWN}}}srgbClr", val=self.theme.ink2.lstrip("#"))
        etree.SubElement(field_, f"{{{DRAWN}}}t").text = str(len(self.made.slides))

    def _dress(self) -> None:
        """The brand's colours and type as the presentation's own theme, so that what is added to it has them too."""
        from pptx.opc.constants import RELATIONSHIP_TYPE as KIND

        theme = self.theme
        colours: tuple[str, ...] = (
            theme.ink,
            theme.paper,
            theme.ink2,
            theme.pale,
            theme.accent,
            theme.part,
            theme.context_fill,
        )
        colours += (theme.favourable_fill, theme.unfavourable_fill, theme.context_line, theme.accent, theme.ink2)
        part = self.made.slide_master.part.part_related_by(KIND.THEME)
        text = part.blob.decode("utf-8")
        for role, colour in zip(_ROLES, colours, strict=True):
            made = f'<a:{role}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{role}>'
            text = re.sub(rf"<a:{role}>.*?</a:{role}>", made, text, flags=re.DOTALL)
        for script in ("latin", "ea"):
            text = re.sub(
                rf'(<a:(?:major|minor)Font>.*?<a:{script} typeface=")[^"]*(")',
                rf"\g<1>{self.font}\g<2>",
                text,
                flags=re.DOTALL,
            )
        part._blob = text.encode("utf-8")  # noqa: SLF001  # the theme is kept as bytes, without a door to them
        for shape in (*self.made.slide_master.placeholders, *self.layout.placeholders):
            if shape.placeholder_format.idx == 0:
                self._place(shape, TITLE)
        package = self.made.part.package
        for key, relation in [*package._rels.items()]:  # noqa: SLF001
            if relation.reltype == KIND.THUMBNAIL:  # of the template, not of this file
                package.drop_rel(key)


def rgb(colour: str) -> Pptx:
    """A colour as python-pptx has it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#").upper())
