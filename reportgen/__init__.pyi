from reportgen import errors as errors
from reportgen.api import Explanation as Explanation
from reportgen.api import Insight as Insight
from reportgen.api import Report as Report
from reportgen.api import build as build
from reportgen.api import explain as explain
from reportgen.api import kpis as kpis
from reportgen.api import report as report

__version__: str
