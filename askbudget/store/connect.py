"""Opening a library file: read-only for asking, read-write for loading.

In: a path.  Out: an sqlite3 connection to a library of this version, or StoreError in Chinese.
Reading never creates, repairs or changes a file, but for rolling back a load that was cut off.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from askbudget.store.errors import StoreError, store_error
from askbudget.store.schema import APPLICATION_ID, VERSION

_WAIT_SECONDS = 5


def exists(path: Path) -> bool:
    """Whether something stands at *path*; an empty file is what a first load that was cut off leaves."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def open_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection.  Raises StoreError: missing, no library, newer version, damaged, locked."""
    if not path.exists():
        raise StoreError(f"没有库文件 {path}，请先用 askbudget load 载入文件。")
    if path.is_dir():
        raise StoreError(f"{path} 是文件夹，不是库文件。")
    try:
        return _checked(path, "ro")
    except (sqlite3.Error, UnicodeError) as error:
        if getattr(error, "sqlite_errorname", "") in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"):
            return _after_rollback(path)
        raise store_error(error, path) from None


def open_writing(path: Path) -> sqlite3.Connection:
    """A read-write connection outside any transaction; the file may be new (``is_new``)."""
    if path.is_dir():
        raise StoreError(f"{path} 是文件夹，不是库文件。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"不能建立文件夹 {path.parent}：{error.strerror}。") from None
    try:
        return _checked(path, "rwc")
    except (sqlite3.Error, UnicodeError) as error:
        raise store_error(error, path) from None


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the database holds nothing at all yet."""
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _checked(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        if mode == "ro":
            connection.execute("PRAGMA query_only = 1")
        _check(connection, path, may_be_new=mode != "ro")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, may_be_new: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID and version == VERSION:
        return
    if application == 0 and version == 0 and is_new(connection):
        if may_be_new:
            return
        raise StoreError(f"库文件 {path} 是空的，请先用 askbudget load 载入文件。")
    if application != APPLICATION_ID:
        raise StoreError(f"{path} 不是 askbudget 的库文件。")
    if version > VERSION:
        raise StoreError(f"库文件 {path} 由更新版本的 askbudget 建立，请先升级再打开。")
    raise StoreError(f"库文件 {path} 的版本过旧，请删除后重新载入。")


def _after_rollback(path: Path) -> sqlite3.Connection:
    """Undo what a killed load left half written (SQLite does it when a writer opens), then read."""
    try:
        open_writing(path).close()
        return _checked(path, "ro")
    except (sqlite3.Error, StoreError):
        raise StoreError(f"库文件 {path} 上次载入中断，恢复它需要写权限。") from None
