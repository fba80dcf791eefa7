"""Knows what an editor offers to begin an entry with. It must not know the workspace."""

from collections.abc import Mapping
from typing import Any

from gtm.model import written

_ITEM = {
    "title": "${4:Do this}",
    "ask": "${5:Which question has to be answered?}",
    "proof": "${6:What a reviewer must see}",
    "evidence": ["${7:link}"],
    "due": "T-${8:30}d",
    "needs": [],
}

SNIPPETS: Mapping[type, list[dict[str, Any]]] = {
    written.Definition: [
        {"label": "new item", "description": "A new item with its usual keys",
         "body": {"${1:stage}.${2:team}.${3:name}": _ITEM}},
    ],
    written.Evidence: [
        {"label": "link", "description": "A proof on the web",
         "body": {"link": "https://$1", "date": "${2:2027-01-31}"}},
        {"label": "ref", "description": "A proof kept elsewhere",
         "body": {"ref": "$1", "date": "${2:2027-01-31}"}},
        {"label": "file", "description": "A proof in this workspace",
         "body": {"file": "evidence/$1", "date": "${2:2027-01-31}"}},
    ],
    written.Person: [
        {"label": "new person", "description": "Somebody who can own items or sign",
         "body": {"${1:id}": {"name": "${2:Full Name}", "email": "$3", "teams": ["${4:team}"]}}},
    ],
}  # fmt: skip
