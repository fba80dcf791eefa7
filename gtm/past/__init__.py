"""What git remembers, compiled: where the files stand, the launch at each commit, the reviews that were held.

The one place that knows both git and the pipeline. Whatever git cannot say comes back as a Fault. It
must not know screens, documents or options.
"""

from gtm.past.commits import Dated, Walk, begun, last_of_days, sampled, walk
from gtm.past.origin import origin
from gtm.past.points import points, snapshot
from gtm.past.reviews import reviews
from gtm.past.stand import whereabouts

__all__ = [
    "Dated",
    "Walk",
    "begun",
    "last_of_days",
    "origin",
    "points",
    "reviews",
    "sampled",
    "snapshot",
    "walk",
    "whereabouts",
]
