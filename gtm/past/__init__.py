"""What git remembers, compiled: where the files stand, the launch at each commit, the reviews that were held.

The one place that knows both git and the pipeline. Whatever git cannot say comes back as a Fault. It
must not know screens, documents or options.
"""

from gtm.past.commits import Walk, walk
from gtm.past.reviews import reviews
from gtm.past.spans import Asked
from gtm.past.stand import whereabouts
from gtm.past.telling import latest, tell

__all__ = ["Asked", "Walk", "latest", "reviews", "tell", "walk", "whereabouts"]
