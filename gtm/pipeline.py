"""The table of contents: how bytes become a Snapshot. Every pass is a plain function.

read (syntax, schema) -> link -> graph -> analysis -> checks -> placed, sorted diagnostics. The tree
may come from disk, from a commit or from an edit in memory.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from gtm import checks, disk, link, syntax
from gtm.analysis import decisions, gates, metrics, readiness, schedule
from gtm.analysis.snapshot import Snapshot, Study
from gtm.diagnostics import Diagnostic, Severity, did_you_mean
from gtm.disk import Tree
from gtm.graph import LaunchGraph
from gtm.model import written
from gtm.model.launch import Launch, Workspace
from gtm.schema import documents as shapes
from gtm.schema.documents import Document
from gtm.source import Lines, Span, Spot

FORMAT = link.FORMAT
MAX_BYTES = syntax.MAX_BYTES  # of one file


FAST = syntax.FAST  # whether libyaml reads the files


@dataclass(frozen=True)
class Files:
    """A workspace's files, read and shaped, before any launch is linked."""

    tree: Tree
    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[str, ...]
    locators: dict[str, "syntax.Locator"] = field(default_factory=dict, compare=False)

    @property
    def workspace(self) -> Workspace:
        return link.workspace_of(self.documents)[0]

    @property
    def launches(self) -> Mapping[str, tuple[written.LaunchWritten, str]]:
        return link.launch_names(self.documents)

    def place(self, spot: Spot | Span) -> Span:
        """The span of a spot; the file is read again for it, once."""
        if isinstance(spot, Span):
            return spot
        locator = self.locators.get(spot.path)
        if locator is None:
            text, _ = syntax.decode(spot.path, self.tree.data(spot.path)[0])
            locator = self.locators[spot.path] = syntax.Locator(spot.path, text or "")
        return locator.span(spot.route, spot.key)

    def line(self, path: str, number: int) -> str:
        """One line of a file, for showing where a diagnostic points."""
        if not path.endswith((".yaml", ".yml")):  # a data file is no YAML
            return Lines(self.tree.data(path)[0].decode("utf-8", "replace")).line(number)
        self.place(Spot(path))
        return self.locators[path].line(number)


Known = dict[tuple[str, bytes], tuple[Document | None, tuple[Diagnostic, ...]]]


def read(tree: Tree | Mapping[str, bytes], known: Known | None = None) -> Files:
    """Read and shape every file. A broken file costs only itself.

    `known` keeps what was read: of many trees that share most of their files, each file is read once.
    """
    if not isinstance(tree, Tree):
        files = tree
        tree = Tree(files, holds=lambda path: path in files)
    found: list[Diagnostic] = []
    documents: list[Document] = []
    unread: list[str] = []
    for path, reason in tree.faults:
        unread.append(path)
        found.append(
            syntax.UNREADABLE.at(Span(path), f"cannot be read: {reason}", help="put a plain file in its place")
        )
    for path in sorted(path for path in tree.files if path.endswith((".yaml", ".yml"))):
        document = _remembered(path, tree.files[path], found, known)
        if document is None:
            unread.append(path)
        else:
            documents.append(document)
    named = {spec.file for document in documents for spec in document.records.get("from", {}).get("", ())}
    whom = [document.records["audience"].get("") for document in documents if "audience" in document.records]
    named.update(one.customers.file for one in whom if one is not None and one.customers is not None)
    found.extend(_stray(path) for path in tree.strays if path not in named)
    found.extend(link.check_settings(documents))
    return Files(tree, tuple(documents), tuple(link.name_the_id(found, documents)), tuple(unread))


def _stray(path: str) -> Diagnostic:
    if disk.hidden(path):
        message = "the dot before its name hides this file, so it is not read"
        return syntax.STRAY.at(Span(path), message, help="take the dot away, or delete the file")
    return syntax.STRAY.at(Span(path), "not a YAML file", help="move it elsewhere, or name it .yaml")


def _remembered(path: str, content: bytes, found: list[Diagnostic], known: Known | None) -> Document | None:
    if known is None:
        return _document(path, content, found)
    kept = known.get((path, content))
    if kept is None:
        said: list[Diagnostic] = []
        kept = known[path, content] = (_document(path, content, said), tuple(said))
    found.extend(kept[1])
    return kept[0]


def _document(path: str, content: bytes, found: list[Diagnostic]) -> Document | None:
    text, faults = syntax.decode(path, content)
    found.extend(faults)
    if text is None:
        return None
    rows, faults = syntax.read(path, text)
    found.extend(faults)
    if rows is None:
        return None
    twice = any(one.rule is syntax.DUPLICATE_KEY for one in faults)
    document, faults = shapes.shape(path, rows.data)
    found.extend(faults)
    return replace(document, unread=True) if twice else document


def run(tree: Tree | Mapping[str, bytes], as_of: date, launch: str) -> Snapshot:
    """Compile one launch of a workspace as of a day. Raises KeyError when there is no such launch."""
    return compile(read(tree), as_of, launch)


