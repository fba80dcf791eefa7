"""Knows whether an address was a person's before the change that claims something in that person's name.

Otherwise a stranger's pull request could add its own address to somebody, and sign for them. What an address
that came in by a change of its own is worth, its reviewers have said. It must not judge authors.
"""

from collections.abc import Mapping

from gtm import pipeline
from gtm.analysis import verified
from gtm.analysis.verified import Finding
from gtm.history import Deed, Hand
from gtm.model.written import Person
from gtm.past.states import Search

_FILES = ("people.yaml", "people.yml")


def held(search: Search, found: Finding, deed: Deed, merge: Deed) -> Finding:
    """The finding as it is, or not verifiable where all it rests on is an address from the same change."""
    launch, person = search.snapshot.launch, found.claim.person
    before = _people(search, merge.parents[0]) if merge.parents else {}
    if person not in before:
        return found
    hands = verified.grounds(launch, person, deed, merge)
    after = _people(search, merge.id)
    fresh = [hand for hand in hands if _theirs(search, after, merge.id, hand) == person
             and _theirs(search, before, merge.parents[0], hand) != person]  # fmt: skip
    return verified.new_address(found, launch, fresh[0].typed) if hands and len(fresh) == len(hands) else found


def _people(search: Search, commit: str) -> Mapping[str, Person]:
    """Everybody in the people.yaml of a commit, where the workspace lay then."""
    for folder in {search.past.repository.prefix: None, **search.folders}:
        for name in _FILES:
            content = search.past.content(commit, f"{folder}{name}")
            documents = pipeline.read({name: content}).documents if content is not None else ()
            if documents:
                return {id: one for one in documents for id, one in one.records.get("people", {}).items()}
    return {}


def _theirs(search: Search, people: Mapping[str, Person], commit: str, hand: Hand) -> str | None:
    """Whose an address was by the people.yaml and the .mailmap of a commit."""
    return verified.owner(people, search.past.mapped_at(commit, hand.typed))
