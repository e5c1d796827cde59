"""The claims of a year, a claim's page, and its files."""

from __future__ import annotations

import io
from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.claims import actions
from vrp_portal.claims.board import COLUMNS, boards
from vrp_portal.claims.contents import Contents, changed_since, contents_of, frozen_contents
from vrp_portal.claims.document import write_document
from vrp_portal.claims.models import Claim
from vrp_portal.claims.rules import match_pro_rata, total_of
from vrp_portal.claims.workbook import write_workbook
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped
from vrp_portal.records.history import history_of
from vrp_portal.tabular.exports import file_to_keep


class Claims(Gate, Scoped, TemplateView):
    """The claims of a year: each scheme's four quarters, what was claimed and paid, and what is next."""

    action = Action.VIEW_CLAIMS
    template_name = "claims/claims.html"
    asks_district = False

    @cached_property
    def opening(self) -> Scope:
        return super().opening.on(timezone.localdate())

    @cached_property
    def scope(self) -> Scope:
        """Claims are sent and paid after a year has ended, so a year is shown as it stands today."""
        scope = super().scope
        return scope if self.request.GET.get("as_at") else scope.on(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = boards(self.scope, today=timezone.localdate())
        claims = [place.claim for board in told for place in board.places if place.claim is not None]
        withdrawn = Claim.objects.for_year(self.scope.year).filter(withdrawn_on__isnull=False)
        return super().get_context_data(
            form=self.scope_form,
            boards=told,
            columns=COLUMNS,
            withdrawn=withdrawn.order_by("-withdrawn_on", "-pk"),
            may_keep=may(self.request.user, Action.KEEP_CLAIMS),
            shows_illustrative=any(claim.illustrative for claim in claims),
            **kwargs,
        )


class OfClaim(Gate):
    """A page about one claim."""

    action = Action.VIEW_CLAIMS
    request: HttpRequest
    kwargs: dict[str, Any]
    claims: ClassVar[Any] = Claim.objects.select_related("funder", "prepared_by", "sent_by")

    @cached_property
    def claim(self) -> Claim:
        return get_object_or_404(self.claims, pk=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.claim

    @cached_property
    def contents(self) -> Contents:
        return contents_of(self.claim, today=timezone.localdate())

    @property
    def year_url(self) -> str:
        """The claims of the claim's year, as they stand today."""
        return f"{reverse('claims')}?year={self.claim.quarter.year}"


class ClaimPage(OfClaim, TemplateView):
    """A claim: what it asks for, what it rests on, what was paid, what changed since, and who did what."""

    template_name = "claims/claim.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        claim, contents = self.claim, self.contents
        entries = list(claim.entries.all())
        return super().get_context_data(
            claim=claim,
            contents=contents,
            year_url=self.year_url,
            match_due=None
            if contents.match_required is None
            else match_pro_rata(contents.match_required, claim.quarter),
            entries=entries,
            changes=[change for change in history_of(claim) if change.what != "claim line"],
            may_keep=may(self.request.user, Action.KEEP_CLAIMS),
            shows_illustrative=contents.illustrative or claim.illustrative,
            **(self.of_draft() if claim.is_draft else self.of_sent()),
            **kwargs,
        )

    def of_draft(self) -> dict[str, Any]:
        if self.claim.is_withdrawn:
            return {}
        return {"why_not_yet": actions.why_not_yet(self.claim, on=timezone.localdate())}

    def of_sent(self) -> dict[str, Any]:
        changed = changed_since(self.claim, as_at=timezone.localdate())
        return {
            "money": actions.reconciliation(self.claim),
            "changed": [(self.claim.label_of(line.purpose), line.amount) for line in changed],
            "changed_by": total_of(changed),
            "corrections": self.claim.corrections.select_related("claim").order_by("claim__quarter", "pk"),
        }


class OfSentClaim(OfClaim):
    """A file of a claim that was sent; a draft has none (404)."""

    def load(self) -> None:
        super().load()
        if self.claim.is_draft:
            raise Http404("A claim that was not sent has no file.")


class ClaimDocument(OfSentClaim, View):
    """The claim as a PDF, as it was sent."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        stream = io.BytesIO()
        write_document(self.claim, frozen_contents(self.claim), stream)
        return file_to_keep(stream, f"claim_{self.claim.reference}.pdf".lower())


class ClaimWorkbook(OfSentClaim, View):
    """The claim as a workbook with live sums, as it was sent."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        stream = io.BytesIO()
        write_workbook(self.claim, frozen_contents(self.claim), stream)
        return file_to_keep(stream, f"claim_{self.claim.reference}.xlsx".lower())
