"""askbudget: ask Chinese department budgets, every figure with its source.

``open_library()`` opens a library of disclosures; importing this package imports nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from askbudget.library import Library as Library
    from askbudget.library import open_library as open_library

__all__ = ["Library", "__version__", "open_library"]
__version__ = "0.1.0"

_LAZY = ("Library", "open_library")


def __getattr__(name: str) -> object:
    if name in _LAZY:
        from askbudget import library

        return getattr(library, name)
    raise AttributeError(f"module 'askbudget' has no attribute {name!r}")
