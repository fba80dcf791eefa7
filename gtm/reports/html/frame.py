"""Knows what every page of ours stands in: templates, style, script, the data, and a policy that lets
nothing else in. It must not know what a page says.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from gtm import __version__, assets
from gtm.dates import say
from gtm.reports.html import text
from gtm.reports.html.overrides import Overrides
from gtm.reports.html.packed import packed
from gtm.reports.html.theme import Theme

_INDENT = re.compile(r"\n *")  # no string of JSON holds a line end
_ID = re.compile(r' id="([^"]*)"')
_INNER = re.compile(r'<a href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is set: the organisation's theme and templates, names or roles, and of which commit it is.

    `refresh` is after how many seconds the page loads itself anew, 0 for never.
    """

    theme: Theme = field(default_factory=Theme)
    by_role: bool = False
    commit: str = ""
    refresh: int = 0
    overrides: Mapping[str, str] = field(default_factory=dict)  # source by the name of a part
    brief: bool = True  # on paper, items are a list without what unfolds


PLAIN = Setting()


def page(template: str, facts: Mapping[str, Any], setting: Setting, data: str = "", script: str = "") -> str:
    """One page. `data` is JSON to embed; `script` the name of the script it needs, if any."""
    code = _read(script) if script else ""
    sources = ["'none'"]
    if code:
        digest = b64encode(hashlib.sha256(code.encode()).digest()).decode()
        sources = [f"'sha256-{digest}'"]
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {' '.join(sources)}; base-uri 'none'; form-action 'none'"
    )
    return _templates(setting).get_template(template).render(
        facts, policy=policy, style=_read("report.css") + setting.theme.style, script=code, setting=setting,
        theme=setting.theme, by_role=setting.by_role, version=__version__, data=_data(data, bool(facts.get("many"))),
    )  # fmt: skip


def parts() -> tuple[str, ...]:
    """The names of the parts that an organisation may replace."""
    folder = Path(assets.folder("templates"), "partials")
    names = (path.name.removesuffix(".html.j2") for path in folder.glob("*.html.j2"))
    return tuple(sorted(name for name in names if name != "macros"))


def unlinked(page: str) -> str:
    """The page with every link into a part it does not have as plain text."""
    here = set(_ID.findall(page))
    return _INNER.sub(lambda link: link[0] if link[1] in here else link[2], page)


def _templates(setting: Setting) -> Environment:
    if not setting.overrides:
        return _bundled()
    theirs = Overrides(setting.overrides, _bundled())
    calls = {f"partials/{name}.html.j2": f'{{{{ theirs("{name}") }}}}' for name in setting.overrides}
    environment = _environment(ChoiceLoader([DictLoader(calls), FileSystemLoader(assets.folder("templates"))]))
    environment.globals["theirs"] = theirs.part
    return environment


@cache
def _bundled() -> Environment:
    return _environment(FileSystemLoader(assets.folder("templates")))


def _environment(loader: Any) -> Environment:
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=text.harmless,
        keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    environment.globals.update(plural=text.plural, outside=text.outside, say=say, bdi=text.bdi)
    return environment


@cache
def _read(name: str) -> str:
    return Path(assets.folder("templates"), name).read_text("utf-8")


def _data(answer: str, many: bool) -> str:
    """JSON without indents, which cannot end the element it stands in; of `many` items packed."""
    answer = _INDENT.sub("", answer)
    if many:
        return packed(answer)
    for sign in "<>&\u2028\u2029":
        answer = answer.replace(sign, f"\\u{ord(sign):04x}")
    return answer
