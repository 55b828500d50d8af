"""argv → the command and its options, with help and error messages in Chinese.

In: the words after ``askbudget``.  Out: an argparse.Namespace, or ``None`` where there is no command.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from askbudget import __version__
from askbudget.cli.inputs import as_path
from askbudget.records import dataclass

_CHINESE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "optional arguments": "选项",
    "show this help message and exit": "显示这段说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "需要一个值",
    "expected at least one argument": "至少需要一个值",
    "expected at most one argument": "最多一个值",
    "not allowed with argument %s": "不能与 %s 同用",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)s，可用的有：%(choices)s",
    "invalid %(type)s value: %(value)r": "不是有效的值：%(value)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "one of the arguments %s is required": "需要其中之一：%s",
    "ignored explicit argument %r": "多余的值：%s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有命令 %(parser_name)s",
    " (default: %(default)s)": "（默认 %(default)s）",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module of cli/ that runs it, its help, and what adds its arguments."""

    module: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]
    formats: bool = True


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese and prints one sentence for an error."""

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(
                action, f"没有 {value}，可用的有：{'、'.join(map(str, action.choices))}"
            )

    def error(self, message: str) -> NoReturn:
        """One sentence on stderr, exit code 2."""
        from askbudget.cli.output import printable

        command = self.prog.removeprefix("askbudget").strip()
        self.exit(
            2,
            f"用法不对：{printable(message)}。运行 askbudget {command + ' ' if command else ''}--help 看用法。\n",
        )


def parse(argv: Sequence[str]) -> argparse.Namespace | None:
    """The command line: ``command``, ``library``, ``format``, ``excel`` and what the command adds.

    Raises SystemExit (2 for wrong usage, 0 after ``--help``); ``None`` after showing the help, because
    there was no command.
    """
    setattr(argparse, "_", lambda text: _CHINESE.get(text, text))  # noqa: B010
    setattr(argparse, "ngettext", lambda one, many, n: f"需要 {n} 个值")  # noqa: B010
    parser = _parser(argv)
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        print("这个版本还没有终端界面，请用下面的命令。", file=sys.stderr)
        parser.print_help(sys.stderr)
        return None
    if arguments.excel and arguments.format is None:
        arguments.format = "csv"
    return arguments


def _parser(argv: Sequence[str]) -> Parser:
    """The parser; a command that *argv* does not name is listed but not built."""
    parser = Parser(
        prog="askbudget",
        formatter_class=_formatter,
        description="问部门预算：用中文提问，每个数字都有出处。",
        epilog="退出码：0 已回答 · 1 不能回答 · 2 用法或输入有误 · 3 需要说明是哪一个 · 4 超时 · 130 中断",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"askbudget {__version__}", help="显示版本")
    parser.add_argument(
        "--library",
        metavar="文件",
        type=as_path,
        help="库文件（默认在数据文件夹，或由 ASKBUDGET_LIBRARY 指定）",
    )
    parser.set_defaults(format=None, excel=False)
    commands = parser.add_subparsers(
        dest="command", metavar="命令", title="命令", parser_class=Parser, prog="askbudget"
    )
    for name, command in COMMANDS.items():
        one = commands.add_parser(
            name, help=command.help, description=command.help, formatter_class=_formatter, allow_abbrev=False
        )
        if name not in argv:
            continue
        one.add_argument("--library", metavar="文件", type=as_path, default=argparse.SUPPRESS, help="库文件")
        command.add(one)
        if command.formats:
            _add_formats(one)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    """argparse's formatter, told the width: finding it out would import shutil for every question."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 80
    return argparse.HelpFormatter(prog, width=max(40, columns - 2))


def _add_formats(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    for name, words in (
        ("json", "JSON"),
        ("jsonl", "每行一个 JSON"),
        ("csv", "CSV"),
        ("markdown", "Markdown"),
    ):
        group.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=f"输出 {words}")
    parser.add_argument("--excel", action="store_true", help="输出 Excel 能直接打开的 CSV（带 BOM）")


def _load(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=as_path, metavar="路径", help="文件或文件夹")


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="*", metavar="问题", help="一个问题")
    parser.add_argument(
        "--batch", type=as_path, metavar="文件", help="一行一个问题，或 JSON Lines；- 为标准输入"
    )
    parser.add_argument("--document", metavar="名称", help="问哪一份文件（部门，有多年时加年份）")
    parser.add_argument("--context", metavar="文件或JSON", help="上一个回答（JSON），用于追问")
    parser.add_argument("--explain", action="store_true", help="显示问题是怎样读懂的")


def _docs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", nargs="?", metavar="文件名", help="只看这一份")


def _table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="名称", help="[文件名] 表号或表名，如：预算12表")
    parser.add_argument("--document", metavar="名称", help="哪一份文件")


def _source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "citation", nargs="+", metavar="引用", help="如：预算12表:1316:合计，或 第21页第1316行"
    )


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("word", nargs="+", metavar="词", help="名称或编码")


def _sql(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("select", nargs="+", metavar="SELECT", help="一条只读的 SELECT 语句")
    parser.add_argument("--timeout", type=_seconds, default=30, metavar="秒", help="时限（默认 30 秒）")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86400:
        raise ValueError
    return seconds


COMMANDS: dict[str, Command] = {
    "load": Command("load", "把文件或文件夹载入库（重复载入不会改变什么）", _load, formats=False),
    "ask": Command("ask", "问一个问题", _ask),
    "docs": Command("docs", "库里有什么：部门、年份、表、数字、问题", _docs),
    "table": Command("table", "看一张表，与印出来的一样", _table),
    "source": Command("source", "看引用的出处：页、行、前后文", _source),
    "terms": Command("terms", "库里认识的词：名称、编码、出处", _terms),
    "sql": Command("sql", "在库上运行只读的 SELECT", _sql),
}
