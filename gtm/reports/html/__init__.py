"""The report of a launch as one HTML file: nothing outside it is loaded, and it reads well on paper.

It draws what analysis found and must not judge. The same snapshot gives the same bytes.
"""

from gtm.reports.html.page import render

__all__ = ["render"]
