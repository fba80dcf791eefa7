"""Git by subprocess: hands out the bytes of commits and their order, nothing more.

Whatever may go wrong comes back as a Fault in plain words, never as an exception. It must not know
YAML, launches or screens, and it writes nothing of git's: no index, no lock, no ref. Answers may be
kept in a file of our own beside them.
"""

from gtm.history.authors import Deed, Hand, Past
from gtm.history.git import Fault
from gtm.history.kept import keep, recall
from gtm.history.log import Commit, log
from gtm.history.refs import main_branch, merge_base, names, resolve
from gtm.history.repository import DEEPER, Repository, open_repository, unmerged
from gtm.history.trees import Blobs, load, planted, tree

__all__ = [
    "DEEPER",
    "Blobs",
    "Commit",
    "Deed",
    "Fault",
    "Hand",
    "Past",
    "Repository",
    "keep",
    "load",
    "log",
    "main_branch",
    "merge_base",
    "names",
    "open_repository",
    "planted",
    "recall",
    "resolve",
    "tree",
    "unmerged",
]
