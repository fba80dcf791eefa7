"""Knows how each measure is computed from its inputs, one small pure function a formula.

A formula gives None when there is no value: something is divided by nothing, or the inputs
contradict each other. Shares are from 0 to 1. It must not know files, dates or targets.

Where they come from: NPS as Reichheld, "The One Number You Need to Grow" (Harvard Business Review,
2003); CSAT as the share of the two best of five answers; CES as the mean answer (Dixon, Freeman and
Toman, "Stop Trying to Delight Your Customers", Harvard Business Review, 2010); the simple customer
value as margin per account divided by churn (Gupta and Lehmann, "Managing Customers as
Investments", 2005); stickiness, FCR, MRR, ARPU and availability as product, support, finance and
operations teams commonly count them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Inputs = Mapping[str, float]
Cases = Sequence[float]
Kind = Literal["share", "number", "points"]


def share(part: float, whole: float) -> float | None:
    """A part of a whole, 0 to 1."""
    return part / whole if whole > 0 and 0 <= part <= whole else None


def rest(whole: float, lost: float) -> float | None:
    """What is left of a whole, 0 to 1: availability, retention."""
    return (whole - lost) / whole if whole > 0 and 0 <= lost <= whole else None


def ratio(amount: float, count: float) -> float | None:
    """An amount for each: revenue per user, cost per customer."""
    return amount / count if count > 0 else None


def gain(value: float, before: float) -> float | None:
    """How much more than before, as a part of it; below 0 when it is less: growth, return on cost."""
    return (value - before) / before if before > 0 else None


def margin(revenue: float, cost: float) -> float | None:
    """What is left of revenue; below 0 when the cost is higher."""
    return (revenue - cost) / revenue if revenue > 0 else None


def nps(promoters: float, passives: float, detractors: float) -> float | None:
    """Percent of promoters less percent of detractors, -100 to 100."""
    if min(promoters, passives, detractors) < 0:
        return None
    answers = promoters + passives + detractors
    return 100 * (promoters - detractors) / answers if answers > 0 else None


def clv(arpa: float, margin: float, churn: float, horizon: float | None = None) -> float | None:
    """Margin per account and period through the time it stays; `horizon` periods at most, which churn 0 needs.

    `margin` and `churn` are shares from 0 to 1.
    """
    if not 0 <= churn <= 1:
        return None
    if churn == 0:
        return arpa * margin * horizon if horizon is not None else None
    periods = 1 / churn if horizon is None else min(1 / churn, horizon)
    return arpa * margin * periods


def health(scores: Inputs, weights: Inputs) -> float | None:
    """The weighted mean of scores from 0 to 100; None when one is missing or the weights do not add to 1."""
    if not weights or abs(sum(weights.values()) - 1) > 1e-6 or min(weights.values()) < 0:
        return None
    if any(name not in scores or not 0 <= scores[name] <= 100 for name in weights):
        return None
    return sum(weight * scores[name] for name, weight in weights.items())


def recurring(monthly: float, yearly: float) -> float:
    """Recurring revenue of a month: monthly fees and a twelfth of yearly ones."""
    return monthly + yearly / 12


def mean(cases: Cases) -> float | None:
    """The mean of single answers."""
    return sum(cases) / len(cases) if cases else None


def median(cases: Cases) -> float | None:
    """The middle one of single cases, or the mean of the two in the middle."""
    if not cases:
        return None
    ordered = sorted(cases)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def recommend(cases: Cases) -> float | None:
    """NPS from answers 0 to 10; None when one is outside."""
    if any(not 0 <= one <= 10 for one in cases):
        return None
    best, worst = sum(one >= 9 for one in cases), sum(one <= 6 for one in cases)
    return nps(best, len(cases) - best - worst, worst)


def satisfied(cases: Cases) -> float | None:
    """The share of answers 4 and 5 of 1 to 5; None when one is outside."""
    if any(not 1 <= one <= 5 for one in cases):
        return None
    return share(sum(one >= 4 for one in cases), len(cases))


def first_time(cases: Cases) -> float | None:
    """The share of solved cases that needed one contact, from contacts a case."""
    if any(one < 1 for one in cases):
        return None
    return share(sum(one == 1 for one in cases), len(cases))


def agreed(cases: Cases) -> float | None:
    """The share of cases marked 1 rather than 0."""
    if any(one not in {0, 1} for one in cases):
        return None
    return share(sum(cases), len(cases))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula by name: its inputs in order, in words, what comes out, how many stand behind it."""

    inputs: tuple[str, ...]
    words: str
    kind: Kind
    compute: Callable[..., float | None]
    counted: tuple[str, ...] = ()  # the inputs whose sum is the sample
    cases: Callable[[Cases], float | None] | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    divides: str = ""  # the input that may not be 0; "answers" for all together


