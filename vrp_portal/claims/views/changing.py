"""What moves a claim on its way: prepared, sent, withdrawn, paid, settled."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from grants.models import Award
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.claims import actions
from vrp_portal.claims.contents import asked
from vrp_portal.claims.forms import PaymentForm, PrepareForm, SendForm, SettleForm
from vrp_portal.claims.models import Claim, ClaimEntry, Scheme
from vrp_portal.claims.rules import Asked, NotAllowed, Reconciliation
from vrp_portal.claims.views.showing import OfClaim
from vrp_portal.money import format_pounds
from vrp_portal.periods import PeriodError, Quarter
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm
from vrp_portal.records.views import SavingView


class MovesClaim(Gate, SavingView):
    """A form that moves a claim on; what the rules refuse comes back with what was typed."""

    action = Action.KEEP_CLAIMS
    template_name = "records/form.html"
    heading: ClassVar[str]
    button: ClassVar[str] = "Save"
    back_label: ClassVar[str] = "Back to the claim"

    @property
    def lead(self) -> str:
        return ""

    @property
    def about(self) -> object:
        """What the page is about, above its heading."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotAllowed as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            lead=self.lead,
            button=self.button,
            about=self.about,
            back_url=self.get_success_url(),
            back_label=self.back_label,
            **kwargs,
        )


class PrepareClaim(MovesClaim):
    """Begin the claim of a scheme's quarter."""

    form_class = PrepareForm
    heading = "Prepare a claim"
    button = "Prepare"
    back_label = "Back to claims"
    claim: Claim | None = None

    @cached_property
    def scheme(self) -> Scheme:
        try:
            return Scheme(self.kwargs["scheme"])
        except ValueError as error:
            raise Http404("There is no such scheme.") from error

    @cached_property
    def quarter(self) -> Quarter:
        try:
            return Quarter.from_code(self.kwargs["quarter"])
        except PeriodError as error:
            raise Http404("There is no such quarter.") from error

    def load(self) -> None:
        _ = self.scheme, self.quarter

    @property
    def about(self) -> str:
        return f"{self.scheme.label}, {self.quarter} ({self.quarter.months})"

    @property
    def lead(self) -> str:
        return (
            "A draft shows what is spent as it stands each time it is opened. Nothing is claimed until it is "
            "sent."
        )

    def get_initial(self) -> dict[str, Any]:
        """Whoever the year's other claims go to, or else whoever awards the year's core grant."""
        of_year = Claim.objects.standing().of_scheme(self.scheme).for_year(self.quarter.year)
        awards = Award.objects.core().for_year(self.quarter.year).standing()
        funder = (
            of_year.values_list("funder", flat=True).first()
            or awards.values_list("funder", flat=True).first()
        )
        return {"funder": funder}

    def save(self, form: PrepareForm) -> str:
        self.claim = actions.prepare_claim(
            self.scheme,
            self.quarter,
            funder=form.cleaned_data["funder"],
            on=timezone.localdate(),
            by=self.request.user,
        )
        return f"The claim of {self.claim} is prepared. Check it, then send it."

    def get_success_url(self) -> str:
        if self.claim is not None:
            return self.claim.get_absolute_url()
        return f"{reverse('claims')}?year={self.quarter.year}"


class MovesOneClaim(OfClaim, MovesClaim):
    """A form about one claim, for those that stand as it needs; from others it leads to the claim's page."""

    action = Action.KEEP_CLAIMS
    of_drafts: ClassVar[bool] = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.claim.is_withdrawn or self.claim.is_draft != self.of_drafts:
            return HttpResponseRedirect(self.claim.get_absolute_url())
        return super().get(request, *args, **kwargs)

    @property
    def about(self) -> object:
        return self.claim

    def get_success_url(self) -> str:
        return self.claim.get_absolute_url()


