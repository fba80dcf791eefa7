"""Knows whether what git recorded bears out who signed, approved or confirmed: three words, with the reason.

Verified, contradicted, not verifiable; what cannot be told is said, never guessed. It must not ask git.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gtm.analysis.decisions import GO
from gtm.analysis.doubts import CONTRADICTION, UNVERIFIABLE
from gtm.analysis.readiness import waiver_fault
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many
from gtm.diagnostics import Diagnostic
from gtm.history import Deed, Hand
from gtm.model import written
from gtm.model.launch import Item, Launch
from gtm.source import Spot

VERIFIED, CONTRADICTED, UNKNOWN = "verified", "contradicted", "not verifiable"
_ORDER = (CONTRADICTED, UNKNOWN, VERIFIED)
_APPROVES = ("approved-by", "reviewed-by", "acked-by", "merged-by", "signed-off-by")
_AGAIN = "commit what was looked at before the sign-off or with it, then sign again: gtm sign STAGE"
_PLATFORMS = frozenset({"noreply@github.com", "noreply@gitlab.com", "noreply@bitbucket.org", "noreply@codeberg.org"})
_SIGNED = {
    "G": "signed, and the signature is good", "U": "signed; the signature is good, by a key nobody vouches for",
    "X": "signed, by a signature that has expired", "Y": "signed, by a key that has expired",
    "R": "signed, by a key that was revoked", "E": "signed, but the key to check it with is not here",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """That a person signed a gate, approved a waiver or confirmed an item, as one record of the files says."""

    kind: str  # sign-off, waiver, confirmation
    about: str  # the gate or item
    person: str
    spot: Spot
    record: Any  # what has to stand in git word for word

    @property
    def key(self) -> str:
        return {"sign-off": "by", "waiver": "approved_by"}.get(self.kind, "confirmed_by")

    @property
    def verb(self) -> str:
        return {"sign-off": "signed", "waiver": "approved the waiver for"}.get(self.kind, "confirmed")


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, one of the three words, why, and the commit it rests on."""

    claim: Claim
    state: str
    text: str
    commit: str | None = None
    signature: str = ""  # git's letter
    help: str = "let them commit it themselves, or approve the merge (Approved-by)"

    @property
    def sure(self) -> bool:
        return self.state == VERIFIED


def essence(record: Any) -> Any:
    """The part of a record that its signer answers for; a promise may be kept by others later."""
    if isinstance(record, written.SignOffWritten):
        promises = tuple(replace(one, done=None, evidence=()) for one in record.conditions)
        return replace(record, covers=None, note=None, conditions=promises)
    if isinstance(record, written.State):
        return record.status, record.confirmed_by, record.confirmed
    return record


def claims(study: Study, gate: str | None = None) -> Iterator[Claim]:
    """Who is said to have signed, approved and confirmed what a gate (or any) rests on."""
    launch, graph = study.launch, study.graph
    ids = set(graph.ids)
    if gate is not None:
        ids = {gate, gate.partition("/")[0], *(graph.ids[at] for at in graph.above(graph.index[gate]))}
        ids.update(item.id for item in graph.items if item.must and graph.gate_of(item) == gate)
    for decision in study.decisions.values():
        newest = {one.sign_off.record.as_: one.sign_off for one in decision.signatures if not one.fault}
        for one in newest.values() if decision.gate in ids else ():
            yield Claim("sign-off", one.gate, one.record.by, one.spot, one.record)
    for waiver in launch.waivers:
        if waiver.item in ids and waiver_fault(launch, waiver) is None:
            yield Claim("waiver", waiver.item, str(waiver.record.approved_by), waiver.spot, waiver.record)
    for item in graph.items:
        if item.id in ids and _confirmed(item):
            spot = item.stated or item.defined
            yield Claim("confirmation", item.id, str(item.state.confirmed_by), spot, item.state)


def _confirmed(item: Item) -> bool:
    asked = item.definition.checked_by or item.status == "not-applicable"
    return bool(asked and item.state.confirmed_by)


def uncommitted(claim: Claim) -> Finding:
    return Finding(claim, UNKNOWN, "it is not committed yet")


def judge(launch: Launch, claim: Claim, deed: Deed, merge: Deed) -> Finding:
    """One claim against the commit that wrote it and the one that took it into the branch."""
    state, text = _judged(launch, claim.person, deed, merge)
    return Finding(claim, state, text, deed.id, deed.signature)


def _judged(launch: Launch, person: str, deed: Deed, merge: Deed) -> tuple[str, str]:
    name, writer = launch.person(person), owner_of(launch, deed.author)
    if deed.signature == "B":
        return CONTRADICTED, f"the signature of {deed.short} is bad"
    signer = _mail_in(deed.signer) if deed.signature in "GU" else ""
    other = owner_of(launch, Hand("", signer)) if signer else None
    if other not in (None, writer) and writer is not None:
        return CONTRADICTED, f"{deed.short} names {launch.person(writer)}, but {launch.person(other)} signed the commit"
    if writer == person:
        return VERIFIED, f"{name} wrote it in {deed.short}, {_SIGNED.get(deed.signature, 'not signed')}"
    for one in dict.fromkeys((merge, deed)):
        if _speaks(launch, one, deed) and _names(launch, one, person, _APPROVES):
            return VERIFIED, f"{name} approved it, says the merge {one.short}"
    return _not_theirs(launch, person, writer, deed, merge)


