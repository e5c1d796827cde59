"""What views of every domain do alike: save in one transaction, keep what was typed, say what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready
from vrp_portal.records.forms import VersionedForm, WarningForm
from vrp_portal.records.refusals import closed_year_of, refusal_in_words


@method_decorator(transaction.atomic, name="post")
class SavingView(FormView):
    """A form whose `post` is one transaction: what the form compares stays so until it is saved.

    `save(form)` makes the change, through an action. What the form or the database refuses comes back with
    everything that was typed (422), and nothing is saved.
    """

    closed_year: FinancialYear | None = None
    """The closed year because of which the database refused what was saved."""

    def save(self, form: Any) -> str:
        """Make the change and return what was done, in a sentence for whoever did it."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, WarningForm):
            form.remember_warnings()
        try:
            with transaction.atomic():
                done = self.save(form)
        except IntegrityError as error:
            form.add_error(None, refusal_in_words(error))
            self.closed_year = closed_year_of(error)
            return self.form_invalid(form)
        except WithdrawnAlready as withdrawn_meanwhile:
            form.add_error(None, str(withdrawn_meanwhile))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["closed_year"] = self.closed_year
        if isinstance(form, WarningForm):
            form.hidden_until_needed()
        if isinstance(form, VersionedForm):
            context["conflict"] = form.conflict
        return context
