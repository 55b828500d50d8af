"""Operations that quote: definitions, duties, reasons, goals, tables, and changes the narrative states.

In: a Query and a Case.  Out: an Outcome whose words are the source's own, with their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from askbudget.ask.figures import Line, Spot, statement_spot
from askbudget.ask.outcome import Outcome
from askbudget.ask.plan import Case
from askbudget.model import Indicator, Passage, Query
from askbudget.records import replace
from askbudget.text import squeeze

_MARKS = str.maketrans("", "", "\"'“”‘’()（）《》、，")


def _plain(text: str) -> str:
    return squeeze(text).translate(_MARKS)


def _spot(passage: Passage) -> Spot:
    return Spot(passage.page, passage.line, passage.text, title=passage.title)


def _quote(sentence: str, passages: Sequence[Passage], **words: str) -> Outcome:
    text = "\n".join(passage.text for passage in passages)
    words = {"text": text, "title": passages[0].title, **words}
    return Outcome("answered", sentence, words, spots=tuple(_spot(passage) for passage in passages))


def _said(query: Query) -> list[str]:
    """Every way the question names its subject: as typed and by canonical member."""
    words = []
    for measure in query.measures:
        for pick in measure.picks:
            words.append(pick.text)
            words.extend(member for option in pick.options for member in option.members)
    return words


# ---------------------------------------------------------------- passages


def define(query: Query, case: Case) -> Outcome:
    """The glossary's own sentence for a term; the term must be the glossary's, whole."""
    titles = {
        _plain(passage.title): passage
        for passage in case.passages
        if passage.kind == "definition"
        and all(_plain(word) in _plain(passage.text) for word in query.keywords)
    }
    for word in (*_said(query), *query.keywords):
        for title, passage in titles.items():
            if _plain(word) == title or _plain(
                (case.lexicon.meaning(title).terms and _canonical(case, title)) or title
            ) == _plain(word):
                return _quote("define", [passage])
    holding = [
        p
        for title, p in titles.items()
        if any(_plain(w) in title and len(_plain(w)) > 2 for w in (*_said(query), *query.keywords))
    ]
    if len(holding) == 1:
        return _quote("define", holding)
    label = (
        "、".join(dict.fromkeys([p.text for m in query.measures for p in m.picks] or query.keywords))
        or "该词"
    )
    return Outcome(
        "refused",
        "no_definition",
        {"label": label},
        suggestions=tuple(f"什么是{p.title}" for p in list(titles.values())[:3]),
    )


def _canonical(case: Case, title: str) -> str:
    terms = case.lexicon.meaning(title).terms
    return terms[0].member if len(terms) == 1 else title


def duty(query: Query, case: Case) -> Outcome:
    """The duties that speak of every keyword; all of them where there is none."""
    duties = [passage for passage in case.passages if passage.kind == "duty"]
    keywords = [
        _plain(word) for word in (*query.keywords, *(p.text for m in query.measures for p in m.picks))
    ]
    place = query.ordinal or query.nth or query.first
    if place is not None:
        if not 1 <= place <= len(duties):
            return Outcome("refused", "no_such_duty", {"place": str(place), "count": str(len(duties))})
        duties = duties[place - 1 : place]
    chosen = [passage for passage in duties if all(word in _plain(passage.text) for word in keywords)]
    if not chosen:
        return Outcome(
            "refused", "no_duty", {"label": "、".join(keywords) or "职责", "count": str(len(duties))}
        )
    outcome = _quote("duty", chosen, count=str(len(chosen)))
    return replace(outcome, value=Decimal(len(chosen)) if "COUNT" in query.words else None, unit="条")


def note(query: Query, case: Case) -> Outcome:
    """The notes printed under a table."""
    frames = [frame for frame in case.frames if query.table in (None, frame.table.name) and frame.table.notes]
    if not frames:
        return Outcome("refused", "no_note", {"label": query.table or case.name})
    table = frames[0].table
    page = table.pages[-1] if table.pages else 0
    text = "".join(line.text for line in table.notes)
    spot = Spot(page, table.notes[0].number, text, title=table.title)
    return Outcome("answered", "quote", {"text": text, "title": table.name}, spots=(spot,))


def tables(query: Query, case: Case) -> Outcome:
    """Which tables the document has."""
    lines = tuple(
        Line(f"{frame.table.name} {frame.table.title}{'（空表）' if frame.table.empty else ''}", None,
             (Spot(frame.table.pages[0], frame.table.line, frame.table.title, title=frame.table.title),))
        for frame in case.frames
        if frame.table.empty or "EMPTY" not in query.words
    )  # fmt: skip
    words = {"count": str(len(lines)), "text": "；".join(line.label for line in lines)}
    spots = tuple(spot for line in lines for spot in line.spots)
    return Outcome(
        "answered",
        "tables",
        words,
        value=Decimal(len(lines)) if "COUNT" in query.words else None,
        unit="张",
        spots=spots,
    )


# ---------------------------------------------------------------- goals


def indicators(query: Query, case: Case) -> Outcome:
    """The targets of the project or department asked for, by the words of their names."""
    picks = [pick for measure in query.measures for pick in measure.picks]
    projects = {
        _plain(m) for pick in picks for o in pick.options if o.dimension == "project" for m in o.members
    }
    names = [
        {_plain(m) for o in pick.options if o.dimension == "indicator" for m in o.members} for pick in picks
    ]
    names = [name for name in names if name]
    words = [_plain(word) for word in query.keywords]
    chosen = [
        one
        for one in case.indicators
        if (not projects or _plain(one.project) in projects)
        and all(_plain(one.name) in name for name in names)
        and all(word in _plain(one.name + one.target + "".join(one.levels)) for word in words)
    ]
    if projects or names or words:
        if not chosen:
            return Outcome("refused", "no_indicator", {"label": "、".join([p.text for p in picks] + words)})
    else:
        chosen = [one for one in case.indicators if not one.project] or chosen
    return _indicated(chosen, query, case)


def _indicated(chosen: Sequence[Indicator], query: Query, case: Case) -> Outcome:
    picks = [pick for measure in query.measures for pick in measure.picks]
    spots = tuple(
        Spot(one.page, one.line, f"{one.name} {one.target}".strip(), title=one.project or "整体绩效目标")
        for one in chosen
    )
    truth = _target_is(query, chosen)
    words = {
        "text": "；".join(_indicator(one) for one in chosen),
        "count": str(len(chosen)),
        "label": "、".join(pick.text for pick in picks) or case.department,
    }
    value = Decimal(len(chosen)) if "COUNT" in query.words else None
    unit = "个" if value is not None else None
    return Outcome("answered", "indicators", words, value=value, unit=unit, spots=spots, truth=truth)


_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": ""}


def _target_is(query: Query, chosen: Sequence[Indicator]) -> bool | None:
    """Is the one target what the question says (不低于92% for ≥92%)?  ``None`` where that is not asked."""
    if "YESNO" not in query.words or len(chosen) != 1:
        return None
    said = [f"{_SIGNS[c.comparison]}{Decimal(c.value).normalize():f}%" for c in query.conditions if c.share]
    if query.claim is not None and query.claim_unit == "%":
        said.append(f"{_SIGNS[query.claim_comparison]}{Decimal(query.claim).normalize():f}%")
    return _plain(chosen[0].target) == said[0] if said else None


def _indicator(one: Indicator) -> str:
    owner = f"【{one.project}】" if one.project else ""
    unit = f"（{one.unit}）" if one.project and one.unit else ""
    note = f"（{one.explanation}）" if one.explanation and not one.project else ""
    return f"{owner}{unit}{one.name}：{one.target or '未列指标值'}{note}"


# ---------------------------------------------------------------- changes


def goal(query: Query, case: Case) -> Outcome:
    """The department's yearly goal (or tasks, where those are asked) as printed, each under its title."""
    goals = [passage for passage in case.passages if passage.kind == "goal"]
    tasks = [passage for passage in goals if "目标" not in passage.title]
    chosen = (
        tasks if "task" in query.words else [passage for passage in goals if passage not in tasks] or goals
    )
    if not chosen:
        return Outcome("refused", "no_goal", {"document": case.name})
    text = "\n".join(f"{passage.title}：{passage.text}" for passage in chosen)
    spots = tuple(_spot(passage) for passage in chosen)
    return Outcome("answered", "quote", {"text": text, "title": chosen[0].title}, spots=spots)


