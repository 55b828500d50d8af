"""``askbudget sql``: one SELECT typed by a person, run with nothing but the right to read.

In: SQL text and a time limit.  Out: column names and rows.  Never writes, attaches, or runs two statements.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from askbudget.store.errors import StoreError, store_error

_READING = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip
_BLANK = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)+", re.DOTALL)
_LONGEST_VALUE = 10_000_000
_STEPS = 10_000
_TABLE_FUNCTIONS = "SELECT 1 FROM json_each('[]'), json_tree('[]')"
"""SQLite makes these on first use by creating a table, which the authorizer would refuse."""
_MISTAKES = ("SQLITE_ERROR", "SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_RANGE")


class SqlTimeout(TimeoutError):
    """The SELECT took longer than it was given."""


def run(
    connection: sqlite3.Connection, path: Path | None, sql: str, seconds: float
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names, and the rows as they come.  Raises StoreError for what is no single SELECT or is wrong,
    and SqlTimeout (also while reading rows) after *seconds*."""
    start = _BLANK.match(sql)
    body = sql[start.end() :] if start else sql
    if not re.match(r"(?:select|with)\b", body, re.IGNORECASE):
        raise StoreError("这里只能运行一条 SELECT（或 WITH … SELECT）语句。")
    try:
        connection.execute(_TABLE_FUNCTIONS).fetchall()
    except (sqlite3.Error, UnicodeError) as error:
        raise store_error(error, path) from None
    deadline = time.monotonic() + seconds
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.set_authorizer(_allow)
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    try:
        cursor = connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        _release(connection)
        raise _failure(error, path, seconds) from None
    names = [column[0] for column in cursor.description or ()]
    return names, _rows(connection, cursor, path, seconds)


def _rows(
    connection: sqlite3.Connection, cursor: sqlite3.Cursor, path: Path | None, seconds: float
) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
    except (sqlite3.Error, UnicodeError) as error:
        raise _failure(error, path, seconds) from None
    finally:
        _release(connection)


def _release(connection: sqlite3.Connection) -> None:
    connection.set_authorizer(None)
    connection.set_progress_handler(None, 0)


def _allow(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _failure(error: Exception, path: Path | None, seconds: float) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_INTERRUPT":
        return SqlTimeout(f"查询超过 {seconds:g} 秒，已停止。")
    if name == "SQLITE_AUTH":
        return StoreError("库是只读的，这里只能运行 SELECT 语句。")
    if "one statement" in str(error):
        return StoreError("一次只能运行一条 SELECT 语句。")
    if "binding" in str(error).lower():
        return StoreError("SELECT 里的占位符（?）没有值，请把值写进语句。")
    if isinstance(error, UnicodeDecodeError) or "decode" in str(error):
        return store_error(error, path)
    if not name or name.startswith(_MISTAKES):
        return StoreError(f"这条 SELECT 有误：{error}。")
    return store_error(error, path)
