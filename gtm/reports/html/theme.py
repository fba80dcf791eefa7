"""Knows how an organisation's report looks: logo, colour, language, direction; and makes it readable.

A logo is a picture that cannot act, a colour is darkened or lightened until text in it can be read.
It must not know what the page says.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from gtm.model.launch import Workspace

MAX_LOGO = 256 << 10  # bytes
_ENOUGH = 4.5  # contrast of text, as WCAG 2.2 AA wants it
# Every ground that a link stands on, in light and in dark; the colours of report.css.
_LIGHT = ("#ffffff", "#f4f6f8", "#e9f5ee", "#fdf3e0", "#fcebed", "#eef2f7", "#fffbe6")
_DARK = ("#15181c", "#1e2329", "#16281e", "#2c2312", "#321a1e", "#202833", "#262312")
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "ug", "ur", "yi"}
)  # fmt: skip
Fetch = Callable[[str], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Theme:
    """What the frame of the page needs; `logo` is a data address or "", `style` more rules for the style sheet."""

    title: str = ""
    logo: str = ""
    style: str = ""
    lang: str = "en"
    direction: str = "ltr"
    said: tuple[str, ...] = ()  # what was not done as asked, for the person who made the report


def theme(workspace: Workspace, fetch: Fetch) -> Theme:
    """The theme that gtm.yaml asks for; `fetch` reads a file of the workspace, or says why not."""
    wanted = workspace.report
    logo, fault = _logo(wanted.logo, fetch) if wanted.logo else ("", "")
    said = [f"no logo in the report: {wanted.logo}: {fault}"] if fault else []
    style = ""
    if wanted.accent:
        light, dark = readable(wanted.accent, _LIGHT), readable(wanted.accent, _DARK)
        style = (
            f":root {{ --link: {light}; }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --link: {dark}; }} }}\n"
        )
        if light != wanted.accent:
            said.append(f"the accent {wanted.accent} is too light to be read on white; the report uses {light}")
    return Theme(
        (wanted.title or "").strip(),
        logo,
        style,
        wanted.lang,
        wanted.direction or ("rtl" if wanted.lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"),
        tuple(said),
    )


def _logo(path: str, fetch: Fetch) -> tuple[str, str]:
    """The picture as a data address, or what is wrong with it. As an image, not even an SVG can run a script."""
    content, fault = fetch(path)
    if fault:
        return "", fault
    if len(content) > MAX_LOGO:
        return "", f"it has {len(content) >> 10} KiB, and a logo may have {MAX_LOGO >> 10}"
    kind = _kind(content)
    if not kind:
        return "", "it is no png, jpeg or svg picture"
    return f"data:{kind};base64,{b64encode(content).decode()}", ""


def _kind(content: bytes) -> str:
    """The media type by what is in the file, not by its name."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "image/svg+xml" if start.startswith(b"<") and re.search(rb"<svg[\s>]", start) else ""


def readable(colour: str, grounds: tuple[str, ...]) -> str:
    """The colour nearest to the one wanted that has a contrast of 4.5 on every ground."""
    dark = _light(grounds[0]) < 0.5
    end = (255, 255, 255) if dark else (0, 0, 0)
    start = _parts(colour)
    for step in range(101):
        mixed = "#" + "".join(f"{round(a + (b - a) * step / 100):02x}" for a, b in zip(start, end, strict=True))
        if all(contrast(mixed, ground) >= _ENOUGH for ground in grounds):
            return mixed
    return "#ffffff" if dark else "#000000"


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    """Relative luminance, from 0 to 1."""
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (part / 255 for part in _parts(colour)))  # fmt: skip
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
