"""Words the reading makes nothing of: they were meant to say something, so the question is refused.

In: a clause and the Query made of it.  Out: the first mention left over, ``None`` where all have their use.
"""

from __future__ import annotations

from collections.abc import Mapping

from askbudget.ask.clause import Clause
from askbudget.model import Mention, Query


def stray(clause: Clause) -> Mention | None:
    """A word that says nothing where it stands: a number that is no claim, condition or place, 其他 with nothing
    excluded, 还是 without a comparison.  It was meant to say something, so it is not passed over."""
    if clause.turned is not None:
        return clause.turned
    if "NOT" in clause.flags and "IS" not in clause.infixes and "ELLIPSIS" not in clause.said:
        return clause.said.get("NOT")
    if (
        "THAN" in clause.infixes
        and "SHARE" in clause.flags
        and "CHANGE" not in clause.flags
        and not clause.relative
    ):
        return clause.said.get("SHARE")
    if clause.either is not None and not clause.flags & {"MORE", "LESS", "EXTREME"}:
        return clause.either
    excludes = any(group.excluded for side in clause.sides for group in side)
    if clause.other is not None and not excludes:
        return clause.other
    mention = clause.claimed
    if mention is None or mention.kind != "NUMBER" or "IS" in clause.infixes or "YESNO" in clause.flags:
        return None
    return mention


_ALWAYS = frozenset(
    {
        "ASK",
        "DE",
        "IN",
        "AT",
        "SPEND",
        "YEAR",
        "RELYEAR",
        "ELLIPSIS",
        "PRONOUN",
        "OF",
        "ORDINAL",
        "CONVERT",
        "TOTAL",
    }
)


_USED: Mapping[str, frozenset[str]] = {
    "value": frozenset({"YESNO", "EXIST", "APPROX", "QUANTITY", "ITS"}),
    "sum": frozenset({"YESNO", "EXIST", "APPROX", "QUANTITY", "ITS"}),
    "exist": frozenset({"EXIST", "YESNO", "QUANTITY"}),
    "belongs": frozenset({"YESNO"}),
    "count": frozenset(
        {"COUNT", "WHICH", "MORE", "LESS", "YESNO", "LEVEL", "EACH", "LIST", "QUANTITY", "EXIST"}
    ),
    "list": frozenset(
        {"LIST", "WHICH", "LEVEL", "CONTAINSEND", "YESNO", "EXIST", "QUANTITY", "SHARE", "EACH", "BY", "ITS"}
    ),
    "rank": frozenset(
        {"EXTREME", "ORDER", "WHICH", "MORE", "LESS", "LIST", "YESNO", "LEVEL", "QUANTITY", "BY"}
    ),
    "average": frozenset({"AVERAGE", "EACH", "LEVEL", "QUANTITY"}),
    "group": frozenset({"EACH", "BY", "LEVEL", "LIST", "SPLIT", "WHICH", "ORDER", "EXTREME"}),
    "share": frozenset(
        {"SHARE", "ITS", "EACH", "RATE", "YESNO", "EXTREME", "ORDER", "QUANTITY", "BY", "APPROX", "WHICH"}
    ),
    "ratio": frozenset({"RATIO", "YESNO", "APPROX"}),
    "difference": frozenset(
        {"DIFFERENCE", "MORE", "LESS", "EQUAL", "WHICH", "YESNO", "QUANTITY", "ITS", "EACH", "LEVEL"}
    ),
    "change": frozenset(
        {"CHANGE", "RATE", "MORE", "LESS", "SHARE", "EXIST", "YESNO", "WHICH", "APPROX", "EACH"}
    ),
    "prior": frozenset({"EACH"}),
    "define": frozenset({"DEFINE", "WHICH"}),
    "why": frozenset({"WHY", "CHANGE", "THAN", "RATE", "EXIST", "YESNO"}),
}
"""What each operation makes something of.  A word it makes nothing of was meant to say something, so the
question is not answered as though it were not there.  Operations that quote take every word."""


_CLAIMING = frozenset({"value", "sum", "share", "difference", "ratio", "change", "indicator", "exist"})


def unused(clause: Clause, query: Query) -> Mention | None:
    """The first word that the operation leaves unused, ``None`` where all have their use."""
    used = _USED.get(query.operation)
    if used is None:
        return None
    allowed = _ALWAYS | used | _with_selection(clause, query)
    for kind, mention in clause.said.items():
        if kind not in allowed:
            return mention
    # 这笔是…项目吗 asks what the pronoun stands for, which no figure answers.
    if "PRONOUN" in clause.said and "YESNO" in clause.said and any(m.picks for m in query.measures):
        return clause.said["PRONOUN"]
    if query.claim is None and "APPROX" in clause.said:
        return clause.said["APPROX"]
    if query.claim is not None and query.operation not in _CLAIMING:
        return clause.claimed
    if query.claim_unit == "%" and query.operation in ("value", "sum"):
        return clause.claimed
    return None


def _with_selection(clause: Clause, query: Query) -> frozenset[str]:
    """Words whose use depends on what is selected or done beside them."""
    picks = [pick for measure in query.measures for pick in measure.picks]
    dims = {option.dimension for pick in picks for option in pick.options}
    members = {member for pick in picks for option in pick.options for member in option.members}
    found: set[str] = set()
    if any(measure.excluded for measure in query.measures):
        found |= {"REMAIN", "OUTSIDE", "OTHER"}
    if len(query.measures) > 1:
        found |= {"EACH", "LEVEL", "WHICH", "BY"}
    if clause.flags & {"EACH", "BY", "LIST"}:
        found.add("SPLIT")
    if any(pick.text.isdigit() for pick in picks):
        found.add("CODEWORD")
    if any(member.isdigit() for member in members) or "project" in dims:
        found.add("LEVEL")
    if dims & {"economic", "nature"} and not dims & {"project"}:
        found.add("PAID")
    if clause.unit is not None:
        found.add("UNITWORD")
    if "NOT" in clause.flags and ("IS" in clause.infixes or "ELLIPSIS" in clause.said):
        found.add("NOT")
    return frozenset(found)