class SendClaim(MovesOneClaim):
    """Check what a draft asks for, and send it; what looks wrong asks for a reason, no more."""

    form_class = SendForm
    template_name = "claims/send.html"
    heading = "Check and send the claim"
    of_drafts = True

    @cached_property
    def asked(self) -> Asked:
        return asked(self.claim, self.contents)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asked": self.asked}

    def save(self, form: SendForm) -> str:
        sent = actions.send_claim(
            self.claim,
            on=timezone.localdate(),
            reason=form.cleaned_data["reason_for_warning"],
            checked=form.cleaned_data["checked"],
            by=self.request.user,
        )
        return f"The claim of {sent} is sent: {format_pounds(sent.total)}. You can keep it as a file."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            claim=self.claim,
            contents=self.contents,
            shows_illustrative=self.contents.illustrative,
            why_not_yet=actions.why_not_yet(self.claim, on=timezone.localdate()),
            **kwargs,
        )
        form: SendForm = context["form"]
        form.now_shows(self.contents.total.claimed)
        return context | {"to_look_at": form.to_look_at()}


class WithdrawClaim(MovesOneClaim):
    """Withdraw a draft, with a reason; the quarter can be prepared anew."""

    form_class = WithdrawForm
    heading = "Withdraw the draft"
    button = "Withdraw"
    of_drafts = True

    @property
    def lead(self) -> str:
        return "It is kept with your reason. The claim of this quarter can then be prepared anew."

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.claim,
            on=form.cleaned_data["withdrawn_on"],
            reason=form.cleaned_data["withdrawn_reason"],
        )
        return f"The claim of {self.claim} is withdrawn."


class PayClaim(MovesOneClaim):
    """Record money that came for a claim."""

    form_class = PaymentForm
    heading = "Record a payment"
    button = "Record"

    @cached_property
    def money(self) -> Reconciliation:
        return actions.reconciliation(self.claim)

    @property
    def lead(self) -> str:
        return (
            f"Claimed {format_pounds(self.money.claimed)}, paid {format_pounds(self.money.paid)} so far, "
            f"outstanding {format_pounds(self.money.outstanding)}."
        )

    def save(self, form: PaymentForm) -> str:
        typed = form.cleaned_data
        entry = actions.record_payment(
            self.claim,
            amount=typed["amount"],
            booked_on=typed["booked_on"],
            reference=typed["reference"],
            reason=typed["reason"],
        )
        left = actions.reconciliation(self.claim).in_words
        return f"{format_pounds(entry.amount)} is recorded. The claim is {left or 'reconciled'}."


class SettleClaim(PayClaim):
    """Settle what is outstanding of a claim without payment."""

    form_class = SettleForm
    heading = "Settle the difference"
    button = "Settle"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.claim.sent_on is not None and not self.money.outstanding:
            return HttpResponseRedirect(self.claim.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def save(self, form: SettleForm) -> str:
        entry = actions.settle_difference(
            self.claim, booked_on=form.cleaned_data["booked_on"], reason=form.cleaned_data["reason"]
        )
        return f"{format_pounds(entry.amount)} is settled without payment. The claim is reconciled."


class WithdrawEntry(MovesClaim):
    """Withdraw a payment, or a settlement, that was entered by mistake."""

    form_class = WithdrawForm
    heading = "Withdraw this entry"
    button = "Withdraw"

    @cached_property
    def entry(self) -> ClaimEntry:
        entries = ClaimEntry.objects.standing().select_related("claim")
        return get_object_or_404(entries, pk=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.entry

    @property
    def about(self) -> str:
        return f"{self.entry}: {format_pounds(self.entry.amount)}"

    @property
    def lead(self) -> str:
        return (
            "Nothing is deleted: it is kept with your reason. Where it was a mistake, give the day from "
            "which it counted, so that it never did."
        )

    def save(self, form: WithdrawForm) -> str:
        actions.withdraw_entry(
            self.entry,
            on=form.cleaned_data["withdrawn_on"],
            reason=form.cleaned_data["withdrawn_reason"],
        )
        return f"{self.about} is withdrawn."

    def get_success_url(self) -> str:
        return self.entry.claim.get_absolute_url()
