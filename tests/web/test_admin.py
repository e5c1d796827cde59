"""The administration site: whose it is, what it never does, and who changed what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pghistory.models import Event

from grants.models import Award
from interventions.models import ApproachRating, FundingEntry
from tests import factories
from tests.web.ledger_pages import words
from vrp_portal.accounts.models import User
from vrp_portal.records.admin import ledger_fields

pytestmark = pytest.mark.django_db

DOMAINS = ("partnership", "accounts", "grants", "interventions", "svd")
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in DOMAINS and not issubclass(model, Event) and not model._meta.auto_created
]
DELETABLE = {
    "Organisation",
    "Condition",
    "ImpactAlias",
    "Approach",
    "ApproachReplacement",
    "DutyHolder",
    "ReturnTerms",
}


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def factory_of(model):
    return getattr(factories, f"{model.__name__}Factory")


def share_of(first_year):
    return factories.ShareFactory(allocation=allocation_of(first_year))


def allocation_of(first_year):
    return factories.AllocationFactory(year=factories.FinancialYear(first_year))


SHARED = {
    "SpendEntry": (
        "line",
        lambda first_year: factories.BudgetLineFactory(year=factories.FinancialYear(first_year)),
    ),
    "BudgetEntry": (
        "line",
        lambda first_year: factories.BudgetLineFactory(year=factories.FinancialYear(first_year)),
    ),
    "Virement": (
        "from_line",
        lambda first_year: factories.BudgetLineFactory(year=factories.FinancialYear(first_year)),
    ),
    "Share": ("allocation", allocation_of),
    "ShareEntry": ("share", share_of),
    "Reallocation": ("from_share", share_of),
}
"""For each record of which several belong to one other: what it is called, and how to make it."""


def make(model, *, count=1, first_year=2019):
    """Records of a model that don't get in each other's way: one for each year where they have one."""
    given = {}
    if model.__name__ in SHARED:
        name, factory = SHARED[model.__name__]
        given[name] = factory(first_year)
    has_year = any(field.name == "year" for field in model._meta.fields)
    return [
        factory_of(model)(
            **given, **({"year": factories.FinancialYear(first_year + number)} if has_year else {})
        )
        for number in range(count)
    ]


@pytest.fixture
def at_admin(client_of, admin):
    return client_of(admin)


class TestWhoseItIs:
    @pytest.mark.parametrize("person", ["staff", "finance", "csp_leeds", "panel"])
    def test_others_are_refused_and_led_in_no_circle(self, request, client_of, person):
        response = client_of(request.getfixturevalue(person)).get(reverse("admin:index"), follow=True)
        assert response.status_code == 403
        assert len(response.redirect_chain) <= 1

    def test_who_is_not_signed_in_signs_in_where_everybody_does(self, client_of, nobody):
        response = client_of(nobody).get(reverse("admin:index"), follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0].startswith(reverse("account_login"))

    def test_it_has_no_form_of_its_own_to_try_passwords_on(self, client_of, nobody):
        data = {"username": "admin", "password": "wrong"}
        response = client_of(nobody).post(reverse("admin:login"), data)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))

    def test_its_name_is_the_portals(self, at_admin):
        assert "VRP Portal administration" in words(at_admin.get(reverse("admin:index")))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestEveryModel:
    def test_it_is_listed_searched_and_opened(self, at_admin, model):
        record = make(model)[0]
        response = at_admin.get(address(model))
        assert response.status_code == 200
        assert response.context["cl"].result_count >= 1
        assert site.site._registry[model].search_fields
        assert at_admin.get(address(model), {"q": "leeds"}).status_code == 200
        assert at_admin.get(address(model, "change", record.pk)).status_code == 200

    def test_its_list_takes_as_many_queries_for_many_rows(self, at_admin, model):
        make(model)
        at_admin.get(address(model))
        with CaptureQueriesContext(connection) as few:
            at_admin.get(address(model))
        make(model, count=5, first_year=2030)
        with CaptureQueriesContext(connection) as many:
            response = at_admin.get(address(model))
        assert response.context["cl"].result_count >= 6
        assert len(many) == len(few)

    def test_only_reference_data_is_ever_deleted(self, at_admin, model):
        record = make(model)[0]
        response = at_admin.get(address(model, "delete", record.pk))
        assert response.status_code == (200 if model.__name__ in DELETABLE else 403)
        assert at_admin.post(address(model), {"action": "delete_selected", "_selected_action": [record.pk]})
        assert model._base_manager.filter(pk=record.pk).exists()

    def test_what_a_ledger_says_is_fixed_once_made(self, at_admin, model):
        fixed = ledger_fields(model)
        record = make(model)[0]
        form = at_admin.get(address(model, "change", record.pk)).context["adminform"].form
        assert not set(fixed) & set(form.fields)


class TestLedgers:
    def data(self, funder, **changes):
        return {
            "funder": funder.pk,
            "scheme": "core",
            "year": "2023/24",
            "amount": "£1,000.50",
            "agreed_on": "2023-04-01",
            "status": "indicative",
            **changes,
        }

    def test_an_award_is_entered(self, at_admin):
        funder = factories.OrganisationFactory()
        at_admin.post(address(Award, "add"), self.data(funder))
        assert Award.objects.get().amount == Decimal("1000.50")

    def test_a_second_one_is_refused_in_words(self, at_admin):
        award = factories.AwardFactory()
        response = at_admin.post(address(Award, "add"), self.data(award.funder))
        assert response.status_code == 200
        assert "Withdraw it with a reason" in words(response)
        assert Award.objects.count() == 1

    def test_what_only_the_database_can_tell_is_said_on_the_form_as_typed(self, at_admin):
        line = factories.FundingLineFactory(stating="100.00")
        data = {"line": line.pk, "agreed_on": "2023-06-01", "amount": "-100.01", "reason": "Too much"}
        response = at_admin.post(address(FundingEntry, "add"), data)
        assert response.status_code == 200
        assert "less than nothing" in words(response)
        assert response.context["adminform"].form["amount"].value() == "-100.01"
        assert FundingEntry.objects.count() == 1

    @pytest.mark.parametrize("name", ["FundingSpend"])
    def test_what_has_no_page_of_its_own_is_withdrawn_here_once(self, at_admin, name):
        model = next(model for model in MODELS if model.__name__ == name)
        record = make(model)[0]
        url = address(model, "change", record.pk)
        form = at_admin.get(url).context["adminform"].form
        kept = {name: form[name].value() or "" for name in form.fields}
        half = at_admin.post(url, kept | {"withdrawn_on": "2023-12-01"})
        assert "A withdrawal needs a date and a reason" in words(half)
        assert (
            at_admin.post(
                url, kept | {"withdrawn_on": "2023-12-01", "withdrawn_reason": "Typed twice"}
            ).status_code
            == 302
        )
        record.refresh_from_db()
        assert (record.withdrawn_on, record.withdrawn_reason) == (date(2023, 12, 1), "Typed twice")
        assert "withdrawn_on" not in at_admin.get(url).context["adminform"].form.fields

    def test_a_rating_is_superseded_never_edited(self, at_admin):
        rating = factories.ApproachRatingFactory()
        response = at_admin.post(address(ApproachRating, "change", rating.pk), {"cost": "3"})
        assert response.status_code == 403

    def test_an_approach_in_use_is_protected(self):
        rating = factories.ApproachRatingFactory()
        with pytest.raises(ProtectedError):
            rating.approach.delete()


class TestPeople:
    def data(self, person, **changes):
        return {
            "username": person.username,
            "role": person.role,
            "district": person.district_id or "",
            "is_active": "on",
            **changes,
        }

    @pytest.mark.parametrize(
        ("role", "with_district", "says"),
        [
            ("csp_coordinator", False, "Choose the district"),
            ("vrp_staff", True, "Only a CSP coordinator has a district"),
        ],
    )
    def test_a_district_goes_with_its_role(self, at_admin, staff, leeds, role, with_district, says):
        data = self.data(staff, role=role, district=leeds.pk if with_district else "")
        response = at_admin.post(address(User, "change", staff.pk), data)
        assert says in response.context["adminform"].form.errors["district"][0]
        assert "__all__" not in response.context["adminform"].form.errors

    def test_rights_follow_from_the_role(self, at_admin, staff):
        at_admin.post(address(User, "change", staff.pk), self.data(staff, role="administrator"))
        staff.refresh_from_db()
        assert staff.is_superuser
        fields = at_admin.get(address(User, "change", staff.pk)).context["adminform"].form.fields
        assert not {"is_staff", "is_superuser", "groups", "user_permissions"} & set(fields)

    @pytest.mark.parametrize("changes", [{"role": "vrp_staff"}, {"is_active": ""}])
    def test_the_last_administrator_stays_one(self, at_admin, admin, changes):
        response = at_admin.post(address(User, "change", admin.pk), self.data(admin, **changes))
        assert "only administrator" in response.context["adminform"].form.errors["role"][0]

    def test_somebody_gets_a_sign_in_with_a_role(self, at_admin, client_of, nobody, leeds):
        password = "a-long-phrase-of-words"
        data = {
            "username": "new",
            "password1": password,
            "password2": password,
            "role": "csp_coordinator",
            "district": leeds.pk,
        }
        assert at_admin.post(address(User, "add"), data).status_code == 302
        made = User.objects.get(username="new")
        assert made.check_password(password)
        assert made.district == leeds


class TestAuditTrail:
    URL = "admin:pghistory_events_changelist"

    def test_it_says_who_changed_what(self, at_admin, admin):
        award = factories.AwardFactory(source="A letter")
        data = {"status": "confirmed", "confirmed_on": "2023-05-01", "source": "Another letter"}
        assert at_admin.post(address(Award, "change", award.pk), data).status_code == 302
        page = words(at_admin.get(reverse(self.URL), {"kind": "grants.awardevent", "done": "update"}))
        assert "Amina Example Changed Award" in page
        assert "Source: A letter to Another letter" in page

    def test_it_is_only_read(self, at_admin):
        award = factories.AwardFactory()
        event = Award.pgh_event_model.objects.get(pgh_obj=award)
        slug = f"grants.AwardEvent:{event.pk}"
        assert at_admin.get(reverse("admin:pghistory_events_add")).status_code == 403
        assert at_admin.get(reverse("admin:pghistory_events_delete", args=[slug])).status_code == 403

    def test_its_queries_do_not_grow_with_the_trail(self, at_admin):
        def queries():
            with CaptureQueriesContext(connection) as taken:
                assert at_admin.get(reverse(self.URL), {"kind": "grants.awardevent"}).status_code == 200
            return len(taken)

        queries()
        factories.AwardFactory()
        few = queries()
        for start in range(2010, 2020):
            factories.AwardFactory(year=factories.FinancialYear(start))
        assert queries() == few
