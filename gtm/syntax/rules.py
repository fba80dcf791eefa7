"""Knows what can be wrong with a file's text; it holds no logic."""

from gtm.diagnostics import Rule, Severity

UNREADABLE = Rule(
    "GTM001",
    "unreadable-file",
    Severity.ERROR,
    fixed=True,
    about="A file is there and could not be read.\n\nIt may be a link that leaves the workspace, a folder"
    " named like a file, or closed to you. While it is unread, no gate passes.",
)
STRAY = Rule(
    "GTM002",
    "stray-file",
    Severity.WARNING,
    about="A file in the workspace's folders is not YAML.\n\nOnly .yaml and .yml files are read there; a"
    " file with another ending may be a slip that hides what it says. Keep proofs in a folder of their own.",
)
ENCODING = Rule(
    "GTM003",
    "not-utf-8",
    Severity.ERROR,
    fixed=True,
    about="The file is not UTF-8 text.\n\nSave it as UTF-8; a byte order mark at its start is fine.",
)
BAD_YAML = Rule(
    "GTM004",
    "bad-yaml",
    Severity.ERROR,
    fixed=True,
    about="The text is not YAML.\n\nMost often a value holds a colon and a space, or starts with one of"
    " [ { @ * & ! % `: put it in quotes, or on its own line after `|`.",
)
DUPLICATE_KEY = Rule(
    "GTM005",
    "duplicate-key",
    Severity.ERROR,
    fixed=True,
    about="A key stands twice in one mapping.\n\nYAML readers silently keep the last one; gtm keeps the"
    " first, says so, and passes no gate until one of them is gone.",
)
TOO_MUCH = Rule(
    "GTM006",
    "too-deep-or-large",
    Severity.ERROR,
    fixed=True,
    about="The file is larger or nested deeper than any file of a launch.\n\nFiles above 16 MiB or"
    " 50 levels are refused before they can hurt the reader.",
)
UNSUPPORTED = Rule(
    "GTM007",
    "unsupported-yaml",
    Severity.ERROR,
    fixed=True,
    about="The file uses a part of YAML that gtm does not read.\n\nTags (`!name`), several documents in"
    " one file and keys that are lists or mappings are refused, so that a file reads like a form.",
)
CONFLICT = Rule(
    "GTM008",
    "merge-conflict",
    Severity.ERROR,
    fixed=True,
    about="The file holds the markers of an unfinished git merge.\n\nKeep the side that is right and"
    " delete the lines that start with <<<<<<<, ======= and >>>>>>>.",
)
CUT_TEXT = Rule(
    "GTM009",
    "cut-text",
    Severity.ERROR,
    fixed=True,
    about="A `#` after a space cut the rest of the line off.\n\nYAML reads ` #2291` as a comment. Put the"
    " text in quotes, or on its own line after `|`.",
)