def _share(part: str, whole: str, words: str = "", cases: Callable[[Cases], float | None] = agreed) -> Formula:
    return Formula((part, whole), words or f"{part} / {whole}", "share", share, (whole,), cases, (0, 1), whole)


def _ratio(amount: str, count: str) -> Formula:
    return Formula((amount, count), f"{amount} / {count}", "number", ratio, (count,), mean, divides=count)


def _rest(whole: str, lost: str, counted: bool = True) -> Formula:
    words = f"({whole} - {lost}) / {whole}"
    return Formula((whole, lost), words, "share", rest, (whole,) if counted else (), None, (0, 1), whole)


def _gain(value: str, before: str) -> Formula:
    return Formula((value, before), f"({value} - {before}) / {before}", "share", gain, divides=before)


FORMULAS: Mapping[str, Formula] = {
    "share": _share("part", "whole"),
    "rest": _rest("whole", "lost"),
    "ratio": _ratio("amount", "count"),
    "growth": _gain("now", "before"),
    "total": Formula(("amount",), "amount", "number", lambda amount: amount, (), sum),
    "mean": _ratio("total", "answers"),
    "median": Formula((), "the middle one of all cases", "number", lambda: None, (), median),
    "agreement": Formula((), "traits two teams share / all that either names, mean over the pairs", "share",
                         lambda: None, bounds=(0, 1)),  # from the views in audience.yaml
    "availability": _rest("minutes", "down", counted=False),
    "engagement": _share("steady", "active"),
    "roi": _gain("margin", "cost"),
    "health": Formula((), "sum of weight x score", "points", health, bounds=(0, 100)),
    "churn": _share("lost", "start"),
    "retention": _rest("start", "lost"),
    "nps": Formula(
        ("promoters", "passives", "detractors"), "100 x (promoters - detractors) / answers", "points", nps,
        ("promoters", "passives", "detractors"), recommend, (-100, 100), "answers",
    ),
    "csat": _share("satisfied", "answers", cases=satisfied),
    "mrr": Formula(("monthly", "yearly"), "monthly + yearly / 12", "number", recurring),
    "arpu": _ratio("revenue", "users"),
    "clv": Formula(("arpa", "margin", "churn"), "arpa x margin / churn", "number", clv, divides="churn"),
    "fcr": _share("first", "solved", cases=first_time),
    "ces": _ratio("total", "answers"),
    "stickiness": _share("dau", "mau"),
    "feature-use": _share("users", "active"),
    "gross-margin": Formula(
        ("revenue", "cost"), "(revenue - cost) / revenue", "share", margin, divides="revenue", bounds=(None, 1)
    ),
    "cost-to-serve": _ratio("cost", "customers"),
    "lead-response": _share("answered", "leads"),
}  # fmt: skip
SHARES = frozenset({("clv", "margin"), ("clv", "churn")})  # inputs that are shares themselves


def why_none(formula: Formula, inputs: Inputs) -> str:
    """Why inputs give no value, in words."""
    missing = [name for name in formula.inputs if name not in inputs]
    if missing:
        return f"{' and '.join(missing)} not given"
    below = [name for name in formula.inputs if inputs[name] < 0]
    if below:
        return f"{below[0]} is below 0"
    if formula.divides == "answers" and not any(inputs.values()):
        return "there are no answers"
    if inputs.get(formula.divides) == 0:
        return f"{formula.divides} is 0"
    if len(formula.inputs) == 2 and formula.kind == "share":
        part, whole = sorted(formula.inputs, key=lambda name: inputs[name], reverse=True)
        return f"{part} {inputs[part]:g} is more than {whole} {inputs[whole]:g}"
    return "the inputs do not go together"
