"""Put into plain sentences what pydantic found wrong in a tracker's file."""

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipeline.tracker_models import nearest

# How one entry of a list is called, and the keys that name it, best first.
_ENTRIES = {
    "company": ("company", ("slug", "name")),
    "stance": ("stance", ("id", "label")),
    "source": ("source", ("id", "url")),
    "milestones": ("milestone", ("id", "label")),
    "products": ("product", ("name",)),
    "names": ("name", ("name",)),
    "rules": ("rule", ("act",)),
    "holds": ("holds", ()),
    "fails": ("fails", ()),
}
_MUST = {
    "string_type": "a text in quotes",
    "tuple_type": 'a list in brackets, such as ["Zoom Video"]',
    "bool_type": "true or false, without quotes",
    "float_type": "a number, without quotes",
    "model_type": "a table of keys",
    "dict_type": "a table of keys",
}


def problems_of(
    error: ValidationError, *, file: str, written: object, model: type[BaseModel]
) -> list[str]:
    """Return one sentence per problem; each names file, entry and key and says what to do.

    ``written`` is the file as it was read, to call an entry by its own name; ``model`` is what
    the whole file had to be, to know the keys that an entry may have.
    """
    return [
        f"{file}: {_sentence(detail, written, model)}"
        for detail in error.errors(include_url=False)
        # pydantic also calls a list too short when its only item is wrong: that is told already
        if detail["type"] != "too_short" or not detail["input"]
    ]


def _sentence(detail: ErrorDetails, written: object, model: type[BaseModel]) -> str:
    *path, last = detail["loc"] or ("",)
    entry = entry_name(path, written)
    kind, key = detail["type"], f"key {last!r}"
    if isinstance(last, int):  # one item of a list, or a whole entry of it
        entry, key = entry_name(path[:-1], written), f"key {path[-1]!r}, item {last + 1}"
    if kind == "extra_forbidden":
        return f"{entry}{key} is unknown; {nearest(str(last), _keys(path, model))}"
    if kind == "missing":
        return f"{entry}{key} is missing; add it"
    return f"{entry}{key}: {_fault(detail)}"


def _fault(detail: ErrorDetails) -> str:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    shown = repr(given) if isinstance(given, str | int | float) else f"this {type(given).__name__}"
    if kind == "value_error":
        return f"{shown} {context['error']}"
    if kind == "too_short":
        return "the list is empty; write at least one item"
    if kind == "literal_error":
        choices = re.findall(r"'([^']+)'", context["expected"])
        return f"{shown} is not allowed; {nearest(str(given), choices)}"
    if kind == "tuple_type" and isinstance(given, Mapping):
        return f"one table is no list; write its head in double brackets, [[{detail['loc'][-1]}]]"
    if kind in _MUST:
        return f"{shown} must be {_MUST[kind]}"
    return f"{shown} {detail['msg'].removeprefix('Input ').replace('should be', 'must be')}"


def entry_name(path: Sequence[int | str], written: object) -> str:
    """Say where in a file a path leads: "company 'zoom': product 'Zoom Phone': "."""
    said = ""
    here = written
    for at, step in enumerate(path):
        here = _step(here, step)
        if isinstance(step, int):
            noun, keys = _ENTRIES.get(str(path[at - 1]), (str(path[at - 1]), ()))
            said += f"{noun} {_own_name(here, step, keys)}: "
        elif step == "words":
            said += "words "
        elif path[at - 1 : at] == ["words"]:
            said += f"{step!r}: "
        elif not isinstance([*path, ""][at + 1], int):
            said += f"{step}: "
    return said


def _step(here: object, step: int | str) -> object:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
        inner: object = here[step]
        return inner
    return None


def _own_name(entry: object, index: int, keys: tuple[str, ...]) -> str:
    if isinstance(entry, Mapping):
        for key in keys:
            if isinstance(entry.get(key), str):
                return repr(entry[key])
    return f"no. {index + 1}"


def _keys(path: Sequence[int | str], model: type[BaseModel]) -> list[str]:
    """Return the keys that an entry may have, by following the path through the models."""
    here: type[BaseModel] = model
    for step in path:
        if isinstance(step, str):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            if step in fields and (inner := _model_in(fields[step].annotation)):
                here = inner
    return [field.alias or name for name, field in here.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_in(argument):
            return found
    return None
