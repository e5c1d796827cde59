"""The columns of the programme's pages and of their files. Counts are never totalled."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vrp_portal.programme.contents import Group
from vrp_portal.programme.disclosure import counts_of, others_of, people_of
from vrp_portal.programme.models import Activity, Evaluation, Publication, Sure
from vrp_portal.tabular.columns import DateColumn, PeopleColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table

COMPACT = {"class": "govuk-table app-table--compact"}
ROW = {"td": {"scope": "row", "class": "app-programme__title"}}

LONG = {"td": {"class": "app-programme__long"}}


class ActivityTable(Table):
    """Activities, with counts of people as the reader may see them."""

    title = TextColumn(attrs=ROW)
    when = TextColumn(order_by="starts_on", verbose_name="When")
    workstream = TextColumn(order_by="workstream__order")
    kind = TextColumn(accessor="get_kind_display", order_by="kind", verbose_name="Kind")
    where = TextColumn(orderable=False)
    with_whom = TextColumn(orderable=False, verbose_name="Partners", default="None named")
    counted = TextColumn(empty_values=(), orderable=False, verbose_name="Counted", exclude_from_export=True)
    state = TextColumn(accessor="get_state_display", order_by="state", verbose_name="State")
    starts_on = DateColumn(verbose_name="First day")
    ends_on = DateColumn(verbose_name="Last day")
    people = PeopleColumn(orderable=False, verbose_name="People reached")
    people_sure = TextColumn(orderable=False, verbose_name="How sure", accessor="get_people_sure_display")
    people_are = TextColumn(orderable=False, verbose_name="Who they are")
    others = TextColumn(empty_values=(), orderable=False, verbose_name="Also counted")
    happened = TextColumn(orderable=False, verbose_name="What happened")
    evidence = TextColumn(orderable=False)
    source = TextColumn(orderable=False)

    in_files_only = (
        *("starts_on", "ends_on", "people", "people_sure", "people_are", "others", "happened"),
        *("evidence", "source"),
    )

    class Meta:
        caption = "Activities"
        empty_text = "No activity fits. Change the search or the filters."
        attrs = COMPACT
        order_by = "-when"

    def __init__(self, *args: Any, in_full: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.in_full = in_full

    def render_title(self, record: Activity) -> SafeString:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), record.title)
        return tagged(link, illustrative=record.illustrative)

    def value_title(self, record: Activity) -> str:
        return record.title

    def render_counted(self, record: Activity) -> SafeString:
        told = counts_of(record, in_full=self.in_full)
        return format_html_join(
            "", '<span class="app-programme__count">{}</span>', ((count.words,) for count in told)
        )

    def render_state(self, record: Activity) -> SafeString:
        colour = "grey" if record.state == Activity.State.PLANNED else "green"
        return _tag(record.get_state_display(), colour)

    def value_state(self, record: Activity) -> str:
        return record.get_state_display()

    def value_people(self, record: Activity) -> int | str | None:
        people = people_of(record, in_full=self.in_full)
        return people and people.number

    def value_people_sure(self, record: Activity) -> str:
        return str(Sure(record.people_sure).label) if record.people_sure else ""

    def value_others(self, record: Activity) -> str:
        told = others_of(record.standing_counts, in_full=self.in_full)  # type: ignore[attr-defined]  # prefetched
        return "; ".join(count.words for count in told)


class PublicationTable(Table):
    """What was published or is being prepared."""

    title = TextColumn(attrs=ROW)
    when = TextColumn(order_by="published_on", verbose_name="When")
    workstream = TextColumn(order_by="workstream__order")
    kind = TextColumn(accessor="get_kind_display", order_by="kind", verbose_name="Kind")
    where = TextColumn(order_by="district__name")
    audience = TextColumn(accessor="get_audience_display", order_by="audience", verbose_name="For")
    about = TextColumn(orderable=False, verbose_name="What it tells", default="", attrs=LONG)
    state = TextColumn(accessor="get_state_display", order_by="state", verbose_name="State")
    link = TextColumn(orderable=False)
    source = TextColumn(orderable=False)
    change = TextColumn(empty_values=(), orderable=False, exclude_from_export=True)

    in_files_only = ("link", "source")

    class Meta:
        caption = "Publications"
        empty_text = "No publication fits. Change the filters."
        attrs = COMPACT
        order_by = "-when"

    def render_title(self, record: Publication) -> SafeString:
        title = record.title
        if record.link:
            title = format_html(
                '<a class="govuk-link" href="{}" rel="noreferrer">{}</a>', record.link, record.title
            )
        return tagged(title, illustrative=record.illustrative)

    def value_title(self, record: Publication) -> str:
        return record.title

    def render_state(self, record: Publication) -> SafeString:
        colour = "grey" if record.state == Publication.State.PLANNED else "green"
        return _tag(record.get_state_display(), colour)

    def value_state(self, record: Publication) -> str:
        return record.get_state_display()

    def render_change(self, record: Publication) -> SafeString:
        return _links("publication", record.pk, record.title)


class EvaluationTable(Table):
    """The evaluations, where each stands, and what it found."""

    title = TextColumn(attrs=ROW, verbose_name="What is evaluated")
    state = TextColumn(accessor="get_state_display", order_by="state", verbose_name="State")
    commissioned_by = TextColumn(order_by="commissioned_by__name", verbose_name="Commissioned by")
    evaluator = TextColumn(order_by="evaluator__name", default="Not stated")
    starts_on = DateColumn(verbose_name="Starts")
    due_on = DateColumn(verbose_name="Report due")
    reported_on = DateColumn(verbose_name="Reported", default="Not yet")
    workstream = TextColumn(order_by="workstream__order")
    findings = TextColumn(orderable=False)
    link = TextColumn(orderable=False)
    source = TextColumn(orderable=False)

    in_files_only = ("workstream", "findings", "link", "source")

    class Meta:
        caption = "Evaluations"
        empty_text = "No evaluation fits. Change the filters."
        attrs = COMPACT
        order_by = "title"

    def render_title(self, record: Evaluation) -> SafeString:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), record.title)
        return tagged(link, illustrative=record.illustrative)

    def value_title(self, record: Evaluation) -> str:
        return record.title

    def render_state(self, record: Evaluation) -> SafeString:
        colours = {Evaluation.State.REPORTED: "green", Evaluation.State.UNDER_WAY: "blue"}
        return _tag(record.get_state_display(), colours.get(Evaluation.State(record.state), "grey"))

    def value_state(self, record: Evaluation) -> str:
        return record.get_state_display()


class GovernanceTable(Table):
    """The groups of governance, each with those to whom it reports."""

    name = TextColumn(attrs=ROW, verbose_name="Group")
    purpose = TextColumn(orderable=False, attrs=LONG)
    chair = TextColumn(verbose_name="Chaired by")
    meets = TextColumn(verbose_name="Meets")
    reports_to = TextColumn(orderable=False, verbose_name="Reports to", empty_values=())
    source = TextColumn(orderable=False)
    change = TextColumn(empty_values=(), orderable=False, exclude_from_export=True)

    in_files_only = ("source",)

    class Meta:
        caption = "Groups of governance"
        empty_text = "No group is recorded yet."
        attrs = COMPACT
        order_by = "name"

    def __init__(self, *args: Any, names: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names

    def render_name(self, record: Group) -> SafeString:
        return tagged(record.name, illustrative=record.illustrative)

    def value_name(self, record: Group) -> str:
        return record.name

    def render_reports_to(self, record: Group) -> str:
        return "; ".join(self.names[key] for key in record.reports_to) or "Nobody is recorded"

    def value_reports_to(self, record: Group) -> str:
        return "; ".join(self.names[key] for key in record.reports_to)

    def render_change(self, record: Group) -> SafeString:
        return _links("governance", record.key, record.name)


def _tag(words: str, colour: str) -> SafeString:
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


def _links(stem: str, pk: object, name: str) -> SafeString:
    return format_html_join(
        " ",
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        (
            (reverse(f"{stem}-{do}", args=[pk]), label, name)
            for do, label in (("edit", "Change"), ("withdraw", "Withdraw"))
        ),
    )
