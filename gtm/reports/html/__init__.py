"""The report of a launch as one HTML file: nothing outside it is loaded, and it reads well on paper.

It draws what analysis found and must not judge. The same snapshot gives the same bytes.
"""

from gtm.reports.html.audit import pack
from gtm.reports.html.burnup import Past
from gtm.reports.html.frame import PLAIN, Setting, parts
from gtm.reports.html.overrides import OverrideError
from gtm.reports.html.page import render, summary
from gtm.reports.html.theme import Theme, theme

__all__ = ["PLAIN", "OverrideError", "Past", "Setting", "Theme", "pack", "parts", "render", "summary", "theme"]
