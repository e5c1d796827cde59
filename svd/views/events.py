"""What moves a return on its way: certified, submitted, queried, revised, accepted; and what is attached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from svd import actions
from svd.board import slots
from svd.forms import ExtensionForm, SubmitForm, WordsForm
from svd.models import Attachment, QuarterlyReturn, ReturnTerms
from svd.rules import NotAllowed, State
from svd.views.returns import MovesReturn, OfReturn, OfSlot
from vrp_portal.accounts.models import User
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.attachments.views import AttachFile, given_out
from vrp_portal.records.actions import withdraw


class SubmitReturn(OfReturn, MovesReturn):
    """Submit a return, or hand it to a second person; what looks wrong asks for a reason, no more."""

    action = Action.ENTER_RETURN
    form_class = SubmitForm
    template_name = "svd/return_submit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.record.state not in {State.DRAFT, State.AWAITING_SIGN_OFF}:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    @cached_property
    def needs_sign_off(self) -> bool:
        second_person = ReturnTerms.objects.filter(csp=self.record.csp, second_person=True).exists()
        return second_person and self.record.state == State.DRAFT

    def get_form_kwargs(self) -> dict[str, Any]:
        before = self.before and self.before.reported
        return super().get_form_kwargs() | {"record": self.record, "before": before, "share": self.share}

    def save(self, form: SubmitForm) -> str:
        reason = form.cleaned_data["reason_for_warning"]
        if self.needs_sign_off:
            actions.ask_sign_off(self.record, reason=reason, by=self.request.user)
            return "The return waits for a second person of the district to certify it."
        actions.submit_return(self.record, on=timezone.localdate(), reason=reason, by=self.request.user)
        return f"The return of {self.record.quarter} is submitted. You can keep its receipt."

    def get_success_url(self) -> str:
        return self.record.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(record=self.record, needs_sign_off=self.needs_sign_off, **kwargs)
        return context | {"to_look_at": context["form"].to_look_at()}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done to a return with a comment, and what whoever does it reads."""

    action: Action
    heading: str
    lead: str
    button: str
    done: str
    needs_words: bool
    do: Callable[..., Any]


def _accept(record: QuarterlyReturn, *, words: str, by: User) -> QuarterlyReturn:
    return actions.accept_return(record, on=timezone.localdate(), words=words, by=by)


STEPS: dict[str, Step] = {
    "send-back": Step(
        Action.ENTER_RETURN,
        "Send it back",
        "It becomes a draft again, for whoever fills it in to put right.",
        "Send back",
        "The return is a draft again.",
        needs_words=True,
        do=actions.send_back,
    ),
    "query": Step(
        Action.REVIEW_RETURNS,
        "Query this return",
        "The district reads your comment and revises the return. This one is kept as it was submitted.",
        "Send query",
        "The return is queried.",
        needs_words=True,
        do=actions.query_return,
    ),
    "accept": Step(
        Action.REVIEW_RETURNS,
        "Accept this return",
        "From now on it counts in the figures, in place of an accepted return that it revises.",
        "Accept",
        "The return is accepted, and counts.",
        needs_words=False,
        do=_accept,
    ),
    "revise": Step(
        Action.ENTER_RETURN,
        "Revise this return",
        "A revision opens with everything that this return says. Both are kept, and only one counts.",
        "Begin the revision",
        "The revision is begun.",
        needs_words=False,
        do=actions.revise_return,
    ),
    "reopen": Step(
        Action.REVIEW_RETURNS,
        "Ask for a revision",
        "The district gets a draft with all that this return says. This one counts until that is accepted.",
        "Open a revision",
        "A revision is opened for the district.",
        needs_words=True,
        do=actions.revise_return,
    ),
    "comment": Step(
        Action.VIEW_RETURNS,
        "Comment on this return",
        "The district and the VRP's team read it. A comment is never changed or removed.",
        "Add comment",
        "The comment is added.",
        needs_words=True,
        do=actions.comment_on,
    ),
}


class StepReturn(OfReturn, MovesReturn):
    """Take one of the steps, with a comment."""

    form_class = WordsForm
    template_name = "records/form.html"

    def load(self) -> None:
        if self.kwargs["step"] not in STEPS:
            raise Http404("There is no such step.")
        super().load()
        if not may(self.request.user, self.step.action):
            raise PermissionDenied(f"Your role may not {self.step.action}.")

    @property
    def step(self) -> Step:
        return STEPS[self.kwargs["step"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"needed": self.step.needs_words}

    def save(self, form: WordsForm) -> str:
        result = self.step.do(self.record, words=form.cleaned_data["words"], by=self.request.user)
        self.leads_to = result if isinstance(result, QuarterlyReturn) else self.record
        return self.step.done

    def get_success_url(self) -> str:
        return self.leads_to.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.step.heading,
            lead=self.step.lead,
            button=self.step.button,
            about=self.record,
            back_url=self.record.get_absolute_url(),
            back_label="Back to the return",
            **kwargs,
        )


class ExtendReturn(OfSlot, MovesReturn):
    """Let one return come later, with a reason; the others are due as before."""

    action = Action.REVIEW_RETURNS
    form_class = ExtensionForm
    template_name = "records/form.html"

    @cached_property
    def slot(self) -> Any:
        ((_, of_csp),) = slots([self.csp], self.quarter.year, today=timezone.localdate())
        return of_csp[self.quarter.number - 1]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"due": self.slot.due_on}

    def save(self, form: ExtensionForm) -> str:
        until = form.cleaned_data["extended_to"]
        actions.extend_return(
            self.csp, self.quarter, to=until, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return f"The return of {self.csp} for {self.quarter} is due on {until:%d/%m/%Y}."

    def get_success_url(self) -> str:
        return f"{reverse('returns')}?year={self.quarter.year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Extend a return",
            lead=f"It is due on {self.slot.due_on:%d/%m/%Y}. Only this return moves.",
            button="Extend",
            about=f"{self.csp}, {self.quarter}",
            back_url=self.get_success_url(),
            back_label="Back to returns",
            **kwargs,
        )


class AttachToReturn(OfReturn, AttachFile):
    """Attach a file to a return that is open."""

    action = Action.ENTER_RETURN
    back_label = "Back to the return"
    refusals = (NotAllowed,)

    def get_about(self) -> QuarterlyReturn:
        return self.record

    def attach(self, file: Any, *, name: str, content_type: str) -> Attachment:
        return actions.attach(self.record, file, name=name, content_type=content_type, by=self.request.user)


class OpenAttachment(OfReturn, View):
    """An attached file, to be kept: it is never shown within a page."""

    @cached_property
    def attachment(self) -> Attachment:
        attached = Attachment.objects.visible_to(self.request.user).standing()
        return get_object_or_404(attached, pk=self.kwargs["file"], quarterly_return=self.record)

    def load(self) -> None:
        super().load()
        _ = self.attachment

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        return given_out(self.attachment)


class RemoveAttachment(OpenAttachment):
    """Take a file off a return that is open; it is kept in the history."""

    action = Action.ENTER_RETURN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not State(self.record.state).is_open:
            messages.error(request, "The return is submitted: what is attached to it stays.")
        else:
            withdraw(self.attachment, on=timezone.localdate(), reason="Taken off by whoever fills it in")
            messages.success(request, f"{self.attachment.name} is taken off.")
        return HttpResponseRedirect(self.record.get_absolute_url())
