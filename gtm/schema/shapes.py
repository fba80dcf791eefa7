"""Knows how to check one entry: derives a pydantic-core validator from a record's types.

Building is lazy and kept: only the kinds of files a workspace has are ever built. It must not know how
one value is read.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from gtm.dates import Length, Offset
from gtm.model import written
from gtm.schema.scalars import full_id, named, plain, scalars


def _schema(kind: Any, name: str = "") -> CoreSchema:
    """The validator of one annotated type."""
    known = named(kind, name) or scalars().get(kind)
    if known is not None:
        return known
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        inner = [part for part in parts if part is not types.NoneType]
        if set(inner) == {Offset, date}:
            return scalars()[written.When]
        if len(inner) == 1:
            return _schema(inner[0], name)
        return _text_or(inner)
    if origin is Literal:
        return core_schema.literal_schema(list(parts))
    if origin is tuple:
        return core_schema.tuple_variable_schema(_schema(parts[0]), strict=False)
    if origin in {dict, Mapping}:
        return core_schema.dict_schema(_schema(parts[0]), _optional(_schema(parts[1])))
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"no shape for {kind!r}")


def _optional(schema: CoreSchema) -> CoreSchema:
    return core_schema.nullable_schema(schema)


def _text_or(inner: list[Any]) -> CoreSchema:
    """Text, or the structured form: told apart by looking, so that errors keep one path."""
    structured = next(part for part in inner if is_dataclass(part) or get_origin(part) is tuple)
    simple = next(part for part in inner if part is not structured)
    shape = "list" if get_origin(structured) is tuple else "dict"
    return core_schema.tagged_union_schema(
        {"text": _schema(simple), shape: _schema(structured)},
        discriminator=lambda value: shape if isinstance(value, (dict, list)) else "text",
    )


def _empty_is(default: Any, schema: CoreSchema) -> CoreSchema:
    """An empty value means that nothing was said: the same as leaving the key out."""
    if default is None:
        return _optional(schema)
    return core_schema.no_info_after_validator_function(
        lambda value: default if value is None else value, _optional(schema)
    )


def key_of(name: str, metadata: Mapping[str, Any]) -> str:
    """A field's spelling in files."""
    return metadata.get("key") or name


@cache
def _record(record: type) -> CoreSchema:
    if record is written.NeedWritten:
        return _need()
    args = []
    for entry in fields(record):
        schema = _schema(entry.type, entry.name)
        required = entry.default is MISSING
        if not required:
            schema = core_schema.with_default_schema(_empty_is(entry.default, schema), default=entry.default)
        key = key_of(entry.name, entry.metadata)
        alias = None if key == entry.name else key
        args.append(core_schema.dataclass_field(entry.name, schema, kw_only=True, validation_alias=alias))
    return core_schema.dataclass_schema(
        record,
        core_schema.dataclass_args_schema(record.__name__, args, extra_behavior="forbid"),
        [entry.name for entry in fields(record)],
        slots=True,
    )


def _need() -> CoreSchema:
    """A need is mostly a bare id: shared values, one a distinct text."""

    def bare(text: str) -> written.NeedWritten:
        known = text.startswith("launch:")  # kept for later, and refused by link in clear words
        return written.NeedWritten(text if known else full_id(text))

    full = core_schema.typed_dict_schema(
        {
            "item": core_schema.typed_dict_field(scalars()[written.Id]),
            "lag": core_schema.typed_dict_field(_optional(scalars()[Length]), required=False),
        },
        extra_behavior="forbid",
    )
    built = core_schema.no_info_after_validator_function(
        lambda data: written.NeedWritten(data["item"], data.get("lag")), full
    )
    return core_schema.tagged_union_schema(
        {"text": plain(bare), "dict": built},
        discriminator=lambda value: "dict" if isinstance(value, (dict, list)) else "text",
    )


@cache
def validator(record: type, listed: bool = False) -> SchemaValidator:
    """The validator of a record, or of a list of them."""
    schema = _schema(record) if record is not str else scalars()[written.Id]
    return SchemaValidator(core_schema.tuple_variable_schema(schema) if listed else schema)
