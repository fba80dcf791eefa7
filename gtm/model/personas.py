"""Knows what audience.yaml may say about personas, intake, segments, phases and customers, as written.

References are still text here. It must not know which customer is which, nor what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gtm.model.written import Definition, Effort, Id, Relative, Slug, When, must, said

Answers = Mapping[Slug, Slug | tuple[Slug, ...] | None]  # a rule: question to the choices it takes
Cells = Mapping[Slug, str | tuple[str, ...] | None]  # a rule: column to values or a range such as 50..499


@dataclass(frozen=True, slots=True)
class QuestionWritten:
    """One question every new customer is asked, with its possible answers."""

    title: str = must("The question as it is asked")
    choices: Mapping[Slug, str | None] = must("Its answers: a name to the words of the answer")
    about: str | None = said("What the answer tells us")


@dataclass(frozen=True, slots=True)
class ChangeWritten:
    """What a persona changes about an item of the playbook."""

    due: When | None = said("Another due date; the earlier one counts where two personas disagree")
    effort: Effort | None = said("Another effort; the larger one counts where two personas disagree")
    why: str | None = said("Why, in a sentence")


@dataclass(frozen=True, slots=True)
class PersonaPlan:
    """What a launch does differently because it serves a persona."""

    add: Mapping[Id, Definition | None] | None = said(
        "Items it adds, as in the playbook; empty = as another persona defines it"
    )
    change: Mapping[Id, ChangeWritten | None] | None = said("Items whose due date or effort it changes")
    measures: tuple[Slug, ...] = said("Metrics that show whether it is served", ())


@dataclass(frozen=True, slots=True)
class PersonaEvidence:
    """What stands behind a persona."""

    points: int = must("How many data points: interviews, tickets, usage records, survey answers")
    internal: int | None = said("How many of them are from our own data")
    interviews: int | None = said("How many of them are interviews")
    newest: date | None = said("The day of the newest")
    link: str | None = said("Where they are kept")


@dataclass(frozen=True, slots=True)
class PersonaWritten:
    """A kind of customer, from sales to renewal."""

    title: str = must("Its name on screens")
    about: str | None = said("Who it is, in a sentence")
    source: str | None = said("Where it comes from: the source it was read in, or project")
    attributes: Mapping[Slug, str | None] | None = said(
        "What is known: demographics, likes, values, background, goals, challenges, aspirations, reach"
    )
    outcome: str | None = said("The required outcome: the measurable result this customer needs")
    metric: Slug | None = said("The metric that shows the outcome")
    experience: str | None = said("The appropriate experience: how this customer wants to get there")
    when: tuple[Answers, ...] = said(
        "Which intake answers make a customer this persona: any one of these; in each, all questions", ()
    )
    otherwise: bool = said("It takes every customer that no other persona takes", False)
    plan: PersonaPlan | None = said("What a launch that serves it does differently")
    evidence: PersonaEvidence | None = said("What stands behind it")


@dataclass(frozen=True, slots=True)
class SegmentWritten:
    """A group of customers by what is known about them: size, industry, NPS group, strategic account."""

    title: str = must("Its name on screens")
    about: str | None = said("Who is in it")
    of: Slug | None = said("What it is a segment of: size, industry; a customer is in one of each")
    when: tuple[Cells, ...] = said(
        "Who is in it: any one of these; in each, all columns, with a value, a list or a range such as 50..499, 500..",
        (),
    )
    personas: tuple[Slug, ...] = said("Only customers of these personas", ())
    ideal: bool = said("Whether it fits the ideal customer profile; false = outside it", True)


@dataclass(frozen=True, slots=True)
class PhaseWritten:
    """A part of a customer's life in which a persona has to be used."""

    title: str = must("Its name on screens")
    stages: tuple[Slug, ...] = said("Items of these stages belong to it; with `teams`, only those of both", ())
    teams: tuple[Slug, ...] = said("Items of these teams belong to it", ())
    items: tuple[Id, ...] = said("Items that belong to it besides", ())
    every: tuple[Id, ...] = said("Items of it that are done for every persona, without naming them", ())
    service: bool = said("It answers and repairs: service alone is not success", False)


@dataclass(frozen=True, slots=True)
class CustomersWritten:
    """Where customers and their answers are kept, and what the columns mean."""

    file: Relative | None = said("A CSV, JSON or YAML file inside the workspace: data/atlas/customers.csv")
    id: str = said("The column that names each customer once", "id")
    name: str | None = said("The column with the customer's name")
    columns: Mapping[Slug, str | None] | None = said(
        "Where the answers stand: an intake question or a column of segments to the column's name"
    )
    answers: Mapping[Slug, Mapping[str, Slug | None] | None] | None = said(
        "What other words mean: a question to {their words: our choice}"
    )
    rows: str | None = said("Where the list of customers stands in a JSON or YAML file: data.items")
    delimiter: Literal["comma", "semicolon", "tab"] | None = said("What parts the columns; else it is seen")
    decimal: Literal["point", "comma"] = said("How numbers are written: 3.5 or 3,5", "point")


@dataclass(frozen=True, slots=True)
class HandoverWritten:
    """The call in which sales hands a customer over, and what it has to carry."""

    item: Id = must("The item that prepares it")
    carries: tuple[Slug, ...] = said("The intake questions whose answers it hands over", ())
