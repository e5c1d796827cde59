"""The columns of awards and match contributions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from grants.models import Award, MatchContribution
from vrp_portal.tabular.columns import DateColumn, PeopleColumn, PoundsColumn, TextColumn, YearColumn
from vrp_portal.tabular.tables import Table


class AwardTable(Table):
    """Every award agreed by a day. Years are apart, so there is no total."""

    year = YearColumn(attrs={"td": {"scope": "row"}})
    funder = TextColumn(order_by="funder__name")
    scheme = TextColumn(accessor="get_scheme_display", order_by="scheme")
    year_number = PeopleColumn(verbose_name="Year of the arrangement", default="")
    amount = PoundsColumn()
    status = TextColumn(accessor="get_status_display", order_by="status")
    agreed_on = DateColumn(verbose_name="Agreed on")
    confirmed_on = DateColumn(verbose_name="Confirmed on", default="Not yet")
    source = TextColumn(default="")
    change = TextColumn(empty_values=(), verbose_name="Change", orderable=False, exclude_from_export=True)

    class Meta:
        caption = "Grant awards"
        empty_text = "No award had been agreed by this day."
        order_by = "-year"

    def render_change(self, record: Award) -> str:
        return format_html(
            '<a class="govuk-link" href="{}">Withdraw<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("award-withdraw", args=[record.pk]),
            record,
        )


class MatchTable(Table):
    """Match contributions of a year by a day; the total is a figure."""

    organisation = TextColumn(order_by="organisation__name", attrs={"td": {"scope": "row"}})
    kind = TextColumn(accessor="get_kind_display", order_by="kind")
    amount = PoundsColumn(total="match_contributed")
    status = TextColumn(empty_values=(), order_by=("evidenced_on", "confirmed_on"))
    pledged_on = DateColumn(verbose_name="Pledged on")
    confirmed_on = DateColumn(verbose_name="Confirmed on", default="Not yet")
    evidenced_on = DateColumn(verbose_name="Evidenced on", default="Not yet")
    note = TextColumn(default="")
    change = TextColumn(empty_values=(), verbose_name="Change", orderable=False, exclude_from_export=True)

    class Meta:
        caption = "Match contributions"
        empty_text = "No contribution had been pledged for this year by this day."
        order_by = "organisation"

    def __init__(self, *args: Any, as_at: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.as_at = as_at

    def render_organisation(self, record: MatchContribution) -> str:
        if not record.illustrative:
            return str(record.organisation)
        return format_html(
            '{} <strong class="govuk-tag govuk-tag--yellow">Illustrative</strong>', record.organisation
        )

    def value_organisation(self, record: MatchContribution) -> str:
        return str(record.organisation)

    def render_status(self, record: MatchContribution) -> str:
        return record.status_on(self.as_at)

    def value_status(self, record: MatchContribution) -> str:
        return record.status_on(self.as_at)

    def render_change(self, record: MatchContribution) -> str:
        return format_html(
            '<a class="govuk-link" href="{}">Confirm<span class="govuk-visually-hidden"> {}</span></a> '
            '<a class="govuk-link" href="{}">Withdraw<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("match-confirm", args=[record.pk]),
            record,
            reverse("match-withdraw", args=[record.pk]),
            record,
        )
