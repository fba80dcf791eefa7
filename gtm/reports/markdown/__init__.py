"""The report of a launch as Markdown: for a wiki, an issue or a mail. Shorter than the page, never other.

It draws what analysis found and must not judge.
"""

from gtm.reports.markdown.page import report
from gtm.reports.markdown.text import md

__all__ = ["md", "report"]
