"""The columns of the register and of an intervention's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from interventions.models import Approach, ApproachRating, Intervention
from interventions.rules import high_impact_verdict
from vrp_portal.tabular.columns import DateColumn, PeopleColumn, PoundsColumn, QuarterColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table

ILLUSTRATIVE_TAG = '<strong class="govuk-tag govuk-tag--yellow">Illustrative</strong>'


class RegisterTable(Table):
    """Interventions of a scope, each with its money; the total of each column is a figure."""

    reference = TextColumn(attrs={"td": {"scope": "row"}})
    name = TextColumn()
    provider = TextColumn(verbose_name="Delivered by", order_by="delivery_organisation__name")
    where = TextColumn(orderable=False)
    approach = TextColumn(default="Not decided yet", order_by="approach__name")
    status = TextColumn(accessor="status_then", order_by="status_then")
    allocated = PoundsColumn(total="allocated")
    spent = PoundsColumn(verbose_name="Spent to date", total="spent")

    class Meta:
        caption = "Interventions"
        empty_text = "No intervention fits. Change the search or the filters."
        attrs = {"class": "govuk-table app-table--compact"}
        order_by = "reference"

    def __init__(self, *args: Any, scope_query: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope_query = scope_query

    def render_reference(self, record: Intervention) -> str:
        address = f"{record.get_absolute_url()}?{self.scope_query}"
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, record.reference)

    def render_name(self, record: Intervention) -> str:
        if not record.illustrative:
            return record.name
        return format_html("{} " + ILLUSTRATIVE_TAG, record.name)

    def value_name(self, record: Intervention) -> str:
        return record.name

    def render_status(self, value: str) -> str:
        return str(Intervention.Status(value).label)


class RegisterWithReachTable(RegisterTable):
    """The register for those who may see how many people a single intervention reached."""

    people_24_and_under = PeopleColumn(
        accessor="reached_people_24_and_under",
        verbose_name="Aged 24 or under",
        default="None yet",
        total="people_24_and_under",
    )
    people_25_and_over = PeopleColumn(
        accessor="reached_people_25_and_over",
        verbose_name="Aged 25 or over",
        default="None yet",
        total="people_25_and_over",
    )
    professionals_trained = PeopleColumn(
        accessor="reached_professionals_trained",
        verbose_name="Professionals trained",
        default="None yet",
        total="professionals_trained",
    )

    class Meta(RegisterTable.Meta):
        pass


class ReachTable(Table):
    """The reach of one intervention, quarter by quarter; the totals are figures of its year."""

    quarter = QuarterColumn(attrs={"td": {"scope": "row"}})
    where = TextColumn(orderable=False)
    people_24_and_under = PeopleColumn(verbose_name="Aged 24 or under", total="people_24_and_under")
    people_25_and_over = PeopleColumn(verbose_name="Aged 25 or over", total="people_25_and_over")
    people_age_not_known = PeopleColumn(verbose_name="Age not known", total="people_age_not_known")
    professionals_trained = PeopleColumn(verbose_name="Professionals trained", total="professionals_trained")
    basis = TextColumn(accessor="get_basis_display", orderable=False)
    qualifier = TextColumn(accessor="get_qualifier_display", verbose_name="How sure", orderable=False)
    change = TextColumn(empty_values=(), verbose_name="Change", orderable=False, exclude_from_export=True)

    class Meta:
        caption = "Reach by quarter"
        empty_text = "No reach is entered for this year yet."
        orderable = False

    def render_change(self, record: Any) -> str:
        where = [record.intervention.reference, record.pk]
        return format_html(
            '<a class="govuk-link" href="{}">Correct<span class="govuk-visually-hidden"> {}, {}</span></a> '
            '<a class="govuk-link" href="{}">Withdraw<span class="govuk-visually-hidden"> {}, {}</span></a>',
            reverse("intervention-reach-edit", args=where),
            record.quarter,
            record.where,
            reverse("intervention-reach-withdraw", args=where),
            record.quarter,
            record.where,
        )


class ToolkitTable(Table):
    """Approaches with the rating in force on a day. Rows carry `in_force` and `replaced`, each a list."""

    name = TextColumn(attrs={"td": {"scope": "row"}})
    impact = TextColumn(accessor="in_force__0__impact", default="Not rated yet", orderable=False)
    evidence = PeopleColumn(
        accessor="in_force__0__evidence_confidence",
        verbose_name="Evidence, of 5",
        default="Not stated",
        orderable=False,
    )
    cost = PeopleColumn(
        accessor="in_force__0__cost", verbose_name="Cost, of 3", default="Not stated", orderable=False
    )
    in_force_from = DateColumn(
        accessor="in_force__0__in_force_from", verbose_name="In force from", orderable=False
    )
    verdict = TextColumn(accessor="pk", verbose_name="30% rule", orderable=False)
    replaced = TextColumn(verbose_name="Replaced by", default="Not replaced", orderable=False)

    class Meta:
        caption = "Approaches"
        empty_text = "No approach is recorded yet."
        order_by = "name"

    def __init__(self, *args: Any, minimum_confidence: int, scope_query: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.minimum_confidence = minimum_confidence
        self.scope_query = scope_query

    def render_name(self, record: Approach) -> str:
        address = f"{reverse('toolkit-approach', args=[record.pk])}?{self.scope_query}"
        name = format_html('<a class="govuk-link" href="{}">{}</a>', address, record)
        return tagged(name, illustrative=record.illustrative)

    def value_name(self, record: Approach) -> str:
        return record.name

    def render_verdict(self, record: Approach) -> str:
        rating: ApproachRating | None = next(iter(record.in_force), None)
        if rating is None:
            return "Not rated yet"
        verdict = high_impact_verdict(rating.as_rule(), minimum_confidence=self.minimum_confidence)
        return "Counts" if verdict.counts else "Does not count"

    def value_verdict(self, record: Approach) -> str:
        return self.render_verdict(record)

    def render_replaced(self, value: list[Any]) -> str:
        return ", ".join(f"{step.new} from {step.replaced_on:%d/%m/%Y}" for step in value) or "Not replaced"

    def value_replaced(self, value: list[Any]) -> str:
        return self.render_replaced(value)
