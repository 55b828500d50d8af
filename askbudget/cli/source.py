"""``askbudget source``: the cited place in the source, with the lines around it.

In: a citation key, or looser words.  Out: page, line, what stands there.
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from askbudget.cli import output
from askbudget.library import Source, open_library
from askbudget.money import plain

_BASIS = {"printed": "照印", "inferred": "所在列由勾稽关系推定", "ambiguous": "所在列不能确定"}


def run(arguments: Namespace) -> int:
    """Show one place; exit code 2 where there is none, 3 where there are several."""
    with open_library(arguments.library) as library:
        source = library.source(" ".join(arguments.citation))
    if arguments.format == "json":
        output.write_json(_object(source))
    elif arguments.format == "jsonl":
        output.write_jsonl([_object(source)])
    elif arguments.format in ("csv", "markdown"):
        rows = [
            [str(page), str(line), "1" if cited else "", text] for page, line, text, cited in source.lines
        ]
        sheet = output.Sheet(("page", "line", "cited", "text"), rows)
        if arguments.format == "csv":
            output.write_csv(sheet, excel=arguments.excel)
        else:
            output.write_markdown(sheet)
    else:
        _write_text(source)
    return 0


def _object(source: Source) -> dict[str, Any]:
    amount, table = source.amount, source.table
    return {
        "key": source.key,
        "document": source.document.name,
        "table": table.name if table else None,
        "title": table.title if table else None,
        "page": source.page,
        "line": source.line,
        "row": source.row,
        "column": source.column,
        "printed": amount.printed if amount else None,
        "value": _value(source),
        "unit": table.unit if table else None,
        "basis": amount.basis if amount else None,
        "source": source.document.source,
        "lines": [
            {"page": page, "line": line, "text": text, "cited": cited}
            for page, line, text, cited in source.lines
        ],
    }


def _value(source: Source) -> str | None:
    if source.amount is None or source.amount.value is None:
        return None
    return plain(source.amount.value, (source.table.unit if source.table else None) or "元")


def _write_text(source: Source) -> None:
    table = source.table
    name = f"{table.number}《{table.title}》" if table else ""
    column = f" · {source.column}" if source.column else ""
    output.write_text(
        f"{source.document.name}{source.document.kind}  {name}第{source.page}页 第{source.line}行{column}"
    )
    if table:
        output.write_text("  ".join(filter(None, (source.row, *_figure(source)))), strong=True)
    number = max((len(str(line)) for _, line, _, _ in source.lines), default=0)
    page = None
    for at, line, text, cited in source.lines:
        if at != page:
            output.write_text(f"—— 第{at}页 ——")
            page = at
        output.write_text(f"{'→' if cited else ' '} {line:>{number}}  {text.strip()}", strong=cited)
    output.write_text(f"文件  {source.document.source}")


def _figure(source: Source) -> tuple[str, ...]:
    if not source.column:
        return ()
    if source.amount is None:
        return ("空白",)
    unit = (source.table.unit if source.table else None) or ""
    return (f"{source.amount.printed} {unit}".rstrip(), f"（{_BASIS[source.amount.basis]}）")
