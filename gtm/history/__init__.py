"""Git by subprocess: hands out the bytes of commits and their order, nothing more.

Whatever may go wrong comes back as a Fault in plain words, never as an exception. It must not know
YAML, launches or screens, and it writes nothing: no index, no lock, no ref.
"""

from gtm.history.git import Fault
from gtm.history.log import Commit, log
from gtm.history.refs import main_branch, merge_base, names, resolve
from gtm.history.repository import Repository, open_repository, unmerged
from gtm.history.trees import Blobs, load, planted, tree

__all__ = [
    "Blobs",
    "Commit",
    "Fault",
    "Repository",
    "load",
    "log",
    "main_branch",
    "merge_base",
    "names",
    "open_repository",
    "planted",
    "resolve",
    "tree",
    "unmerged",
]
