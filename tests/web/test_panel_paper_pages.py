"""Panel papers in the browser: who finds which, writing and reading again, publishing, and what stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AwardFactory,
    FigureSeenFactory,
    FundingLineFactory,
    PanelPaperFactory,
    PaperFactory,
    SectionFactory,
    UserFactory,
)
from tests.web.reading import Page
from vrp_portal.panel_paper import actions
from vrp_portal.panel_paper.models import FrozenPaper, PanelPaper, Section
from vrp_portal.panel_paper.views import papers
from vrp_portal.records.actions import withdraw

pytestmark = pytest.mark.django_db

HEAD = {
    "title": "Update",
    "item": "7",
    "meeting_on": "12/04/2024",
    "year": "2023/24",
    "as_at": "31/12/2023",
    "report_to": "The Panel",
    "report_of": "The Deputy Mayor",
    "author": "The VRP",
    "version": "1",
}


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch):
    for module in (actions, papers):
        monkeypatch.setattr(module, "draw", lambda charts, request, **how: {})


@pytest.fixture
def client(client_of, staff):
    return client_of(staff)


@pytest.fixture
def award(db):
    return AwardFactory(amount=Decimal("4388080.00"), agreed_on=date(2023, 4, 1))


@pytest.fixture
def draft(award):
    """A draft whose one sentence has a figure, written when it was less."""
    section = SectionFactory(text="It is {core_grant_award}.")
    FigureSeenFactory(section=section, shown="£4,000,000.00")
    return PanelPaperFactory(title="Update")


def to(name, paper, *args):
    return reverse(name, args=[paper.pk, *args])


def publish(client, paper, **typed):
    address = to("paper-publish", paper)
    checked = Page(client.get(address)).kept("checked")
    return client.post(address, {"checked": checked, **typed})


@pytest.fixture
def published(client, draft):
    publish(client, draft, reason="Known")
    return PanelPaper.objects.get(pk=draft.pk)


def test_a_paper_is_begun_with_the_sections_of_the_last(client, draft):
    response = client.post(reverse("paper-new"), {**HEAD, "title": "Another"})
    assert response.status_code == 302
    paper = PanelPaper.objects.get(title="Another")
    assert (str(paper.year), paper.as_at, paper.item) == ("2023/24", date(2023, 12, 31), "7")
    page = Page(client.get(response.url))
    assert "Another, 12 April 2024 is begun." in page.text
    assert "1 number in the words changed since it was written." in page.text
    assert "1 to read again" in page.text
    section = Page(client.get(reverse("paper-section", args=[paper.pk, "grant"])))
    assert "It was £4,000,000.00 when this was written, and is £4,388,080.00 now" in section.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Enter “Title”."),
        ({"year": "2023"}, "“2023” is not a financial year."),
        ({"as_at": "31/03/2023"}, "The day is before the financial year begins."),
        ({"meeting_on": "30/12/2023"}, "The meeting is before the last day that the figures tell of."),
        ({"meeting_on": "soon"}, "“soon” is not a date."),
        ({"title": "Entered by hand"}, "is among the published figures already"),
        ({"title": "Update"}, "There is a paper of this title for this meeting already."),
    ],
)
def test_a_head_that_cannot_be_is_refused_and_kept(client, draft, typed, said):
    PaperFactory(title="Entered by hand")
    response = client.post(reverse("paper-new"), {**HEAD, "title": "New", **typed})
    assert response.status_code == 422
    page = Page(response)
    assert said in page.text
    assert page.kept("author") == "The VRP"
    assert PanelPaper.objects.count() == 1


def test_the_head_is_changed_while_it_is_a_draft(client, draft):
    response = client.post(to("paper-edit", draft), {**HEAD, "title": "Changed"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Changed", 2)
    assert client.post(to("paper-edit", draft), {**HEAD, "title": "Again"}).status_code == 422


def test_a_section_is_written_and_read_by_whoever_writes_it(client, draft):
    address = to("paper-section", draft, "grant")
    assert "To be read again" in Page(client.get(address)).text
    typed = {"text": "Now {core_grant_award short}, and {core_grant_award next year}.", "version": "1"}
    assert client.post(address, typed).status_code == 302
    kept = Section.objects.get(key="grant")
    assert {seen.words: seen.shown for seen in kept.seen.all()} == {
        "core_grant_award short": "£4,388,080",
        "core_grant_award next year": "not known",
    }
    assert "To be read again" not in Page(client.get(to("paper", draft))).text


def test_a_section_that_was_never_written_is_begun(client, draft):
    response = client.post(to("paper-section", draft, "legal"), {"text": "None.", "version": "1"})
    assert response.status_code == 302
    assert Section.objects.get(key="legal").text == "None."


def test_words_that_cannot_be_read_are_refused_by_line_and_kept(client, draft):
    text = "Fine.\n\nIt is {core_grant_awardd}.\n{"
    response = client.post(to("paper-section", draft, "grant"), {"text": text, "version": "1"})
    page = Page(response)
    assert response.status_code == 422
    assert "Line 3: There is no figure “core_grant_awardd”. Did you mean “core_grant_award”?" in page.text
    assert "{core_grant_awardd}" in page.text
    assert Section.objects.get().text == "It is {core_grant_award}."


def test_words_that_seem_to_name_somebody_ask_for_a_reason(client, draft):
    typed = {"text": "Call 0113 496 0000.", "version": "1"}
    response = client.post(to("paper-section", draft, "grant"), typed)
    assert response.status_code == 422
    assert "Words seems to hold a phone number" in Page(response).text


def test_two_people_at_one_section(client, client_of, draft):
    ben = client_of(UserFactory(username="ben", first_name="Ben", last_name="Second", role="vrp_staff"))
    address = to("paper-section", draft, "grant")
    assert client.post(address, {"text": "Ann’s words.", "version": "1"}).status_code == 302
    response = ben.post(address, {"text": "Ben’s words.", "version": "1"})
    page = Page(response)
    assert response.status_code == 422
    assert "Sam Example saved changes on" in page.text
    assert "Ann’s words." in page.text
    assert "Ben’s words." in page.text
    assert Section.objects.get().text == "Ann’s words."
    again = {"text": "Both.", "version": page.kept("version")}
    assert ben.post(address, again).status_code == 302
    assert Section.objects.get().text == "Both."


def test_a_sentence_is_noted_as_read(client, draft):
    section = to("paper-section", draft, "grant")
    page = Page(client.get(section))
    hidden = {it.attributes.get("name"): it.attributes.get("value") for it in page.all("input")}
    asked = {name: hidden[name] for name in ("words", "now")}
    assert asked == {"words": "core_grant_award", "now": "£4,388,080.00"}
    response = client.post(to("paper-read", draft, "grant"), asked, follow=True)
    assert "Noted that you have read it with £4,388,080.00." in Page(response).text
    assert "To be read again" not in Page(response).text


def test_a_number_that_changed_again_meanwhile_is_not_noted_as_read(client, draft):
    asked = {"words": "core_grant_award", "now": "£1.00"}
    response = client.post(to("paper-read", draft, "grant"), asked, follow=True)
    assert "The number changed again meanwhile." in Page(response).text
    assert "To be read again" in Page(response).text


def test_the_preview_marks_what_is_to_be_read_and_the_files_do_not(client, draft):
    assert (
        "To be read again. “It is £4,388,080.00.” It was £4,000,000.00"
        in Page(client.get(to("paper-preview", draft))).text
    )
    content = b"".join(client.get(to("paper-file", draft, "html")).streaming_content).decode()
    assert "It is £4,388,080.00." in content
    assert "read again" not in content
    assert "Draft" in content


def test_publishing_asks_for_a_reason_where_sentences_are_left_unread(client, draft):
    page = Page(client.get(to("paper-publish", draft)))
    assert "Not read again yet" in page.text
    response = publish(client, draft)
    assert response.status_code == 422
    assert "Read them again, or say why they stay." in Page(response).text
    assert not FrozenPaper.objects.exists()
    assert publish(client, draft, reason="The Panel knows").status_code == 302
    assert FrozenPaper.objects.get().reason == "The Panel knows"


def test_what_changed_since_it_was_looked_at_is_not_published(client, draft):
    checked = Page(client.get(to("paper-publish", draft))).kept("checked")
    Section.objects.update(text="Other words.")
    response = client.post(to("paper-publish", draft), {"checked": checked})
    page = Page(response)
    assert response.status_code == 422
    assert "changed while you looked" in page.text
    again = {"checked": page.kept("checked")}
    assert client.post(to("paper-publish", draft), again).status_code == 302


def test_a_published_paper_says_what_was_restated(client, client_of, panel, award, published):
    before = Page(client.get(to("paper", published)))
    assert "Nothing: the records still give every figure as it was published." in before.text
    withdraw(award, on=award.agreed_on, reason="A misprint")
    AwardFactory(funder=award.funder, amount=Decimal("4300000.00"), agreed_on=award.agreed_on)
    page = Page(client_of(panel).get(to("paper", published)))
    assert "7.1, Table 1 £4,388,080.00 £4,300,000.00 £88,080.00 less" in page.text
    assert "It is £4,388,080.00." in page.text
    assert "Make it afresh" not in page.text


def test_a_published_paper_is_made_afresh(client, published):
    response = client.post(to("paper-afresh", published), follow=True)
    assert "the paper agrees with its hash" in Page(response).text


def test_the_panel_reads_what_is_published_and_finds_no_draft(client_of, panel, finance, client, published):
    other = PanelPaperFactory(title="Not yet")
    for person in (panel, finance):
        reader = client_of(person)
        listed = Page(reader.get(reverse("papers")))
        assert "Update" in listed.text
        assert "Not yet" not in listed.text
        assert reader.get(to("paper", published)).status_code == 200
        assert reader.get(to("paper-file", published, "pdf")).status_code == 200
        assert reader.get(to("paper", other)).status_code == 404
        assert reader.get(to("paper-file", other, "pdf")).status_code == 404


def test_a_published_paper_is_no_longer_written(client, published):
    for name, *args in (
        ("paper-edit",),
        ("paper-preview",),
        ("paper-publish",),
        ("paper-discard",),
        ("paper-section", "grant"),
    ):
        assert client.get(to(name, published, *args)).status_code == 404
    assert client.post(to("paper-read", published, "grant")).status_code == 404
    assert client.post(to("paper-discard", published)).status_code == 404


def test_a_draft_is_discarded_and_its_sections_stay(client, draft):
    assert client.post(to("paper-afresh", draft)).status_code == 404
    assert client.get(to("paper-discard", draft)).status_code == 200
    assert client.post(to("paper-discard", draft)).status_code == 302
    assert not PanelPaper.objects.exists()
    assert Section.objects.exists()


def test_a_file_or_section_that_there_is_not(client, draft):
    assert client.get(to("paper-file", draft, "odt")).status_code == 404
    assert client.get(to("paper-section", draft, "nothing")).status_code == 404


@pytest.mark.parametrize("name", ["papers", "paper", "paper-preview", "paper-publish"])
def test_more_papers_and_records_ask_no_more_queries(client, draft, name):
    address = reverse(name) if name == "papers" else to(name, draft)
    FundingLineFactory(stating="10.00")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    before = asked()
    PanelPaperFactory.create_batch(3)
    for _ in range(3):
        FundingLineFactory(stating="10.00")
    assert asked() == before
