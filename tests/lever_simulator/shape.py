"""Compares a reply with the keys and JSON types that were recorded from Lever."""

from types import NoneType
from typing import Any

Kind = Any
NULL = NoneType
TEXT_OR_NULL = (str, NULL)
MS_OR_NULL = (int, NULL)


def differences(value: Any, kind: Kind, at: str = "") -> list[str]:
    """Return what is otherwise than `kind`: a type, a tuple of kinds, a dict of kinds by key, or [the kind of an item].

    Every key must be there and no other. A bool is no int here.
    """
    if isinstance(kind, tuple):
        return [] if any(not differences(value, one, at) for one in kind) else [f"{at}: {value!r} is none of {kind}"]
    if isinstance(kind, dict):
        return _of_an_object(value, kind, at)
    if isinstance(kind, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [wrong for index, item in enumerate(value) for wrong in differences(item, kind[0], f"{at}[{index}]")]
    return [] if type(value) is kind else [f"{at}: {value!r} is no {kind.__name__}"]


def _of_an_object(value: Any, kind: dict[str, Kind], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no object"]
    missing = [f"{at}.{key} is missing" for key in kind if key not in value]
    extra = [f"{at}.{key} is not Lever's" for key in value if key not in kind]
    inner = [w for key in kind if key in value for w in differences(value[key], kind[key], f"{at}.{key}")]
    return missing + extra + inner
