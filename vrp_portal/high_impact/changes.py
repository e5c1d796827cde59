"""Suppositions as an address says them, so that a link shows the same to everyone, and each change in words.

    grant=4400000.00 & percentage=35 & confidence=3 & rating=12:2:4 & assess=VRP-2023-004:12 & line=31:5000.00

A rating is its key, the impact's key and the evidence; an assessment is an intervention and the rating that
it would rely on, or `none`; a line is a funding line's key and what it would be allocated, in pounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from interventions.models import ApproachRating, FundingLine, Impact, Intervention
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.supposing import SupposedRating, Supposition
from vrp_portal.money import format_pounds

if TYPE_CHECKING:
    from django.http import QueryDict

GRANT, PERCENTAGE, CONFIDENCE = "grant", "percentage", "confidence"
RATING, ASSESSMENT, LINE = "rating", "assess", "line"
PARAMETERS = (GRANT, PERCENTAGE, CONFIDENCE, RATING, ASSESSMENT, LINE)
NOT_ASSESSED = "none"
MOST = Decimal("9999999999.99")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is supposed: how the address says it, and what it says in words."""

    parameter: str
    token: str
    words: str
    illustrative: bool = False

    @property
    def about(self) -> str:
        """What the change is of: two changes of the same thing can't both be supposed."""
        of_record = self.parameter in {RATING, ASSESSMENT, LINE}
        return f"{self.parameter}={self.token.split(':')[0]}" if of_record else self.parameter


