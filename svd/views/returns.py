"""Quarterly returns: the board, a return's page, and the form in which it is filled in."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, TemplateView, View

from svd import actions
from svd.board import Slot, partnerships, slots
from svd.forms import ReturnEditForm, ReturnFileForm, ReturnForm
from svd.models import QuarterlyReturn, Share
from svd.models.returns import ANNEX_A, REACHED
from svd.receipt import write_receipt
from svd.rules import Event, NotAllowed, Reported, Side, State, next_state
from svd.workbook import CellProblem, read_return, write_return
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.figures.scoped import Scoped
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import PeriodError, Quarter
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import file_to_keep
from vrp_portal.tabular.reading.cells import Limits, Unreadable
from vrp_portal.tabular.reading.workbooks import read_workbook


class Returns(Gate, Scoped, TemplateView):
    """The returns of a year: where each stands, and what is due when. A coordinator sees their own."""

    action = Action.VIEW_RETURNS
    template_name = "svd/returns.html"
    asks_district = False
    asks_day = False

    @cached_property
    def rows(self) -> list[tuple[Organisation, list[Slot]]]:
        return slots(partnerships(self.request.user), self.scope.year, today=timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = [slot for _, of_csp in self.rows for slot in of_csp]
        return super().get_context_data(
            form=self.scope_form,
            rows=self.rows,
            quarters=self.scope.year.quarters,
            outstanding=sum(slot.is_outstanding for slot in everything),
            overdue=sum(slot.is_overdue for slot in everything),
            to_review=sum(slot.state == State.SUBMITTED for slot in everything),
            may_enter=may(self.request.user, Action.ENTER_RETURN) and not self.request.user.in_team,
            may_review=may(self.request.user, Action.REVIEW_RETURNS),
            shows_illustrative=any(slot.record and slot.record.illustrative for slot in everything),
            **kwargs,
        )


class OfSlot(Gate):
    """A page about one partnership's quarter; another district's is not found (404)."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def csp(self) -> Organisation:
        mine = {csp.pk: csp for csp in partnerships(self.request.user)}
        try:
            return mine[self.kwargs["csp"]]
        except KeyError as error:
            raise Http404("There is no such partnership.") from error

    @cached_property
    def quarter(self) -> Quarter:
        try:
            return Quarter.from_code(self.kwargs["quarter"])
        except (PeriodError, ValueError) as error:
            raise Http404("There is no such quarter.") from error

    def load(self) -> None:
        _ = self.csp, self.quarter


class StartReturn(OfSlot, View):
    """Begin a return, or go on with the one that was begun."""

    action = Action.ENTER_RETURN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.quarter.ends >= timezone.localdate():
            messages.error(request, f"{self.quarter} has not ended yet. Its return opens afterwards.")
            return HttpResponseRedirect(f"{reverse('returns')}?year={self.quarter.year}")
        try:
            record = actions.start_return(self.csp, self.quarter, by=request.user)
        except NotAllowed as why:
            messages.error(request, str(why))
            return HttpResponseRedirect(f"{reverse('returns')}?year={self.quarter.year}")
        page = "return-edit" if State(record.state).is_open else "return"
        return HttpResponseRedirect(reverse(page, args=[record.pk]))


class OfReturn(Gate):
    """A page about one return that its reader may see; another district's is not found (404)."""

    action = Action.VIEW_RETURNS
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def record(self) -> QuarterlyReturn:
        visible = QuarterlyReturn.objects.visible_to(self.request.user).standing()
        return get_object_or_404(
            visible.select_related("csp__district", "submitted_by", "sign_off_asked_by", "replaces"),
            pk=self.kwargs["pk"],
        )

    def load(self) -> None:
        _ = self.record

    @property
    def side(self) -> Side:
        return Side.TEAM if self.request.user.in_team else Side.DISTRICT

    def can(self, event: Event) -> bool:
        """Whether the reader may do this to the return now."""
        try:
            next_state(State(self.record.state), event, by=self.side)
        except NotAllowed:
            return False
        return True

    @cached_property
    def share(self) -> Reported | None:
        """What the partnership has of the year's allocation, as `labour_to_date` and `non_labour_to_date`."""
        shares = Share.objects.for_year(self.record.quarter.year).as_at(timezone.localdate())
        share = shares.with_amounts(as_at=timezone.localdate()).filter(recipient=self.record.csp).first()
        if share is None:
            return None
        return Reported(labour_to_date=share.labour_then, non_labour_to_date=share.non_labour_then)

    @cached_property
    def before(self) -> QuarterlyReturn | None:
        """The latest submitted return of an earlier quarter of the year."""
        return actions.latest_before(self.record.csp, self.record.quarter)

    def variances(self) -> list[tuple[str, Decimal]]:
        """Share less forecast in pounds, where there is a share: what is left over; negative is too much."""
        if self.share is None:
            return []
        return [
            ("Labour", self.share.labour_to_date - self.record.labour_forecast),
            ("Non-labour", self.share.non_labour_to_date - self.record.non_labour_forecast),
        ]


