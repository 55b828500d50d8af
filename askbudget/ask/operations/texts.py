"""Operations that quote: definitions, duties, reasons, goals, tables, and changes the narrative states.

In: a Query and a Case.  Out: an Outcome whose words are the source's own, with their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from askbudget.ask.figures import Figure, Line, Spot, figure, statement_spot
from askbudget.ask.operations.members import passes
from askbudget.ask.operations.words import say
from askbudget.ask.outcome import Outcome
from askbudget.ask.plan import Case, readings, same_coordinate
from askbudget.model import Indicator, Passage, Query, Statement
from askbudget.money import FEN, plain, pretty
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


def _stated(query: Query, case: Case, kinds: Sequence[str]) -> list[Statement]:
    """The statements of these measures about exactly what is asked, in printed order."""
    found: list[Statement] = []
    for reading in readings(query.measures[0], case):
        found.extend(
            statement
            for statement in case.statements
            if statement.measure in kinds
            and not statement.ambiguous
            and statement.dims
            and statement not in found
            and same_coordinate(statement.dims, reading.selected)
        )
    return found


def change(query: Query, case: Case) -> Outcome:
    """What the narrative says of the change against the year before: amount, or percent where asked."""
    if len(query.measures) > 1:
        return _changes(query, case)
    label = _label(query, case)
    base_year = query.year if query.year not in (None, case.year) else None
    stated = [
        s
        for s in _stated(query, case, ("change", "change_percent", "same"))
        if base_year in (None, s.base_year)
    ]
    if not stated:
        return Outcome("refused", "no_change", {"label": label, "document": case.name})
    same = next((s for s in stated if s.measure == "same"), None)
    amount = next((s for s in stated if s.measure == "change"), None)
    rate = next((s for s in stated if s.measure == "change_percent"), None)
    spots = tuple(statement_spot(s) for s in (amount, rate) if s is not None)
    year = str((amount or rate or stated[0]).base_year or case.year - 1)
    if amount is None and rate is None and same is not None:
        return Outcome(
            "answered",
            "same",
            {"label": label, "year": year},
            value=0,
            unit=query.unit or "万元",
            truth=_moves(query, None),
            spots=(statement_spot(same),),
        )
    up = Decimal((amount or rate or stated[0]).value or 0) >= 0
    unit = query.unit or "万元"
    words = {
        "label": label, "year": year, "verb": "增加" if up else "减少", "verb2": "增长" if up else "下降",
        "amount": f"{pretty(abs(int(amount.value or 0)), unit)} {unit}" if amount else "",
        "rate": f"{abs(Decimal(rate.value or 0))}%" if rate else "",
        "reason": (amount or rate or stated[0]).reason or "",
    }  # fmt: skip
    want_rate = query.rate and rate is not None
    if want_rate and rate is not None:
        outcome = Outcome(
            "answered", "change_rate", words, value=abs(Decimal(rate.value or 0)), unit="%", spots=spots
        )
    elif amount is not None:
        outcome = Outcome(
            "answered",
            "change",
            words,
            value=abs(int(amount.value or 0)),
            unit=query.unit or "万元",
            spots=spots,
        )
    else:
        return Outcome("refused", "no_change", {"label": label, "document": case.name})
    truth = _moves(query, up)
    if query.claim is not None:
        moved = rate if query.claim_unit == "%" else amount
        truth = truth is not False and moved is not None and _claim_holds(query, moved)
    return replace(outcome, truth=truth)


def _claim_holds(query: Query, moved: Statement) -> bool:
    """Is the change as large as the question says?"""
    claim = Decimal(query.claim or 0)
    if query.claim_unit == "number":
        claim *= FEN["万元"]
    return passes(abs(Decimal(moved.value or 0)), query.claim_comparison, claim)


def _changes(query: Query, case: Case) -> Outcome:
    """The changes of several measures, or of those that moved the way asked (哪个增加了)."""
    found = [change(replace(query, measures=(measure,)), case) for measure in query.measures]
    refused = next((outcome for outcome in found if outcome.status != "answered"), None)
    if refused is not None:
        return refused
    moved = ""
    if "WHICH" in query.words and query.direction in ("up", "down"):
        verb = "增加" if query.direction == "up" else "减少"
        names = [o.words["label"] for o in found if o.words.get("verb") == verb]
        moved = f"{verb}的是{'、'.join(names)}：" if names else f"没有{verb}的："
    items = moved + "；".join(
        f"{o.words['label']}{o.words.get('verb', '持平')} {o.words.get('amount', '')}".strip() for o in found
    )
    spots = tuple(spot for outcome in found for spot in outcome.spots)
    return Outcome("answered", "counts", {"items": items}, spots=spots)


def _moves(query: Query, up: bool | None) -> bool | None:
    """Is the direction the one asked (*up* ``None``: unchanged)?  ``None`` where none was asked."""
    if not set(query.words) & {"YESNO", "EXIST"}:
        return None
    asked = query.direction if query.direction in ("up", "down") else None
    if asked is None and set(query.words) & {"MORE", "LESS"}:
        asked = "up" if "MORE" in query.words else "down"
    return None if asked is None else up is not None and up == (asked == "up")


def prior(query: Query, case: Case) -> Outcome:
    """The year before, derived: this year's figure less the change the narrative states."""
    label = _label(query, case)
    if query.year is not None and query.year != case.year - 1:
        return Outcome("refused", "wrong_year", {"year": str(query.year), "have": str(case.year)})
    now = figure(query.measures[0], case, label)
    stated = _stated(query, case, ("change", "same"))
    if not isinstance(now, Figure) or now.value is None or not stated:
        return Outcome(
            "refused", "no_prior", {"label": label, "year": str(case.year - 1), "have": str(case.year)}
        )
    moved = next((s for s in stated if s.measure == "change"), None)
    delta = int(moved.value or 0) if moved is not None else 0
    unit = query.unit or (now.result.frame.table.unit if now.result is not None else None) or "万元"
    sign = "-" if delta >= 0 else "+"
    told = moved or stated[0]
    derivation = (
        f"{plain(now.value, unit)} {sign} {plain(abs(delta), unit)} = {plain(now.value - delta, unit)}"
    )
    return Outcome(
        "answered",
        "prior",
        {"label": label, "year": str(case.year - 1)},
        value=now.value - delta,
        unit=unit,
        lines=(
            Line(f"{case.year} 年{label}", now.value, now.spots),
            Line(
                f"较 {case.year - 1} 年{'增加' if delta >= 0 else '减少'}",
                abs(delta),
                (statement_spot(told),),
            ),
        ),
        derivation=derivation,
        witnesses=now.witnesses,
        reading=now.reading,
        sql=now.result.sql.shown() if now.result is not None else None,
    )