# ---------------------------------------------------------------- by the words of the text itself


def quote(text: str, unread: Sequence[tuple[int, int]], query: Query, case: Case) -> Outcome | None:
    """What the document's goals (or duties, where 职责 is asked) say in the question's own words.

    *text* is the folded question, *unread* its spans that no word covers.  A piece of text answers when
    every unread character is part of a run of two or more that it has too.  ``None``: there is none.
    """
    if query.operation == "duty" or "duty" in query.words:
        chosen = [
            p for p in case.passages if p.kind == "duty" and _covers(_plain(p.text), text, unread, case)
        ]
        return _quote("duty", chosen, count=str(len(chosen))) if chosen else None
    if (told := _told_count(text, unread, query, case)) is not None:
        return told
    if query.year not in (None, case.year):
        return None
    found = [
        one
        for one in case.indicators
        if _belongs_to(one, query)
        and _mostly(_plain(one.name), text)
        and _covers(_plain(one.name + one.target), text, unread, case, _picks_indicator(query))
    ]
    return _indicated(found, query, case) if found else None


def _told_count(text: str, unread: Sequence[tuple[int, int]], query: Query, case: Case) -> Outcome | None:
    """What the narrative counts (车辆0辆), or says there is none of, in the question's own words."""
    if any(pick.match != "entity" for measure in query.measures for pick in measure.picks):
        return None
    asked = {char for start, end in unread for char in text[start:end]}
    told_then = [s for s in case.statements if query.year is None or str(query.year) in s.text]
    counts = [s for s in told_then if s.measure == "count" and asked <= set(s.subject + s.unit)]
    if counts and set(query.words) & {"ASK", "COUNT", "YESNO", "EXIST"}:
        told = min(counts, key=lambda one: len(one.subject))
        words = {"label": told.subject, "said": told.printed or str(told.value), "text": told.text}
        truth = bool(told.value) if set(query.words) & {"YESNO", "EXIST"} else None
        said = query.quantity if query.quantity is not None else query.claim
        truth = Decimal(said) == told.value if said is not None and truth is not None else truth
        spots = (statement_spot(told),)
        value = Decimal(told.value or 0)
        return Outcome("answered", "told_count", words, value=value, unit=told.unit, spots=spots, truth=truth)
    nones = [
        s for s in case.statements if s.measure == "none" and _covers(_plain(s.text), text, unread, case)
    ]
    if len(nones) == 1 and set(query.words) & {"YESNO", "EXIST", "ASK", "COUNT"}:
        return Outcome(
            "answered", "quote", {"text": nones[0].text}, truth=False, spots=(statement_spot(nones[0]),)
        )
    return None


