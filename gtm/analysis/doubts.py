"""Knows the rules for what git says about who signed; only `--verify-authors` looks. It holds no logic."""

from gtm.diagnostics import Rule, Severity

CONTRADICTION = Rule(
    "GTM521",
    "author-contradicted",
    Severity.ERROR,
    about="Git does not bear out who signed, approved or confirmed.\n\nSomebody else wrote those lines, the commit's"
    " signature is bad, or what a sign-off says was seen never stood in the history. Found with"
    " `--verify-authors` only. Let the person write it, or approve the merge that brings it in.",
)
UNVERIFIABLE = Rule(
    "GTM522",
    "author-unverified",
    Severity.WARNING,
    about="Git cannot tell whether somebody signed, approved or confirmed.\n\nNot committed yet, no address of the"
    " person in people.yaml, a squashed or shallow history, a bot. Found with `--verify-authors` only; a gate"
    " does not pass on it there.",
)
