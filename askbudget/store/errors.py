"""What can go wrong with a library file, as one Chinese sentence.

In: an exception of sqlite3 and the path.  Out: StoreError.  Never a traceback for the user.
"""

from __future__ import annotations

import os
import sqlite3


class StoreError(Exception):
    """The library cannot be opened, read or written; the message is one Chinese sentence."""


_SENTENCES: tuple[tuple[str, str], ...] = (
    ("SQLITE_FULL", "磁盘已满，写不进库文件 {path}；库保持原样。"),
    ("SQLITE_IOERR", "读写库文件 {path} 时出错，可能是磁盘已满或设备故障；库保持原样。"),
    ("SQLITE_READONLY", "库文件 {path} 或它所在的文件夹是只读的，不能写入。"),
    ("SQLITE_CANTOPEN", "打不开库文件 {path}，请检查路径和权限。"),
    ("SQLITE_PERM", "没有权限访问库文件 {path}。"),
    ("SQLITE_AUTH", "没有权限访问库文件 {path}。"),
    ("SQLITE_NOTADB", "{path} 不是 askbudget 的库文件。"),
    ("SQLITE_CORRUPT", "库文件 {path} 已损坏，请删除后重新载入。"),
    ("SQLITE_BUSY", "库文件 {path} 正被另一个程序占用，请稍后再试。"),
    ("SQLITE_LOCKED", "库文件 {path} 正被另一个程序占用，请稍后再试。"),
    ("SQLITE_NOMEM", "内存不足，无法处理库文件 {path}。"),
)


def store_error(error: Exception, path: str | os.PathLike[str] | None) -> StoreError:
    """The sentence for what SQLite reported about *path* (``None``: a library in memory).

    Text that is no UTF-8, and what is no error of SQLite (values that cannot be read back): damaged.
    """
    shown = "（内存）" if path is None else os.fspath(path)
    if not isinstance(error, sqlite3.Error) or "decode" in str(error):
        return StoreError(f"库文件 {shown} 已损坏，请删除后重新载入。")
    name = getattr(error, "sqlite_errorname", None) or ""
    for prefix, sentence in _SENTENCES:
        if name.startswith(prefix):
            return StoreError(sentence.format(path=shown))
    if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError) and "no such" in str(error):
        return StoreError(f"库文件 {shown} 缺少应有的内容（{error}），可能已损坏，请删除后重新载入。")
    return StoreError(f"库文件 {shown} 无法使用（{error}）。")
