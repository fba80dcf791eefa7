"""Knows how to answer a name that stands where the id of a person belongs.

It must not guess: only a name that people.yaml gives to one person alone is answered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gtm.diagnostics import Diagnostic
from gtm.model import written
from gtm.schema.documents import Document
from gtm.schema.faults import BAD_ID
from gtm.schema.scalars import not_an_id


def name_the_id(found: Sequence[Diagnostic], documents: Iterable[Document]) -> list[Diagnostic]:
    """The findings; those about a person's full name say which id to write."""
    if not any(one.rule is BAD_ID for one in found):
        return list(found)
    people = [
        (not_an_id(person.name).casefold(), id, person.name)
        for document in documents
        for id, person in document.records.get("people", {}).items()
        if isinstance(person, written.Person)
    ]
    once = Counter(said for said, _, _ in people)
    known = {said: f"write {id}, the id of {name} in people.yaml" for said, id, name in people if once[said] == 1}
    return [
        replace(one, help=known[one.message.casefold()])
        if one.rule is BAD_ID and one.message.casefold() in known
        else one
        for one in found
    ]
