"""Knows how a value with its unit is said to people. It must not know metrics."""


def number(value: float) -> str:
    """A number for people: 1,234.5; two digits behind the point, four when it is below a tenth."""
    digits = 2 if abs(value) >= 0.1 else 4
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def amount(value: float, unit: str | None) -> str:
    """A value with its unit: 57 %, 24 points."""
    sign = {"percent": "%", "share": ""}.get(unit or "", unit or "")
    return f"{number(value)} {sign}".rstrip()


def difference(value: float, unit: str | None) -> str:
    """A difference of two values with its unit."""
    return f"{number(value)} points" if unit in {"percent", "%"} else amount(value, unit)
