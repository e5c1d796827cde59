"""Programme activity in the administration site: seen there, and kept on the portal's own pages."""

from __future__ import annotations

import pytest
from django.contrib import admin as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from vrp_portal.programme import models

pytestmark = pytest.mark.django_db

MODELS = [
    *(models.Workstream, models.Activity, models.ActivityCount, models.ActivityDistrict),
    *(models.ActivityPartner, models.Publication, models.Evaluation, models.GovernanceGroup),
    models.GovernanceLine,
]


def address(model, page="changelist", *args):
    return reverse(f"admin:programme_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def at_admin(client_of, admin):
    return client_of(admin)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestEveryModel:
    def make(self, model):
        return getattr(factories, f"{model.__name__}Factory")()

    def test_it_is_listed_searched_and_opened(self, at_admin, model):
        record = self.make(model)
        assert at_admin.get(address(model)).context["cl"].result_count >= 1
        assert site.site._registry[model].search_fields
        assert at_admin.get(address(model), {"q": "leeds"}).status_code == 200
        assert at_admin.get(address(model, "change", record.pk)).status_code == 200

    def test_it_is_neither_added_nor_deleted_there(self, at_admin, model):
        record = self.make(model)
        assert at_admin.get(address(model, "add")).status_code == 403
        assert at_admin.get(address(model, "delete", record.pk)).status_code == 403

    def test_its_list_takes_as_many_queries_for_many_rows(self, at_admin, model):
        def taken() -> int:
            with CaptureQueriesContext(connection) as queries:
                at_admin.get(address(model))
            return len(queries)

        self.make(model)
        taken()
        few = taken()
        for _ in range(5):
            self.make(model)
        assert taken() == few