class ReturnPage(OfReturn, DetailView):
    """A return: what it says, where it stands, what was written about it, and who did what."""

    template_name = "svd/return.html"
    context_object_name = "return"

    def get_object(self, queryset: Any = None) -> QuarterlyReturn:
        return self.record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, record = self.request.user, self.record
        reviews = may(user, Action.REVIEW_RETURNS)
        return super().get_context_data(
            record=record,
            state=State(record.state),
            replaced_by=getattr(record, "replaced_by", None),
            annex_a=[(_label(record, name), format_pounds(getattr(record, name))) for name in ANNEX_A[:6]],
            variances=[(kind, format_pounds(amount)) for kind, amount in self.variances()],
            reached=[(_label(record, name), f"{getattr(record, name):,}") for name in REACHED],
            comments=record.comments.select_related("by"),
            attachments=record.attachments.standing(),
            changes=history_of(record, record.comments.all()) if user.in_team else None,
            may_edit=self.can(Event.SAVE) and may(user, Action.ENTER_RETURN),
            may_sign=self.can(Event.SUBMIT) and record.state == State.AWAITING_SIGN_OFF,
            may_send_back=self.can(Event.SEND_BACK),
            may_query=reviews and self.can(Event.QUERY),
            may_accept=reviews and self.can(Event.ACCEPT),
            may_revise=self.can(Event.REVISE) and not record.is_replaced,
            may_reopen=reviews and self.can(Event.REOPEN) and not record.is_replaced,
            may_comment=True,
            shows_illustrative=record.illustrative,
            **kwargs,
        )


class MovesReturn(SavingView):
    """A form that changes a return; what the rules refuse comes back with what was typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotAllowed as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)


class EditReturn(OfReturn, MovesReturn):
    """Fill in a return: kept as it is typed, and on asking."""

    action = Action.ENTER_RETURN
    form_class = ReturnEditForm
    template_name = "svd/return_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.can(Event.SAVE):
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that what is refused leaves the page's heading as it was.
        return super().get_form_kwargs() | {"instance": QuarterlyReturn.objects.get(pk=self.record.pk)}

    def save(self, form: ReturnEditForm) -> str:
        actions.save_return(self.record, form.typed(), by=self.request.user)
        return "The return is saved as a draft."

    def get_success_url(self) -> str:
        if "then" in self.request.POST:
            return reverse("return-submit", args=[self.record.pk])
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        share = self.share
        return super().get_context_data(
            record=self.record,
            before=self.before,
            share=share and (format_pounds(share.labour_to_date), format_pounds(share.non_labour_to_date)),
            comments=self.record.replaces.comments.select_related("by") if self.record.replaces else [],
            shows_illustrative=self.record.illustrative,
            **kwargs,
        )


@method_decorator(transaction.atomic, name="post")
class AutosaveReturn(OfReturn, View):
    """Keep what is typed while it is typed: every field that is valid by itself, and which are not."""

    action = Action.ENTER_RETURN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        form = ReturnEditForm(request.POST, instance=QuarterlyReturn.objects.get(pk=self.record.pk))
        form.is_valid()
        try:
            next_state(State(self.record.state), Event.SAVE, by=self.side)
            if form.conflict:
                raise NotAllowed(f"{form.conflict.changed_by} saved this return meanwhile.")
            saved = actions.save_return(self.record, form.typed(), by=request.user)
        except NotAllowed as why:
            return JsonResponse({"why": str(why)}, status=409)
        saved.refresh_from_db(fields=["version"])
        left_out = [str(form.fields[name].label) for name in form.errors if name in form.fields]
        return JsonResponse({"left_out": left_out, "version": saved.version})


class ReturnWorkbook(OfReturn, View):
    """The return as a workbook to fill in offline, with what it says so far."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        stream = io.BytesIO()
        write_return(self.record, stream)
        district = self.record.csp.district
        return file_to_keep(stream, f"return_{district}_{self.record.quarter.code}.xlsx".lower())


class UploadReturn(OfReturn, FormView):
    """Read a workbook that was filled in: all of it is kept, or each cell that can't be is told."""

    action = Action.ENTER_RETURN
    form_class = ReturnFileForm
    template_name = "svd/return_upload.html"
    problems: list[CellProblem] = []

    def form_valid(self, form: ReturnFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            workbook = read_workbook(file, file.name, limits=Limits(bytes=2_000_000, rows=500))
        except Unreadable as why:
            form.add_error("file", str(why))
            return self.form_invalid(form)
        filled = read_return(workbook, self.record)
        typed = ReturnForm(filled.typed, instance=QuarterlyReturn.objects.get(pk=self.record.pk))
        self.problems = list(filled.problems)
        if not typed.is_valid():
            read = {problem.cell for problem in filled.problems}
            self.problems += [
                CellProblem(filled.cells.get(name, ""), str(typed.fields[name].label), errors[0])
                for name, errors in typed.errors.items()
                if name in typed.fields and filled.cells.get(name) not in read
            ]
        self.problems.sort(key=lambda problem: problem.place)
        if self.problems:
            form.add_error("file", "Nothing is kept yet: put these cells right, and send the workbook again.")
            return self.form_invalid(form)
        try:
            actions.save_return(self.record, typed.typed(), by=self.request.user)
        except NotAllowed as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)
        messages.success(self.request, "The workbook is read, and the return is saved as a draft.")
        return HttpResponseRedirect(reverse("return-edit", args=[self.record.pk]))

    def form_invalid(self, form: ReturnFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.record, problems=self.problems, **kwargs)


class Receipt(OfReturn, View):
    """The receipt of a return that was submitted, as a PDF."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        if self.record.submitted_on is None:
            raise Http404("A return that was not submitted has no receipt.")
        stream = io.BytesIO()
        write_receipt(self.record, stream)
        district = self.record.csp.district
        return file_to_keep(stream, f"receipt_{district}_{self.record.quarter.code}.pdf".lower())


def _label(record: QuarterlyReturn, name: str) -> str:
    words = str(record._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]
