"""What operations say: a measure in words, a reading told from others, why there is no figure.

In: measures and what was found for them.  Out: words and Outcomes.  Computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from askbudget.ask.entities import Members, leaf_units, unit_name
from askbudget.ask.figures import Doubtful, Figure, Missing, Several, figure
from askbudget.ask.outcome import Option, Outcome
from askbudget.ask.plan import Case
from askbudget.model import Measure, Pick, Query, Selection


def say(measure: Measure, case: Case) -> str:
    """A measure in words: its picks joined, 不含 for what is excluded; 合计 where nothing was picked."""
    words = [word for pick in measure.picks if pick.match != "implied" and (word := _word(pick, case))]
    text = "的".join(dict.fromkeys(words)) or ("支出" if measure.picks else "预算总额")
    if measure.excluded:
        text += f"（不含{'、'.join(_word(pick, case) for pick in measure.excluded)}）"
    return text


def _word(pick: Pick, case: Case) -> str:
    option = pick.options[0]
    if option.dimension == "unit" and len(option.members) == 1:
        return unit_name(option.members[0], case)
    if pick.match in ("alias", "exact") and len(option.members) == 1:
        name = case.lexicon.name(option.dimension, option.members[0])
        if (
            not name.isdigit()
            and option.dimension not in ("unit", "period", "flow")
            and name != pick.text
            and pick.match == "alias"
        ):
            return name
    return pick.text


def money_unit(found: Figure | Members, query: Query) -> str:
    """The unit asked for, else the answering table's."""
    if query.unit:
        return query.unit
    table = found.result.frame.table if found.result is not None else None
    return table.unit if table is not None and table.unit else "万元"


# ---------------------------------------------------------------- when there is no one figure


def unanswered(found: Several | Missing | Doubtful, label: str, query: Query, case: Case) -> Outcome:
    """The outcome for readings that differ, for nothing held, and for figures without a certain column."""
    if isinstance(found, Several):
        options = tuple(
            Option(option_label(one, case), option_question(one, label, case), one.value)
            for one in found.figures
        )
        return Outcome(
            "clarify", "several", {"label": label}, options=options, reading=found.figures[0].reading
        )
    if isinstance(found, Doubtful):
        frame = found.result.frame
        cell = found.result.doubts[0]
        amount = next(a for a in frame.table.amounts if (a.row, a.column) == (cell.row, cell.column))
        columns = [" / ".join(frame.column(position).path) for position in amount.candidates]
        words = {
            "label": label,
            "table": frame.table.name,
            "printed": cell.printed,
            "columns": " 或 ".join(columns),
        }
        return Outcome("refused", "doubtful", words)
    asked = (frame.table for frame in case.frames if frame.table.name == query.table)
    empty = next((table for table in asked if table.empty), None)
    if empty is not None:
        return Outcome("refused", "empty_table", {"label": empty.name, "title": empty.title})
    return Outcome(
        "refused", "missing", {"label": label, "document": case.name}, suggestions=_nearest(found, case)
    )


def option_label(one: Figure, case: Case) -> str:
    """A reading said so that it can be told from the others: its dimensions and table."""
    names = [
        case.lexicon.name(option.dimension, option.members[0])
        if len(option.members) == 1
        else f"{len(option.members)} 项"
        for option in one.reading.options
    ]
    flow = one.reading.selected.get("flow")
    if (
        flow is not None
        and flow.members
        and not any(option.dimension == "flow" for option in one.reading.options)
    ):
        names.append(flow.members[0])
    kinds = [
        DIMENSION_WORDS[option.dimension]
        for option in one.reading.options
        if option.dimension in DIMENSION_WORDS
    ]
    where = one.result.frame.table.name if one.result is not None else "情况说明"
    return (
        f"{'·'.join(dict.fromkeys(kinds))} {'的'.join(dict.fromkeys(names)) or one.label}（{where}）".strip()
    )


DIMENSION_WORDS = {
    "project": "项目", "subject": "功能科目", "economic": "部门经济科目", "gov_economic": "政府经济科目",
    "three_public": "三公经费", "item": "专项预算", "unit": "单位", "nature": "支出性质",
    "fund": "资金来源", "flow": "收支", "period": "年度",
    "project_kind": "项目类型",
}  # fmt: skip


def option_question(one: Figure, label: str, case: Case) -> str:
    """A question that asks for this reading alone."""
    flow = one.reading.selected.get("flow")
    if (
        flow is not None
        and flow.members
        and not any(option.dimension == "flow" for option in one.reading.options)
    ):
        return f"{label}{flow.members[0]}多少"
    for option in one.reading.options:
        if option.dimension in DIMENSION_WORDS and len(option.members) == 1 and option.members[0].isdigit():
            return f"{option.members[0]}{'' if option.dimension == 'unit' else '科目'}多少"
    if one.result is not None:
        return f"{one.result.frame.table.name}里{label}多少"
    return f"{label}多少"


def _nearest(found: Missing, case: Case) -> tuple[str, ...]:
    """The selections one at a time, where the document holds something for one of them alone."""
    held = []
    for dimension, wanted in found.selected.items():
        if dimension == "flow" or wanted.members is None:
            continue
        alone = Measure((Pick("", (Selection(dimension, wanted.members),)),))
        if isinstance(figure(alone, case, ""), Figure):
            names = "、".join(case.lexicon.name(dimension, member) for member in wanted.members[:3])
            held.append(f"{names}多少")
    return tuple(held[:3]) if len(found.selected) > 1 else ()


def head_unit(measure: Measure, case: Case, tell: Callable[[Measure], str | None]) -> tuple[str, ...]:
    """Notes for a question that names the department: it and its bureau share one name, so the department
    answers and *tell* says each unit's own figure beside it."""
    named = [option for pick in measure.picks for option in pick.options if option.dimension == "unit"]
    if not any(set(option.members) & case.whole_units for option in named):
        return ()
    rest = tuple(pick for pick in measure.picks if pick.options[0].dimension != "unit")
    notes = []
    for member in leaf_units(case):
        name = unit_name(member, case)
        own = Pick(name, (Selection("unit", (member,)),))
        if (said := tell(Measure((own, *rest), measure.excluded))) is not None:
            notes.append(f"其中{name} {said}")
    return tuple(notes)
