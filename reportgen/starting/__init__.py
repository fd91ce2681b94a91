"""Starting: the exports that somebody has → a client folder that builds at once.

``look`` says what a file is, ``propose`` which source it makes, ``write`` puts it into words, ``begin`` does all of it.
"""

from reportgen.starting.begin import begin
from reportgen.starting.model import Begun, Wishes

__all__ = ["Begun", "Wishes", "begin"]