def compile(files: Files, as_of: date, name: str, placed: bool = True) -> Snapshot:
    """Link, analyse and check one launch of files already read.

    Without `placed` findings stay without their lines, in no order: enough to count them.
    """
    launch, linked = link.link(files.documents, name, as_of, _unread(files, name), files.tree.data)
    launch = metrics.computed(launch)
    graph = LaunchGraph(launch)
    study, found = analyse(launch, graph, files.tree)
    if launch.closed:
        return Snapshot(study, ())
    here = [one for one in files.diagnostics if _concerns(one.span.path, name)]
    everything = _policy(launch, [*here, *linked, *found])
    return Snapshot(study, settle(files, everything) if placed else tuple(dict.fromkeys(everything)))


def suppose(files: Files, before: Snapshot, changes: written.Scenario) -> Snapshot:
    """The launch as a sound what-if would have it. Nothing is read or written; `before` is the launch as it is."""
    from gtm.analysis import scenario

    documents = scenario.apply(files.documents, before.study, changes)
    return compile(replace(files, documents=documents), before.launch.as_of, before.launch.id)


def analyse(launch: Launch, graph: LaunchGraph, tree: Tree) -> tuple[Study, list[Diagnostic]]:
    """Everything that follows from a launch: decisions, readiness, dates, gates; then all checks."""
    decided = decisions.decide(graph)
    days = {id: one.decided for id, one in decided.items() if one.decided is not None}
    for leg in graph.legs:
        if leg.market is not None and leg.stage in days:
            days.pop(leg.id, None)
    first, clean = checks.proving(launch, graph)
    ready = readiness.judge(launch, clean, tree.holds, days)
    decided = decisions.kept(launch, decided, ready)
    plan = schedule.schedule(graph, ready, days)
    views = gates.judge(graph, ready, decided, plan, clean)
    study = Study(launch, graph, ready, decided, plan, views, tree.holds, tree.data)
    return study, [*first, *checks.judging(study)]


def _unread(files: Files, name: str) -> Sequence[str]:
    return [path for path in files.unread if _concerns(path, name)]


def _concerns(path: str, name: str) -> bool:
    beside = path.count("/") < 2  # a file between the launches concerns them all
    return beside or not path.startswith("launches/") or path.startswith(f"launches/{name}/")


def _policy(launch: Launch, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Severities as the workspace wants them; errors of files, shapes, links and loops stay."""
    wanted = launch.workspace.policy.severity or {}
    if not wanted:
        return list(found)
    out = []
    for one in found:
        word = wanted.get(one.rule.slug)
        if word is None or one.rule.fixed:
            out.append(one)
        elif word == "off" and one.severity < Severity.ERROR:
            continue
        elif word != "off":
            level = Severity[str(word).upper()]
            keep = one.severity is Severity.ERROR and level < Severity.ERROR
            out.append(one if keep else replace(one, severity=level))
        else:
            out.append(one)
    return out


def settle(files: Files, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Place diagnostics in their files, drop doubles, and sort them once for everybody."""
    placed = {
        one.placed(files.place(one.spot), [(files.place(spot), text) for spot, text in one.related]): None
        for one in found
    }
    return tuple(sorted(placed, key=lambda one: one.order))


def today(files: Files, now: datetime) -> date:
    """The as-of date when none is given: an example's own day, else today in the workspace's zone."""
    return files.workspace.example_as_of or day_of(files, now)


def day_of(files: Files, instant: datetime) -> date:
    """The day of an instant in the workspace's zone."""
    return local(files, instant).date()


def local(files: Files, instant: datetime) -> datetime:
    """An instant on the clocks of the workspace's zone."""
    return instant.astimezone(_zone(files.workspace.timezone))


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def choose(files: Files, wanted: str | None) -> tuple[str | None, str]:
    """The launch a command speaks about, or None and what to say."""
    known = list(files.launches)
    wanted = wanted or (known[0] if len(known) == 1 else files.workspace.default_launch)
    if wanted in files.launches:
        return wanted, ""
    listed = f"launches here: {', '.join(known)}" if known else "there is no launch here yet: gtm init --launch NAME"
    if wanted is None:
        return None, f"say which launch: --launch NAME; {listed}"
    return None, f"no launch `{wanted}`; {did_you_mean(wanted, known, listed)}"


def load(root: str) -> Tree:
    """The workspace at a folder."""
    return disk.read(root, syntax.MAX_BYTES)


def unusable(files: Files) -> str:
    """Why no launch can be compiled at all, in one line; empty when one can."""
    record = next(
        (d.records["workspace"][""] for d in files.documents if d.records.get("workspace")),
        None,
    )
    first = next(iter(files.diagnostics), None)
    if not isinstance(record, written.Workspace):
        found = [one for one in files.diagnostics if one.span.path in {"gtm.yaml", "gtm.yml"}]
        first = found[0] if found else None
        why = f": {first.message} ({files.place(first.spot)})" if first else ""
        return f"gtm.yaml cannot be understood{why}"
    if record.format != FORMAT:
        return f"gtm.yaml asks for format {record.format}; this version reads format {FORMAT}"
    if not any(document.records.get("stages") for document in files.documents):
        return "no stages can be read: playbook/journey.yaml is missing or broken; gtm check says more"
    return ""


def check_all(files: Files, names: Sequence[str], as_of: date) -> tuple[Diagnostic, ...]:
    """The findings of some launches together, each said once; those of the files when there is none."""
    found: dict[Diagnostic, None] = {}
    for one in names:
        found.update(dict.fromkeys(compile(files, as_of, one).diagnostics))
    if not names:
        found.update(dict.fromkeys(settle(files, files.diagnostics)))
    return tuple(sorted(found, key=lambda one: one.order))
