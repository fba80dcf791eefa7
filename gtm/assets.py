"""Where the files that come with gtm are: the bundled checklists and the report's templates.

It knows the two places they can be in, and must not know what is in them: it reads nothing.
"""

import pathlib


def folder(kind: str) -> pathlib.Path:
    """The absolute path of one kind of files, "checklists" or "templates".

    When this very module lies in a checkout it is the folder beside the package, also when a copy
    lies in site-packages: an editable install leaves one there, which grows stale. Otherwise it is
    the folder in the installed package. Raises ValueError for any other kind, FileNotFoundError
    when neither place has the folder.
    """
    if kind not in {"checklists", "templates"}:
        raise ValueError(f"no such kind of bundled files: {kind!r}")
    package = pathlib.Path(__file__).resolve().parent
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    installed = package / "_data" / kind
    if not installed.is_dir():
        raise FileNotFoundError(f"this copy of gtm is incomplete, it lacks the folder {installed}")
    return installed
