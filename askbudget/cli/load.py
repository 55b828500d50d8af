"""``askbudget load``: files and folders into the library, one sentence for each.

In: paths.  Out: what was loaded on stdout, what could not be read on stderr.  A file that cannot be read
does not keep the others out.
"""

from __future__ import annotations

import sys
from argparse import Namespace

from askbudget.cli import output
from askbudget.cli.progress import Slow
from askbudget.library import Library, Loaded, LoadError, open_library

_OUTCOMES = {"added": "已载入", "replaced": "已更新", "unchanged": "没有变化"}


def run(arguments: Namespace) -> int:
    """0 where every file was loaded, 2 where one was not."""
    codes = []
    with open_library(arguments.library) as library:
        for path in arguments.paths:
            try:
                codes += [_load(library, file) for file in library.files(path)]
            except LoadError as error:
                codes.append(_failed(path, error))
    return max(codes, default=0)


def _load(library: Library, file: str) -> int:
    try:
        with Slow(f"正在载入 {file} …"):
            loaded = library.load(file)
    except LoadError as error:
        return _failed(file, error)
    output.write_text(_sentence(loaded))
    sys.stdout.flush()
    return 0


def _sentence(loaded: Loaded) -> str:
    document = loaded.document
    cells = sum(len(table.amounts) for table in document.tables)
    problems = len(document.problems) + sum(len(table.problems) for table in document.tables)
    found = f"{len(document.tables)} 张表，{cells} 个数字，{problems} 个问题"
    return f"{_OUTCOMES[loaded.outcome]}  {document.name}{document.kind}：{found}"


def _failed(path: str, error: LoadError) -> int:
    """Say it, the path first and only once."""
    message = str(error)
    for named in (f" {path} ", f"{path} ", f" {path}"):
        message = message.replace(named, "")
    print(output.printable(f"{path}：{message}"), file=sys.stderr, flush=True)
    return 2