def _belongs_to(one: Indicator, query: Query) -> bool:
    """Is the indicator of the project and unit the question names?"""
    for pick in (pick for measure in query.measures for pick in measure.picks):
        for option in pick.options:
            if option.dimension == "project" and _plain(one.project) not in map(_plain, option.members):
                return False
            if option.dimension == "unit" and one.project and one.unit not in option.members:
                return False
            if option.dimension == "indicator" and _plain(one.name) not in map(_plain, option.members):
                return False
        about = {option.dimension for option in pick.options} & {"project", "unit", "indicator"}
        if pick.match != "entity" and not about and _plain(pick.text) not in _plain(one.name):
            return False
    return True


def _picks_indicator(query: Query) -> bool:
    return any(o.dimension == "indicator" for m in query.measures for pick in m.picks for o in pick.options)


def _mostly(name: str, text: str) -> bool:
    """Does the question say half of the name at least?"""
    shared = {i for i in range(len(name) - 1) if name[i : i + 2] in text}
    return 2 * len(shared | {i + 1 for i in shared}) >= len(name)


def _covers(body: str, text: str, unread: Sequence[tuple[int, int]], case: Case, named: bool = False) -> bool:
    """Has *body* every unread character; two at least, unless its name was read (*named*)?"""
    words = case.lexicon.vocabulary.texts
    seen = 0
    for start, end in unread:
        if text[start:end] in words:
            continue
        for position in range(start, end):
            pairs = (text[position - 1 : position + 1], text[position : position + 2])
            shared = any(len(pair) == 2 and pair in body for pair in pairs)
            if not shared and text[position] not in words:
                return False
            seen += shared
    return seen >= 2 or named
