"""Knows the rules that linking can find broken; it holds no logic."""

from gtm.diagnostics import Rule, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

UNKNOWN_ID = Rule(
    "GTM201",
    "unknown-id",
    _ERROR,
    fixed=True,
    about="An id points at no item or gate.\n\nItems of the playbook are named in full; a launch's own items"
    " stand under `own:`.",
)
UNKNOWN_PERSON = Rule(
    "GTM202",
    "unknown-person",
    _ERROR,
    fixed=True,
    about="A person is not in people.yaml.\n\nAdd the person there, or use an id that exists.",
)
UNKNOWN_TRAIT = Rule(
    "GTM203",
    "unknown-trait",
    _ERROR,
    fixed=True,
    about="A trait is not in playbook/traits.yaml.\n\nA misspelt trait would silently drop or keep items.",
)
UNKNOWN_ROLE = Rule(
    "GTM204",
    "unknown-role",
    _ERROR,
    fixed=True,
    about="A role is neither in `roles:` nor the lead of a team.",
)
UNKNOWN_STAGE = Rule(
    "GTM205",
    "unknown-stage",
    _ERROR,
    fixed=True,
    about="A stage or gate is not in playbook/journey.yaml.",
)
UNKNOWN_TEAM = Rule(
    "GTM206",
    "unknown-team",
    _ERROR,
    fixed=True,
    about="A team is not in playbook/teams.yaml.",
)
UNKNOWN_METRIC = Rule(
    "GTM207",
    "unknown-metric",
    _ERROR,
    fixed=True,
    about="A metric is not in playbook/metrics.yaml.",
)
UNKNOWN_SOURCE = Rule(
    "GTM208",
    "unknown-source",
    _ERROR,
    fixed=True,
    about="A basis is not in playbook/sources.yaml.",
)
DUPLICATE_ID = Rule(
    "GTM209",
    "duplicate-id",
    _ERROR,
    fixed=True,
    about="Two files say something about the same id.\n\nOne file a team keeps pull requests apart; two"
    " places for one id would contradict each other silently.",
)
UNKNOWN_CALENDAR = Rule(
    "GTM210",
    "unknown-calendar",
    _ERROR,
    fixed=True,
    about="A calendar is not in the calendars folder.",
)
UNKNOWN_MARKET = Rule(
    "GTM211",
    "unknown-market",
    _ERROR,
    fixed=True,
    about="A market is not among the launch's markets.",
)
BARE_ID = Rule(
    "GTM212",
    "bare-id",
    _ERROR,
    fixed=True,
    about="State stands on an item that exists once a market.\n\nWrite it under the ids with the market at"
    " their end, such as buy.finance.price-list/de.",
)
STATE_MISPLACED = Rule(
    "GTM213",
    "misplaced-state",
    _ERROR,
    fixed=True,
    about="State stands in the wrong folder.\n\nStanding items keep theirs in company/, all others in the"
    " launch; a launch may give a standing item an owner, a note and a confirmation.",
)
STATE_OF_REMOVED = Rule(
    "GTM214",
    "state-of-removed",
    _WARNING,
    about="A launch says something about an item that does not apply to it.\n\nEither the traits, tier or"
    " markets of launch.yaml are wrong, or the entry can go.",
)
BAD_MOVE = Rule(
    "GTM215",
    "bad-move",
    _ERROR,
    fixed=True,
    about="An entry of `moved:` leads nowhere, in a circle, or away from an id that still exists.",
)
BAD_ANCHOR = Rule(
    "GTM216",
    "bad-anchor",
    _ERROR,
    fixed=True,
    about="An offset counts from something that has no date.\n\nOffsets count from T, from `gate` (the"
    " item's own gate) or from a stage; a stage's gate counts from T or an earlier stage.",
)
EARLIER_GATE = Rule(
    "GTM217",
    "earlier-gate",
    _ERROR,
    fixed=True,
    about="An item names the gate of an earlier stage than its own.",
)
ITEM_ID = Rule(
    "GTM218",
    "bad-item-id",
    _ERROR,
    fixed=True,
    about="An item's id does not have the form stage.team.name.",
)
NO_FORMAT = Rule(
    "GTM219",
    "unknown-format",
    _ERROR,
    fixed=True,
    about="The workspace's format is not one this version reads.\n\nThis version reads `format: 1`.",
)
RESERVED = Rule(
    "GTM220",
    "reserved-need",
    _ERROR,
    fixed=True,
    about="A need on another launch's item is not possible yet.",
)
BAD_ZONE = Rule(
    "GTM221",
    "unknown-timezone",
    _ERROR,
    fixed=True,
    about="The time zone is not a name of the IANA database, such as Europe/Istanbul.",
)
EMPTY_CALENDAR = Rule(
    "GTM222",
    "empty-calendar",
    _ERROR,
    fixed=True,
    about="A calendar has no working day.",
)
EMPTY_CHOICE = Rule(
    "GTM224",
    "incomplete-entry",
    _ERROR,
    fixed=True,
    about="An entry says nothing that can be used.\n\nA piece of evidence names one of link, file, ref,"
    " metric or check; a sign-off names a role or any_of; a metric condition a bound.",
)
# With one of these it is not known what the launch is asked, so the file counts as not understood in
# full and no gate passes: a misspelt trait or a second definition must never take a must-have away.
HOLDING = frozenset({UNKNOWN_TRAIT, UNKNOWN_STAGE, UNKNOWN_TEAM, UNKNOWN_METRIC, DUPLICATE_ID, ITEM_ID, EMPTY_CHOICE})
UNKNOWN_CAPABILITY = Rule(
    "GTM225",
    "unknown-capability",
    _ERROR,
    fixed=True,
    about="A capability is not in playbook/tools.yaml.\n\nMetrics, items and tools name what a tool can do, not the"
    " tool; `capabilities:` lists these names.",
)
UNUSABLE_DATA = Rule(
    "GTM226",
    "unusable-data-file",
    _ERROR,
    fixed=True,
    about="A file with readings cannot be read, or is not what it should be.\n\nIt must lie inside the workspace and"
    " be CSV or JSON in UTF-8. While it cannot be read, no gate passes.",
)
MISSING_COLUMN = Rule(
    "GTM227",
    "missing-column",
    _ERROR,
    fixed=True,
    about="A file with readings lacks a column that is asked for, or nothing says which column holds the date or"
    " the value.\n\nEvery tool names its columns differently: `columns:` says what each of them means.",
)
BAD_ROW = Rule(
    "GTM228",
    "bad-data-row",
    _ERROR,
    fixed=True,
    about="A row of a file with readings holds something that is not a date or not a number.\n\nA comma in numbers"
    " is read with `decimal: comma`, dates such as 31.01.2027 with `dates: dmy`. A wrong row counts for nothing.",
)
DUPLICATE_READING = Rule(
    "GTM229",
    "duplicate-reading",
    _ERROR,
    fixed=True,
    about="A metric has two readings on one day.\n\nWith different values nobody knows which is true, so the first"
    " one is kept and this is an error; the same row twice is a warning.",
)
WRONG_UNIT = Rule(
    "GTM230",
    "wrong-unit",
    _ERROR,
    fixed=True,
    about="A reading is in a unit that cannot be turned into the metric's.\n\nShares and percent, and units of time,"
    " are converted when `unit:` says what the value is in.",
)
UNKNOWN_AUDIENCE = Rule(
    "GTM231",
    "unknown-audience-name",
    _ERROR,
    fixed=True,
    about="A persona, segment, intake question or another name of audience.yaml is in none of these files.",
)
BAD_SHARE = Rule(
    "GTM239",
    "impossible-agreement",
    _ERROR,
    fixed=True,
    about="The agreement a profile asks for is not between 0 and 1.\n\nTeams that name the same traits agree to 1,"
    " teams that share none to 0; write 0.6 for 60 percent.",
)
BAD_RANGE = Rule(
    "GTM232",
    "bad-range",
    _ERROR,
    fixed=True,
    about="A range of a segment is not one.\n\nWrite `..49`, `50..499` or `500..`: both ends are included.",
)
