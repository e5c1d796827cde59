"""Putting the paper's facts into the portal's records, parents first."""

from grants.models import Award, Condition, HighImpactTerms, MatchRequirement
from interventions.models import Approach, ApproachRating, ApproachReplacement, Impact, ImpactAlias
from svd.models import Allocation, DataRequest, DutyMilestone
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.reports.loading import Load, load_with_the_paper, one_load
from vrp_portal.reports.models import Paper, PublishedFigure
from vrp_portal.reports.paper_2024_04_12 import (
    ITEM,
    MEETING_ON,
    TITLE,
    duty,
    figures,
    money,
    partners,
    toolkit,
)
from vrp_portal.reports.paper_2024_04_12.programme import put_programme


def load_paper() -> Load:
    """Load all that the paper says, in one transaction; a second time changes nothing."""
    with one_load() as load:
        districts = _put_districts(load)
        organisations = _put_organisations(load, districts)
        _put_grant(load, funder=organisations.get(partners.HOME_OFFICE))
        _put_duty(load, districts)
        _put_ratings(load, impacts=_put_impacts(load), approaches=_put_approaches(load))
        _put_figures(load)
        put_programme(load, districts, organisations)
        load_with_the_paper(load)
    return load


def paper() -> Paper:
    return Paper(title=TITLE, meeting_on=MEETING_ON, item=ITEM)


def _put_districts(load: Load) -> dict[str | None, District]:
    rows = [District(name=name, ons_code=code) for name, code in partners.ONS_CODES.items()]
    return {district.name: district for district in load.put(rows, key=["ons_code"])}


def _put_organisations(load: Load, districts: dict[str | None, District]) -> dict[str, Organisation]:
    rows = [
        Organisation(
            name=partner.name,
            kind=partner.kind,
            district=districts.get(partner.district),
            specified_authority=partner.specified_authority,
            source=partner.source,
        )
        for partner in partners.PARTNERS
    ]
    return {organisation.name: organisation for organisation in load.put(rows, key=["name"])}


def _put_grant(load: Load, *, funder: Organisation | None) -> None:
    load.put(
        [
            Award(
                funder=funder,
                scheme=Award.Scheme.CORE,
                year=award.year,
                year_number=award.year_number,
                amount=award.amount,
                agreed_on=money.ARRANGEMENT_BEGAN,
                status=award.status,
                confirmed_on=award.confirmed_on,
                source=award.source,
            )
            for award in money.AWARDS
        ],
        key=["funder", "scheme", "year"],
    )
    load.put(
        [
            HighImpactTerms(
                year=terms.year,
                percentage=terms.percentage,
                minimum_confidence=terms.minimum_confidence,
                basis=HighImpactTerms.Basis.COMMITTED,
                source=terms.source,
            )
            for terms in money.HIGH_IMPACT
        ],
        key=["year"],
    )
    load.put(
        [
            MatchRequirement(
                year=match.year,
                percentage=match.percentage,
                baseline_year=money.BASELINE_YEAR,
                baseline_amount=money.MATCH_BASELINE,
                source=match.source,
            )
            for match in money.MATCH
        ],
        key=["year"],
    )
    load.put(
        [
            Condition(
                year=condition.year,
                kind=condition.kind,
                asks_for=condition.asks_for,
                due_on=condition.due_on,
                met_on=condition.met_on,
                source=condition.source,
            )
            for condition in money.CONDITIONS
        ],
        key=["year", "kind", "asks_for"],
    )


def _put_duty(load: Load, districts: dict[str | None, District]) -> None:
    load.put(
        [
            Allocation(
                year=allocation.year,
                period_start=allocation.starts,
                period_end=allocation.year.ends,
                labour=allocation.labour,
                non_labour=allocation.non_labour,
                agreed_on=money.DUTY_BEGAN,
                source=money.DUTY_MONEY_SOURCE,
            )
            for allocation in money.DUTY_MONEY
        ],
        key=["year"],
    )
    load.put(
        [
            DutyMilestone(
                kind=milestone.kind,
                district=districts.get(milestone.district),
                title=milestone.title,
                due_on=milestone.due_on,
                done_on=milestone.done_on,
                state=DutyMilestone.State.DONE if milestone.done_on else DutyMilestone.State.NOT_STARTED,
                source=milestone.source,
            )
            for milestone in duty.MILESTONES
        ],
        key=["kind", "title"],
    )
    load.put(
        [
            DataRequest(area=area, state=DataRequest.State.BEHIND, source=source)
            for area, source in duty.DATA_BEHIND
        ],
        key=["area"],
    )


def _put_impacts(load: Load) -> dict[str, Impact]:
    rows = [
        Impact(word=impact.word, meaning=impact.meaning, rank=rank, counting=impact.counting)
        for rank, impact in enumerate(toolkit.IMPACTS, start=1)
    ]
    impacts = {impact.word: impact for impact in load.put(rows, key=["word"])}
    load.put(
        [
            ImpactAlias(impact=impacts.get(impact.word), word=alias)
            for impact in toolkit.IMPACTS
            for alias in impact.aliases
        ],
        key=["word"],
    )
    return impacts


def _put_approaches(load: Load) -> dict[str, Approach]:
    rows = [Approach(name=name, source=toolkit.SOURCE) for name in toolkit.IMPACT_OF_APPROACH]
    rows += [Approach(name=name, source=toolkit.SPLIT_SOURCE) for name in toolkit.DIVERSION_BECAME]
    approaches = {approach.name: approach for approach in load.put(rows, key=["name"])}
    load.put(
        [
            ApproachReplacement(
                old=approaches.get(toolkit.DIVERSION),
                new=approaches.get(name),
                replaced_on=toolkit.SPLIT_ON,
                source=toolkit.SPLIT_SOURCE,
            )
            for name in toolkit.DIVERSION_BECAME
        ],
        key=["old", "new"],
    )
    return approaches


def _put_ratings(load: Load, *, impacts: dict[str, Impact], approaches: dict[str, Approach]) -> None:
    load.put(
        [
            ApproachRating(
                approach=approaches.get(approach),
                impact=impacts.get(impact),
                in_force_from=toolkit.IN_FORCE_FROM,
                note=toolkit.EVIDENCE_IN_WORDS.get(approach, ""),
                source=toolkit.SOURCE,
            )
            for approach, impact in toolkit.IMPACT_OF_APPROACH.items()
        ],
        key=["approach", "in_force_from"],
    )


def _put_figures(load: Load) -> None:
    papers = load.put([paper()], key=["title", "meeting_on"])
    load.put(
        [
            PublishedFigure(
                paper=kept,
                paragraph=figure.paragraph,
                words=figure.words,
                value=figure.value,
                unit=figure.unit,
                precision=figure.precision,
                figure_key=figure.figure_key,
                year=figure.year,
                as_at=figure.as_at,
                explanation=figure.explanation,
            )
            for kept in papers
            for figure in figures.FIGURES
        ],
        key=["paper", "paragraph", "words"],
    )
