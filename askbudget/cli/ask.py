"""``askbudget ask``: one question, or a batch of them, answered in the format asked for.

In: the parsed arguments.  Out: the answers on stdout, and the exit code.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator

from askbudget.cli import answers, output
from askbudget.cli.inputs import InputError, Item, batch_items, read_context
from askbudget.cli.progress import Counter
from askbudget.library import Library, QuestionError, open_library
from askbudget.model import Answer
from askbudget.records import replace
from askbudget.store.errors import StoreError


def run(arguments: Namespace) -> int:
    """Answer; the code is the answer's, of a batch the highest."""
    words = [word for word in arguments.question if word]
    if arguments.batch is not None and words:
        raise InputError("--batch 与直接写的问题不能同用。")
    if arguments.batch is None and not arguments.question:
        raise InputError("缺少问题，如：askbudget ask 项目支出一共多少。")
    context = read_context(arguments.context) if arguments.context is not None else None
    with open_library(arguments.library) as library:
        if arguments.batch is None:
            answer = library.ask(" ".join(words), arguments.document, context, arguments.explain)
            _write(arguments, library, [(None, answer)], single=True)
            return answers.CODES[answer.status]
        codes: list[int] = []
        items = (_default(item, arguments.document) for item in batch_items(arguments.batch))
        _write(arguments, library, _answered(library, items, arguments.explain, codes), single=False)
        return max(codes, default=0)


def _default(item: Item, document: str | None) -> Item:
    return item if item.document is not None or document is None else replace(item, document=document)


def _answered(
    library: Library, items: Iterable[Item], explain: bool, codes: list[int]
) -> Iterator[tuple[object, Answer]]:
    """Each item's id and answer as it comes; its exit code is added to *codes*."""
    with Counter("已回答 {} 个问题") as counter:
        for item in items:
            answer, code = _one(library, item, explain)
            codes.append(code)
            counter.step()
            yield item.id, answer


def _one(library: Library, item: Item, explain: bool) -> tuple[Answer, int]:
    """One answer and its exit code; what is wrong with one item does not end the batch."""
    if item.error is not None:
        return Answer(item.question, "refused", item.error), 2
    try:
        answer = library.ask(item.question, item.document, item.context, explain)
        return answer, answers.CODES[answer.status]
    except TimeoutError as error:
        return Answer(item.question, "refused", str(error) or "超过时限，已停止。"), 4
    except QuestionError as error:
        return Answer(item.question, "refused", str(error)), 2
    except StoreError as error:
        if item.document is None:
            raise
        return Answer(item.question, "refused", str(error)), 3 if hasattr(error, "choices") else 2


def _write(
    arguments: Namespace, library: Library, found: Iterable[tuple[object, Answer]], *, single: bool
) -> None:
    if arguments.format in ("json", "jsonl"):
        values = (answers.as_json(answer, mark, library.fingerprint) for mark, answer in found)
        if arguments.format == "jsonl":
            output.write_jsonl(values)
        else:
            output.write_json(next(values) if single else list(values))
    elif arguments.format == "csv":
        output.write_csv(answers.as_sheet(list(found)), excel=arguments.excel)
    elif arguments.format == "markdown":
        output.write_markdown(answers.as_sheet(list(found)))
    else:
        for mark, answer in found:
            _write_text(answer, mark, single)


def _write_text(answer: Answer, mark: object, single: bool) -> None:
    if not single:
        output.write_text(f"问  {answer.question}" if mark is None else f"问  {answer.question}  [{mark}]")
    for number, line in enumerate(answers.as_lines(answer)):
        output.write_text(line, strong=number == 0)
    for line in answers.trace_lines(answer):
        output.write_text(line)
    if not single:
        output.write_text("")