def why(query: Query, case: Case) -> Outcome:
    """The printed reason of a change."""
    label = _label(query, case)
    stated = [s for s in _stated(query, case, ("change", "change_percent", "same")) if s.reason]
    if not stated:
        return Outcome("refused", "no_reason", {"label": label, "document": case.name})
    first = stated[0]
    fell = Decimal(first.value or 0) < 0
    spots = (statement_spot(first),)
    if first.value is not None and query.direction in ("up", "down") and fell != (query.direction == "down"):
        words = {"label": label, "verb": "减少" if fell else "增加", "text": first.reason or ""}
        return Outcome("answered", "why_not", words, truth=False, spots=spots)
    return Outcome("answered", "why", {"label": label, "text": first.reason or ""}, spots=spots)


def _label(query: Query, case: Case) -> str:
    return say(query.measures[0], case)


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
        and _covers(_plain(one.name + one.target), text, unread, case)
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


def _mostly(name: str, text: str) -> bool:
    """Does the question say half of the name at least?"""
    shared = {i for i in range(len(name) - 1) if name[i : i + 2] in text}
    return 2 * len(shared | {i + 1 for i in shared}) >= len(name)


def _covers(body: str, text: str, unread: Sequence[tuple[int, int]], case: Case) -> bool:
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
    return seen >= 2