def _not_theirs(launch: Launch, person: str, writer: str | None, deed: Deed, merge: Deed) -> tuple[str, str]:
    """Why git does not show that a person wrote or approved it."""
    name = launch.person(person)
    if not addresses(launch.people.get(person)):
        return UNKNOWN, f"people.yaml has no email of {name} to compare with"
    if _names(launch, deed, person, ("co-authored-by",)):
        return UNKNOWN, f"{name} is one of several authors of {deed.short}; squashing lost who wrote what"
    named = next((one for one in (merge, deed) if _names(launch, one, person, _APPROVES)), None)
    if named is not None and named.committer.mail.lower() in _PLATFORMS:
        return UNKNOWN, f"{named.short} names {name} as approver, which whoever opened the request can have typed"
    if named is not None:
        return UNKNOWN, f"whoever wrote {deed.short} also wrote that {name} approved it"
    if person in {owner_of(launch, one) for one in (deed.committer, merge.author, merge.committer)}:
        by = launch.person(writer) if writer else deed.author.name
        return UNKNOWN, f"{name} merged {deed.short}, which {by} wrote; merging alone is not signing"
    if writer is not None:
        return CONTRADICTED, f"{launch.person(writer)} wrote it in {deed.short}, and no approval by {name} is recorded"
    if deed.author.mail.lower() in _PLATFORMS or "[bot]" in f"{deed.author.name}{deed.author.mail}":
        return UNKNOWN, f"a program ({deed.author.name}) wrote {deed.short}"
    shared = sum(deed.author.mail.lower() in addresses(one) for one in launch.people.values()) > 1
    whose = "which several people in people.yaml share" if shared else "which is nobody's in people.yaml"
    return UNKNOWN, f"{deed.short} was written from {deed.author.mail}, {whose}"


def _speaks(launch: Launch, one: Deed, deed: Deed) -> bool:
    """Whether the message of a commit comes from another hand than what was written.

    A platform that commits in its own name takes titles and texts from whoever opened the request.
    """
    hand, writer = one.committer, deed.author
    if hand.mail.lower() in _PLATFORMS or hand.mail.lower() == writer.mail.lower():
        return False
    known = owner_of(launch, hand)
    return known is None or known != owner_of(launch, writer)


def _names(launch: Launch, one: Deed, person: str, keys: Iterable[str]) -> bool:
    return any(owner_of(launch, hand) == person for hand in one.named(keys))


def addresses(person: written.Person | None) -> frozenset[str]:
    """The mail addresses of a person, in small letters."""
    if person is None:
        return frozenset()
    return frozenset(one.lower() for one in (person.email, *person.emails) if one)


def owner_of(launch: Launch, hand: Hand) -> str | None:
    """The person a commit's address belongs to; of an address that two share, nobody's."""
    return owner(launch.people, hand.mail)


def owner(people: Mapping[str, written.Person], mail: str) -> str | None:
    """The one person among some to whom an address belongs."""
    mail = mail.lower()
    found = [id for id, one in people.items() if mail in addresses(one)]
    local, _, host = mail.partition("@")
    if not found and host in {"users.noreply.github.com", "users.noreply.gitlab.com"}:
        user = local.partition("+")[2] if host.endswith("github.com") and "+" in local else local
        user = user.partition("-")[2] if host.endswith("gitlab.com") and user[:1].isdigit() else user
        found = [id for id, one in people.items() if one.github and one.github.lower() == user]
    return found[0] if len(found) == 1 else None


def _mail_in(signer: str) -> str:
    return signer.rpartition("<")[2].removesuffix(">").strip() if "@" in signer else ""


def grounds(launch: Launch, person: str, deed: Deed, merge: Deed) -> tuple[Hand, ...]:
    """Whose addresses a verified claim rests on: the author's, else those of the approvers named."""
    if owner_of(launch, deed.author) == person:
        return (deed.author,)
    named = (hand for one in (merge, deed) for hand in one.named(_APPROVES))
    return tuple(hand for hand in named if owner_of(launch, hand) == person)


def new_address(found: Finding, launch: Launch, mail: str) -> Finding:
    """A claim that rests on an address which became that person's only in the very change that makes the claim."""
    name = launch.person(found.claim.person)
    text = f"{mail} became an address of {name} in the same change; let the address be reviewed and merged first"
    return replace(found, state=UNKNOWN, text=text)


def unseen(found: Finding, looked: int, cut: bool) -> Finding:
    """A sign-off whose `saw` matches no state of the files that was looked at."""
    if cut:
        return replace(found, state=UNKNOWN, text=f"{found.text}; what it says was seen lies before this shallow clone")
    before = f" nor in {many(looked - 1, 'commit')} before it" if looked > 1 else ""
    text = f"what it says was seen stood {'neither ' if before else 'not '}in {str(found.commit)[:7]}{before}"
    return replace(found, state=CONTRADICTED, text=text, help=_AGAIN)


def miscovered(found: Finding, commit: str) -> Finding:
    """A sign-off whose fingerprints are not those of the state it says was seen: it could excuse what it likes."""
    return replace(found, state=CONTRADICTED, text=f"its `covers` is not what stood in {commit[:7]}", help=_AGAIN)


def asks_for_digest(claim: Claim) -> bool:
    return claim.kind == "sign-off" and claim.record.decision in GO


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first."""
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.state), one.claim.kind != "sign-off")))


def diagnostics(launch: Launch, found: Iterable[Finding]) -> Iterator[Diagnostic]:
    """What is not verified, as findings of `gtm check`."""
    for one in found:
        if one.sure:
            continue
        claim = one.claim
        rule = CONTRADICTION if one.state == CONTRADICTED else UNVERIFIABLE
        yield rule.at(
            claim.spot / claim.key,
            f"git does not show that {launch.person(claim.person)} {claim.verb} `{claim.about}`: {one.text}",
            help=one.help,
            subject=claim.about,
        )
