"""Records: frozen dataclasses that cost nothing until the first one is made.

In: a class with annotations.  Out: the same class with slots, positional and named arguments, equality,
hash and repr, frozen unless said otherwise.  It stands in for ``dataclasses.dataclass``, whose code
generation takes half a millisecond a class and loads ``inspect``: too much for an answer from the
command line.  Type checkers read it as a dataclass.  No inheritance between records.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")
_ABSENT: Any = object()
_FEW = 20
"""Records that a class makes field by field before its ``__init__`` is compiled, which costs as much."""


class _Field:
    """A field as the class body gives it; ``dataclasses.fields``, ``asdict`` and ``replace`` can read it."""

    __slots__ = ("compare", "default", "default_factory", "init", "name")

    def __init__(
        self, default: Any, factory: Callable[[], Any] | None = None, init: bool = True, compare: bool = True
    ) -> None:
        self.name = ""
        self.default, self.default_factory, self.init, self.compare = default, factory, init, compare

    @property
    def _field_type(self) -> object:
        import dataclasses

        return dataclasses._FIELD  # type: ignore[attr-defined]


def field(
    *,
    default: Any = _ABSENT,
    default_factory: Callable[[], Any] | None = None,
    init: bool = True,
    compare: bool = True,
) -> Any:
    """A default, one made anew for each record, or (``init=False``) a field ``__post_init__`` sets.

    ``compare=False`` leaves the field out of equality and hash.
    """
    return _Field(default, default_factory, init, compare)


@dataclass_transform(frozen_default=False, field_specifiers=(field,))
def dataclass(
    cls: type[Any] | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
) -> Any:
    """The class as a record; the words mean what they mean for ``dataclasses.dataclass``."""
    return _made(cls, frozen, slots, eq) if cls is not None else lambda c: _made(c, frozen, slots, eq)


def replace(record: _T, **changes: Any) -> _T:
    """A copy with some fields changed."""
    names = type(record).__dataclass_fields__  # type: ignore[attr-defined]
    kept = {name: getattr(record, name) for name, spec in names.items() if spec.init and name not in changes}
    return type(record)(**kept, **changes)


def _made(cls: type[Any], frozen: bool, slots: bool, eq: bool) -> type[Any]:
    body = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
    specs: dict[str, _Field] = {}
    for name in cls.__annotations__:
        said = body.pop(name, _ABSENT)
        specs[name] = said if isinstance(said, _Field) else _Field(said)
        specs[name].name = name
    names = tuple(specs)
    body.update(__match_args__=names, __dataclass_fields__=specs, __init__=_first_inits)
    body["__first__"] = iter(range(_FEW))
    if slots:
        body["__slots__"] = names
    body.setdefault("__repr__", _repr)
    body["__reduce__"] = _reduce
    if eq:
        body.setdefault("__eq__", _eq)
        body["__hash__"] = _hash if frozen else None
    if frozen:
        body["__setattr__"] = body["__delattr__"] = _refuse
    return type(cls.__name__, cls.__bases__, body)


def _first_inits(self: Any, *given: Any, **named: Any) -> None:
    """``__init__`` of the first records of a class; the one it compiles takes over, and all that is wrong."""
    cls = type(self)
    fields = [spec for spec in cls.__dataclass_fields__.values() if spec.init]
    values = {**dict(zip((spec.name for spec in fields), given, strict=False)), **named}
    clear = len(values) == len(given) + len(named)
    for spec in fields if clear else ():
        value = values.pop(spec.name, spec.default)
        if value is _ABSENT and spec.default_factory is not None:
            value = spec.default_factory()
        clear = clear and value is not _ABSENT
        object.__setattr__(self, spec.name, value)
    if not clear or values or next(cls.__first__, None) is None:
        _compile_init(cls)
        self.__init__(*given, **named)
    elif hasattr(cls, "__post_init__"):
        self.__post_init__()


def _compile_init(cls: type[Any]) -> None:
    names: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    head, lines = [], []
    for name, spec in cls.__dataclass_fields__.items():
        if not spec.init:
            continue
        value = name
        if spec.default_factory is not None:
            names[f"_make_{name}"] = spec.default_factory
            head.append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        elif spec.default is not _ABSENT:
            names[f"_default_{name}"] = spec.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
        lines.append(f"  _set(self, {name!r}, {value})")
    lines += ["  self.__post_init__()"] * hasattr(cls, "__post_init__")
    exec(f"def __init__(self, {', '.join(head)}):\n" + "\n".join(lines or ["  pass"]), names)
    cls.__init__ = names["__init__"]


def _values(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)


def _repr(self: Any) -> str:
    parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({parts})"


def _compared(record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name, spec in record.__dataclass_fields__.items() if spec.compare)


def _eq(self: Any, other: object) -> Any:
    return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _reduce(self: Any) -> Any:
    return type(self), _values(self)


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name}")
