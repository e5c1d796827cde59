import csv
import io
from datetime import date
from decimal import Decimal

import django_filters
import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.http import Http404, QueryDict
from django.views.generic import ListView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from vrp_portal.periods.calendar import FinancialYear
from vrp_portal.tabular.columns import PeopleColumn, PoundsColumn, TextColumn
from vrp_portal.tabular.exports import FORMATS, ExportMixin, export_filename, export_response
from vrp_portal.tabular.filter_words import words_of_filter
from vrp_portal.tabular.sheet import ColumnSpec, Sheet
from vrp_portal.tabular.tables import Table

YEAR = FinancialYear(2023)
AS_AT = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("what", "scope", "fmt", "name"),
    [
        (
            "interventions",
            {"year": YEAR, "as_at": AS_AT},
            "xlsx",
            "interventions_2023-24_as-at-2023-12-31.xlsx",
        ),
        ("Match contributions", {"year": YEAR}, "csv", "match-contributions_2023-24.csv"),
        ("Core / SVD: ../etc", {}, "ods", "core-svd-etc.ods"),
        ("نوجوان", {"as_at": AS_AT}, "csv", "export_as-at-2023-12-31.csv"),
    ],
)
def test_a_file_is_named_by_what_it_holds_the_year_and_the_day(what, scope, fmt, name):
    assert export_filename(what, **scope, fmt=fmt) == name


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_response_is_a_file_to_keep_out_of_caches(fmt):
    response = export_response(Sheet("Awards", (ColumnSpec("a", "A"),), (("x",),)), fmt, f"awards.{fmt}")
    assert response["Content-Disposition"] == f'attachment; filename="awards.{fmt}"'
    assert response["Content-Type"] == FORMATS[fmt].content_type
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == len(response.getvalue())


class Register(Table):
    name = TextColumn()
    people = PeopleColumn()
    allocated = PoundsColumn()
    secret = TextColumn(empty_values=())

    def before_render(self, request):
        self.columns.hide("secret")


ROWS = [{"name": f"No. {n}", "people": n % 7, "allocated": Decimal(n)} for n in range(63)]


class RegisterPage(ExportMixin, SingleTableMixin, ListView):
    table_class = Register
    export_name = "interventions"
    template_name = "tables/page.html"
    paginate_by = 10
    queryset = ROWS

    def get_table_kwargs(self):
        return {"totals": {"allocated": Decimal("1953.00")}}

    def get_export_year(self):
        return YEAR

    def get_export_as_at(self):
        return AS_AT


def get(rf, path, **kwargs):
    return RegisterPage.as_view()(rf.get(path), **kwargs)


def csv_rows(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


class TestExportMixin:
    def test_the_file_holds_every_row_in_the_page_s_order(self, rf):
        header, *rows, total = csv_rows(get(rf, "/i/export.csv?sort=-people&page=2&per_page=5", fmt="csv"))
        assert header == ["Name", "People", "Allocated"]
        assert len(rows) == 63
        assert [int(row[1]) for row in rows] == sorted((n % 7 for n in range(63)), reverse=True)
        assert total == ["Total", "", "1953.00"]

    def test_the_file_and_the_pages_put_together_are_the_same(self, rf):
        pages = []
        for number in range(1, 8):
            table = get(rf, f"/i/?sort=-people&page={number}").context_data["table"]
            pages += [str(row.cells["name"]) for row in table.paginated_rows]
        rows = csv_rows(get(rf, "/i/export.csv?sort=-people", fmt="csv"))[1:-1]
        assert [row[0] for row in rows] == pages

    def test_the_file_is_named_and_its_notes_say_what_it_holds(self, rf):
        response = get(rf, "/i/export.xlsx?sort=-people", fmt="xlsx")
        assert "interventions_2023-24_as-at-2023-12-31.xlsx" in response["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
        assert book.sheetnames == ["Interventions", "About"]
        assert [row[0].value for row in book["About"]] == [
            "Interventions",
            "Financial year: 2023/24",
            "As at: 31 December 2023",
            "Sorted by: People, from the last to the first",
        ]

    def test_the_page_offers_files_with_its_filter_and_order_but_not_its_page(self, rf):
        exports = get(rf, "/i/?district=Leeds&district=Bradford&sort=-people&page=2").context_data["exports"]
        query = "?district=Leeds&district=Bradford&sort=-people"
        assert exports == [
            ("CSV", f"/i/export.csv{query}"),
            ("Excel", f"/i/export.xlsx{query}"),
            ("OpenDocument", f"/i/export.ods{query}"),
        ]

    def test_a_page_number_that_is_none_does_not_stop_an_export(self, rf):
        assert len(csv_rows(get(rf, "/i/export.csv?page=x", fmt="csv"))) == 65

    def test_another_format_is_not_found(self, rf):
        with pytest.raises(Http404):
            get(rf, "/i/export.pdf", fmt="pdf")


KINDS = [("Public", [("police", "Police")]), ("gp", "General practice")]


class GroupFilter(django_filters.FilterSet):
    name = django_filters.ChoiceFilter(choices=[("core", "Core funded"), ("svd", "Serious Violence Duty")])
    number = django_filters.RangeFilter(label="People")
    since = django_filters.DateFilter(label="Agreed since")
    kinds = django_filters.MultipleChoiceFilter(label="Kind", choices=KINDS)
    flagged = django_filters.BooleanFilter(label="Flagged")

    class Meta:
        model = Group
        fields = ("name",)


def as_query(parameters):
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, []),
        ({"name": "svd"}, ["Filtered by Name: Serious Violence Duty"]),
        ({"number_min": "5"}, ["Filtered by People: from 5"]),
        ({"number_min": "5", "number_max": "9"}, ["Filtered by People: from 5 to 9"]),
        ({"since": "2023-12-31"}, ["Filtered by Agreed since: 31 December 2023"]),
        ({"kinds": ["police", "gp"]}, ["Filtered by Kind: Police, General practice"]),
        ({"flagged": "false"}, ["Filtered by Flagged: no"]),
        ({"name": "no such thing"}, []),
    ],
)
def test_a_filter_is_put_in_words(query, words):
    filterset = GroupFilter(as_query(query), queryset=Group.objects.none())
    assert list(words_of_filter(filterset)) == words


class GroupTable(Table):
    name = TextColumn()


class GroupsPage(ExportMixin, SingleTableMixin, FilterView):
    table_class = GroupTable
    filterset_class = GroupFilter
    export_name = "groups"
    queryset = Group.objects.none()


class TestExportOfAFilteredPage:
    def test_the_notes_say_what_the_filter_is(self, rf):
        response = GroupsPage.as_view()(rf.get("/g/export.xlsx?name=core"), fmt="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
        assert [row[0].value for row in book["About"]] == ["Groups", "Filtered by Name: Core funded"]

    def test_a_filter_that_makes_no_sense_goes_to_the_page_that_says_so(self, rf):
        response = GroupsPage.as_view()(rf.get("/g/export.csv?since=31+February&name=core"), fmt="csv")
        assert response.status_code == 302
        assert response["Location"] == "/g/?since=31+February&name=core"
