"""Records are what ``dataclasses`` would have made of the same class, before and after they are compiled."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from askbudget import records
from askbudget.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    x: int
    y: int = 2
    tags: list[str] = dataclasses.field(default_factory=list)


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 3), {"tags": ["a"]}),
    ((), {"y": 5, "x": 4}),
    ((), {}),
    ((1, 2, [], 4), {}),
    ((1,), {"x": 2}),
    ((1,), {"z": 2}),
    ((), {"y": 1}),
]


def fresh() -> type[Any]:
    """A class of which no record has been made."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        x: int
        y: int = 2
        tags: list[str] = field(default_factory=list)

    return Fresh


def outcome(cls: type[Any], given: tuple[Any, ...], named: dict[str, Any]) -> object:
    try:
        made = cls(*given, **named)
    except TypeError:
        return TypeError
    return made.x, made.y, made.tags


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_the_first_record_and_a_later_one_are_made_as_dataclasses_makes_them(
    given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    expected = outcome(Model, given, named)
    cls = fresh()
    assert outcome(cls, given, named) == expected
    for number in range(2 * records._FEW):
        cls(number)
    assert cls.__init__ is not records._first_inits
    assert outcome(cls, given, named) == expected


def test_equality_hash_repr_copies_and_replace() -> None:
    one, same, other = Point(1), Point(1, 2), Point(1, 3)
    values: object = (1, 2, [])
    assert (one == same) is True
    assert one != other
    assert one != values
    assert repr(one) == "Point(x=1, y=2, tags=[])"
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert replace(one, y=3) == dataclasses.replace(one, y=3) == other
    assert one.tags is not same.tags
    with pytest.raises(AttributeError):
        one.x = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        replace(one, z=1)


def test_a_field_may_be_set_after_the_others_and_left_out_of_equality() -> None:
    @dataclass(frozen=True)
    class Named:
        name: str
        note: str = field(default="", compare=False)
        size: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "size", len(self.name))

    for number in range(2 * records._FEW):
        made = Named("甲乙", str(number))
        assert made.size == 2
        assert made == Named("甲乙") and hash(made) == hash(Named("甲乙"))
