"""Small JSON values as the library keeps them: written by json, read back without importing it.

In: tuples and mappings of strings, tuples of ints.  Out: JSON text, and the same values again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def to_json(value: Sequence[str] | Sequence[int] | Mapping[str, str]) -> str:
    """Readable JSON: Chinese as it is, ``", "`` and ``": "`` between."""
    import json

    return json.dumps(value if isinstance(value, Mapping) else list(value), ensure_ascii=False)


def strings(text: str) -> tuple[str, ...]:
    """The strings of a JSON array as written by ``to_json``."""
    if text == "[]":
        return ()
    if "\\" in text:
        import json

        return tuple(json.loads(text))
    # Without a backslash no string holds a quote, so the separators are what they seem.
    return tuple(text[2:-2].split('", "'))


def ints(text: str | None) -> tuple[int, ...]:
    """The numbers of a JSON array; nothing for NULL."""
    return tuple(map(int, text[1:-1].split(", "))) if text and text != "[]" else ()


def mapping(text: str) -> dict[str, str]:
    """The strings of a JSON object as written by ``to_json``."""
    if text == "{}":
        return {}
    if "\\" in text:
        import json

        return dict(json.loads(text))
    pairs = (pair.split('": "', 1) for pair in text[2:-2].split('", "'))
    return {key: value for key, value in pairs}
