"""The columns of the register and of an intervention's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from interventions.models import Intervention
from vrp_portal.tabular.columns import PeopleColumn, PoundsColumn, QuarterColumn, TextColumn
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