@dataclass(frozen=True)
class Changes:
    """What an address supposes, and what of it can't be understood or is no longer there."""

    supposing: Supposition = field(default_factory=Supposition)
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The changes as the query of an address."""
        return query_of(self.changes)

    def without(self, change: Change) -> str:
        """The query with everything but one change."""
        return query_of(other for other in self.changes if other is not change)


def query_of(changes: Iterable[Change]) -> str:
    return urlencode([(change.parameter, change.token) for change in changes])


def merged(query: str, parameter: str, token: str) -> list[tuple[str, str]]:
    """The parts of a query with one more change, which takes the place of another of the same thing."""
    new = Change(parameter, token, "")
    kept = [(name, said) for name, said in parse_qsl(query) if Change(name, said, "").about != new.about]
    return [*kept, (parameter, token)]


def read_changes(data: QueryDict, scope: Scope) -> Changes:
    """What an address supposes of a scope, in a fixed number of queries."""
    return _Reader(data, scope).read()


class _Reader:
    """Reads tokens; a token that can't be read, or names what isn't there, is a problem in words."""

    def __init__(self, data: QueryDict, scope: Scope) -> None:
        self.data, self.scope = data, scope
        self.changes: dict[str, Change] = {}
        self.problems: list[str] = []

    def read(self) -> Changes:
        supposing = Supposition(
            award=self._amount(GRANT, "The grant is {}"),
            percentage=self._number(PERCENTAGE, "The rule asks for {}% of the grant", most=100),
            minimum_confidence=self._confidence(),
            ratings=dict(self._ratings()),
            assessments=dict(self._assessments()),
            allocations=dict(self._lines()),
        )
        return Changes(supposing, tuple(self.changes.values()), tuple(dict.fromkeys(self.problems)))

    def _say(self, parameter: str, token: str, words: str, *, illustrative: bool = False) -> None:
        change = Change(parameter, token, words, illustrative)
        self.changes[change.about] = change

    def _refuse(self, parameter: str, token: str) -> None:
        self.problems.append(
            f"The address supposes “{parameter}={token[:40]}”, which can't be read or isn't there any more."
        )

    def _amount(self, parameter: str, words: str) -> Decimal | None:
        text = self.data.get(parameter)
        if not text:
            return None
        amount = pounds_of(text)
        if amount is None:
            self._refuse(parameter, text)
            return None
        self._say(parameter, text, words.format(format_pounds(amount)))
        return amount

    def _number(self, parameter: str, words: str, *, most: int) -> Decimal | None:
        text = self.data.get(parameter)
        if not text:
            return None
        number = _decimal(text)
        if number is None or not 0 <= number <= most:
            self._refuse(parameter, text)
            return None
        self._say(parameter, text, words.format(f"{number.normalize():f}"))
        return number

    def _confidence(self) -> int | None:
        text = self.data.get(CONFIDENCE)
        if not text:
            return None
        if text not in {"1", "2", "3", "4", "5"}:
            self._refuse(CONFIDENCE, text)
            return None
        self._say(CONFIDENCE, text, f"Moderate impact counts from evidence {text} of 5 on")
        return int(text)

    def _ratings(self) -> Iterator[tuple[int, SupposedRating]]:
        tokens = self._tokens(RATING, parts=3)
        found = ApproachRating.objects.select_related("approach", "impact").in_bulk(
            _keys(key for key, _, _ in tokens.values())
        )
        impacts = Impact.objects.in_bulk(_keys(impact for _, impact, _ in tokens.values()))
        for token, (key, impact_key, evidence) in tokens.items():
            rating, impact = found.get(_key(key)), impacts.get(_key(impact_key))
            if rating is None or impact is None or evidence not in {"", "1", "2", "3", "4", "5"}:
                self._refuse(RATING, token)
                continue
            supposed = f"evidence {evidence} of 5" if evidence else "evidence not stated"
            self._say(
                RATING,
                token,
                f"{rating.approach} ({rating.said}, in force from {rating.in_force_from:%d/%m/%Y}) is rated "
                f"{impact.word.lower()} impact, {supposed}",
                illustrative=rating.illustrative,
            )
            yield rating.pk, SupposedRating(impact.pk, int(evidence) if evidence else None)

    def _assessments(self) -> Iterator[tuple[int, int | None]]:
        tokens = self._tokens(ASSESSMENT, parts=2)
        interventions = {
            it.reference: it
            for it in Intervention.objects.standing(as_at=self.scope.as_at).filter(
                reference__in=[reference for reference, _ in tokens.values()]
            )
        }
        ratings = ApproachRating.objects.select_related("approach", "impact").in_bulk(
            _keys(key for _, key in tokens.values())
        )
        for token, (reference, key) in tokens.items():
            intervention, rating = interventions.get(reference), ratings.get(_key(key))
            if intervention is None or (rating is None and key != NOT_ASSESSED):
                self._refuse(ASSESSMENT, token)
                continue
            relies = "is not assessed" if rating is None else f"relies on {rating.in_words}"
            self._say(ASSESSMENT, token, f"{intervention} {relies}", illustrative=intervention.illustrative)
            yield intervention.pk, None if rating is None else rating.pk

    def _lines(self) -> Iterator[tuple[int, Decimal]]:
        tokens = self._tokens(LINE, parts=2)
        lines = (
            FundingLine.objects.for_year(self.scope.year)
            .as_at(self.scope.as_at)
            .from_source(FundingLine.FundingSource.CORE)
            .select_related("intervention", "district")
            .in_bulk(_keys(key for key, _ in tokens.values()))
        )
        for token, (key, amount_text) in tokens.items():
            line, amount = lines.get(_key(key)), pounds_of(amount_text)
            if line is None or amount is None:
                self._refuse(LINE, token)
                continue
            self._say(
                LINE,
                token,
                f"{line.intervention}, {line.where}, is allocated {format_pounds(amount)}",
                illustrative=line.illustrative,
            )
            yield line.pk, amount

    def _tokens(self, parameter: str, *, parts: int) -> dict[str, tuple[str, ...]]:
        """Each token in its parts; the last one of those about the same thing stands."""
        tokens: dict[str, tuple[str, ...]] = {}
        by_thing: dict[str, str] = {}
        for token in self.data.getlist(parameter):
            split = tuple(token.split(":"))
            if len(split) != parts:
                self._refuse(parameter, token)
                continue
            tokens.pop(by_thing.get(split[0], ""), None)
            tokens[token] = split
            by_thing[split[0]] = token
        return tokens


def pounds_of(text: str) -> Decimal | None:
    """An amount as addresses say it, in plain decimal and whole pennies; None where it can't be one."""
    amount = _decimal(text)
    if amount is None or not 0 <= amount <= MOST or amount != amount.quantize(Decimal("0.01")):
        return None
    return amount


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(text) <= 20 else None


def _key(text: str) -> int:
    """A record's key; 0, which none has, where it can't be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def _keys(texts: Iterable[str]) -> set[int]:
    return {_key(text) for text in texts}
