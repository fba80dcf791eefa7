"""Knows what git recorded about who brought a text in: author, committer, trailers, signature, merge.

It hands out what commits say of themselves; it must not judge it, or know what the text means.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gtm.history.git import Answer, Fault, run
from gtm.history.repository import Repository

_FORMAT = "%H%x00%ct%x00%P%x00%aN%x00%aE%x00%ae%x00%cN%x00%cE%x00%G?%x00%GS%x00%s%x00%(trailers:only,unfold)"
_CONTACT = re.compile(r"^([A-Za-z-]+):\s*(.*?)\s*<([^<>\s]+)>\s*$")


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody as git names them, after .mailmap; `typed` is the address before it."""

    name: str
    mail: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One commit and who had a hand in it. `signature` is git's letter: G good, B bad, N none, E no key …"""

    id: str
    when: int  # seconds since 1970
    parents: tuple[str, ...]
    author: Hand
    committer: Hand
    signature: str
    signer: str
    subject: str
    trailers: tuple[tuple[str, Hand], ...] = ()

    @property
    def short(self) -> str:
        return self.id[:7]

    def named(self, keys: Iterable[str]) -> Iterator[Hand]:
        """Who stands in the trailers of these names (in small letters)."""
        wanted = set(keys)
        return (hand for key, hand in self.trailers if key.lower() in wanted)


class Origin(NamedTuple):
    """A commit, and what the file was called in it, from the top of the repository."""

    commit: str
    path: str


@dataclass
class Past:
    """The history of the commit checked out, asked as often as needed; answers are kept."""

    repository: Repository
    _deeds: dict[str, Deed | Fault] = field(default_factory=dict)
    _texts: dict[tuple[str, str], bytes | None] = field(default_factory=dict)
    _links: dict[tuple[str, str], list[list[str]]] = field(default_factory=dict)
    _mails: dict[str, Hand] = field(default_factory=dict)
    _chain: dict[str, None] = field(default_factory=dict)

    def deed(self, commit: str) -> Deed | Fault:
        """What a commit (a hash) says about its makers."""
        if commit not in self._deeds:
            found = self._run("log", "-1", f"--format={_FORMAT}", commit)
            self._deeds[commit] = found if isinstance(found, Fault) else self._read(found.text)
        return self._deeds[commit]

    def _read(self, text: str) -> Deed:
        cells = text.split("\0", 11)
        id, when, parents, author, mail, typed, committer, other, letter, signer, subject, trailers = cells
        return Deed(
            id,
            int(when),
            tuple(parents.split()),
            Hand(author, mail, typed),
            Hand(committer, other),
            letter,
            signer,
            subject,
            tuple(self._trailers(trailers)),
        )

    def _trailers(self, text: str) -> Iterator[tuple[str, Hand]]:
        for line in text.splitlines():
            found = _CONTACT.match(line)
            if found is not None:
                yield found[1], self._mapped(Hand(found[2], found[3]))

    def _mapped(self, hand: Hand) -> Hand:
        """Somebody named in a message, by the same .mailmap as authors."""
        if hand.mail not in self._mails:
            answer = self._run("check-mailmap", f"<{hand.mail}>")
            text = "" if isinstance(answer, Fault) else answer.text
            self._mails[hand.mail] = Hand("", text.rpartition("<")[2].removesuffix(">") or hand.mail)
        return Hand(hand.name, self._mails[hand.mail].mail, hand.mail)

    def mapped_at(self, commit: str, mail: str) -> str:
        """What the .mailmap of a commit made of an address: another one, or the same."""
        git_dir = self.repository.git_dir  # from there git reads no .mailmap of the work tree
        words = ("-c", "core.bare=true", "-c", f"mailmap.blob={commit}:.mailmap", f"--git-dir={git_dir}")
        answer = run(git_dir, *words, "check-mailmap", f"<{mail}>")
        text = answer.text if isinstance(answer, Answer) and not answer.code else ""
        return text.rpartition("<")[2].removesuffix(">") or mail

    def brought(self, path: str, holds: Callable[[bytes], bool]) -> Origin | Fault | None:
        """The commit in which a file of the workspace came to say what `holds` looks for, as it still does.

        None when the commit checked out does not say it. Renames of the file are followed, out of the
        workspace's folder too.
        """
        start, path = self.repository.head, f"{self.repository.prefix}{path}"
        if start is None or not self._says(start, path, holds):
            return None
        while True:
            found = self._origin(start, path, holds)
            if isinstance(found, Fault):
                return found
            before = self._renamed(found, path)
            if before is None or not self._says(before.commit, before.path, holds):
                return Origin(found, path)
            start, path = before

    def _origin(self, start: str, path: str, holds: Callable[[bytes], bool]) -> str | Fault:
        """From a commit that says it, back along parents that say it too."""
        if (start, path) not in self._links:
            answer = self._run("rev-list", "--parents", start, "--", f":(top,literal){path}")
            if isinstance(answer, Fault):
                return answer
            self._links[start, path] = [line.split() for line in answer.text.splitlines()]
        links = self._links[start, path]
        parents = {line[0]: line[1:] for line in links}
        at = links[0][0] if links else start
        while True:
            older = next((one for one in parents.get(at, ()) if self._says(one, path, holds)), None)
            if older is None:
                return at
            at = older

    def content(self, commit: str, path: str) -> bytes | None:
        """A file of a commit, by its path from the top of the repository; None when it is not there."""
        if (commit, path) not in self._texts:
            answer = self._run("cat-file", "blob", f"{commit}:{path}")
            self._texts[commit, path] = None if isinstance(answer, Fault) else answer.out
        return self._texts[commit, path]

    def _says(self, commit: str, path: str, holds: Callable[[bytes], bool]) -> bool:
        content = self.content(commit, path)
        return content is not None and holds(content)

    def _renamed(self, commit: str, path: str) -> Origin | None:
        """The parent in which a file had another name, and that name; None when the commit did not move it."""
        answer = self._run("diff-tree", "-r", "-M", "--diff-filter=R", "--name-status", "-z", f"{commit}^", commit)
        if isinstance(answer, Fault):
            return None
        words = answer.text.split("\0")
        moved = {words[at + 2]: words[at + 1] for at in range(0, len(words) - 2, 3)}
        parent = self._run("rev-parse", f"{commit}^")
        return Origin(parent.text, moved[path]) if path in moved and not isinstance(parent, Fault) else None

    def landed(self, commit: str) -> str | Fault:
        """The commit on the branch itself (along first parents) that took a commit in; itself when it stands there."""
        if not self._chain:
            answer = self._run("rev-list", "--first-parent", "HEAD")
            if isinstance(answer, Fault):
                return answer
            self._chain.update(dict.fromkeys(answer.text.splitlines()))
        if commit in self._chain:
            return commit
        later = self._run("rev-list", "--topo-order", "--reverse", "--ancestry-path", f"{commit}..HEAD")
        if isinstance(later, Fault):
            return later
        return next((one for one in later.text.splitlines() if one in self._chain), commit)

    def before(self, commit: str, most: int) -> tuple[str, ...]:
        """A commit and the last ones before it, along first parents, that changed the workspace."""
        answer = self._run("rev-list", "--first-parent", f"--max-count={most}", commit, "--", ".")
        return () if isinstance(answer, Fault) else tuple(answer.text.splitlines())

    def cut_off(self, deed: Deed) -> bool:
        """Whether the history here ends at a commit only because the clone is shallow."""
        return self.repository.shallow and not deed.parents

    def _run(self, *words: str) -> Answer | Fault:
        found = run(self.repository.folder, *words)
        return found.fault if isinstance(found, Answer) and found.code else found
