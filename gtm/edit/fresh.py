"""Knows how the editor schemas that a workspace has are written anew, after names were added to it.

One that is not there is not made. It must not decide when names were added.
"""

import os
from collections.abc import Sequence

from gtm.edit import editor
from gtm.edit.write import Changed, Refused, write
from gtm.schema.documents import Document


def refresh(root: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Write what is stale; returns the schemas that could not be written and are stale now."""
    stale = []
    for path, text in editor.schemas(documents).items():
        try:
            with open(os.path.join(root, path), "rb") as stream:
                old = stream.read()
            if old != text.encode():
                write(root, path, old, text.encode())
        except FileNotFoundError:
            continue
        except (OSError, Changed, Refused):
            stale.append(path)
    return tuple(stale)
