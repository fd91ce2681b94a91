"""Findings in, sentences out: phrases of each language as data, and the words that figures stand in.

Every printed number leaves this room marked with the fact that it prints.
"""

from reportgen.narrative.compose import compose
from reportgen.narrative.model import Run, Text, plain
from reportgen.narrative.phrases import Phrases, language_of, languages, load_phrases, tones
from reportgen.narrative.reasons import issue_text, message_text
from reportgen.narrative.teller import Teller

__all__ = [
    "Phrases",
    "Run",
    "Teller",
    "Text",
    "compose",
    "issue_text",
    "language_of",
    "languages",
    "load_phrases",
    "message_text",
    "plain",
    "tones",
]
