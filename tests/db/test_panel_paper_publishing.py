"""Publishing freezes a paper: it stays as it was, is made again from the history, and tells what changed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import ProtectedError

from grants.models import Award
from tests.factories import (
    AwardFactory,
    FigureSeenFactory,
    FundingLineFactory,
    InterventionDistrictFactory,
    PanelPaperFactory,
    PublishedFigureFactory,
    ReachRecordFactory,
    SectionFactory,
    UserFactory,
)
from vrp_portal.panel_paper import actions
from vrp_portal.panel_paper.actions import NotPublished, publish, read_again, save_section
from vrp_portal.panel_paper.frozen import sha256
from vrp_portal.panel_paper.models import FrozenPaper, PanelPaper, Section
from vrp_portal.panel_paper.publishing import composed_now, contents_of, make_afresh, restated_since
from vrp_portal.panel_paper.sections import composed
from vrp_portal.panel_paper.writing import Drawing, as_document, as_file, kept_drawings
from vrp_portal.records.actions import withdraw
from vrp_portal.reports.comparison import compared
from vrp_portal.reports.models import Paper, PublishedFigure

APRIL = date(2023, 4, 1)
ASKED = {"year": "2023/24", "as_at": "2023-12-31", "meeting": "2024-04-12"}


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch):
    monkeypatch.setattr(actions, "draw", lambda charts, request: {})


@pytest.fixture
def records(leeds):
    """A grant, an intervention in Leeds, and people that it met."""
    award = AwardFactory(amount=Decimal("4388080.00"), agreed_on=APRIL)
    line = FundingLineFactory(district=leeds, stating="1000.00")
    InterventionDistrictFactory(intervention=line.intervention, district=leeds)
    reach = ReachRecordFactory(intervention=line.intervention, district=leeds, people_24_and_under=40)
    return award, reach


def section(text="The grant is {core_grant_award}.", **seen):
    kept = SectionFactory(text=text)
    for words, shown in seen.items():
        FigureSeenFactory(section=kept, words=words, shown=shown)
    return kept


def published(paper=None, **given):
    paper = paper or PanelPaperFactory()
    by = given.pop("by", None) or UserFactory()
    checked = given.pop("checked", None) or sha256(composed_now(composed(paper)))
    return publish(paper, by=by, checked=checked, **given)


def restate(award, amount):
    withdraw(award, on=award.agreed_on, reason="A misprint")
    return AwardFactory(funder=award.funder, amount=Decimal(amount), agreed_on=award.agreed_on)


# A published paper is made again from the history, whose moments are those of transactions.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_publish_change_records_publish_again_and_both_are_made_afresh(records):
    award, reach = records
    words = section(core_grant_award="£4,388,080.00")
    first = published(PanelPaperFactory(title="First"))
    assert make_afresh(first).agrees

    restate(award, "4300000.00")
    reach.people_24_and_under = 45
    reach.save()
    Section.objects.filter(pk=words.pk).update(text="Now it is {core_grant_award}, and no less.")
    second = published(PanelPaperFactory(title="Second"), reason="Known to the Panel")

    assert first.sha256 != second.sha256
    for frozen in (first, second):
        frozen.refresh_from_db()
        assert make_afresh(frozen).agrees
        assert sha256(frozen.content) == frozen.sha256
    told = {one.words: (one.published, one.now, one.difference) for one in restated_since(first)}
    assert told["Core grant award, 2023/24"] == ("£4,388,080.00", "£4,300,000.00", "£88,080.00 less")
    assert told["People aged 24 or under reached, 2023/24"] == ("40", "45", "5 more")
    assert restated_since(second) == []

    out = StringIO()
    call_command("panel_paper", check=True, stdout=out)
    assert out.getvalue().count("agrees with its hash") == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_paper_whose_history_was_tampered_with_no_longer_agrees(records):
    section(core_grant_award="£4,388,080.00")
    frozen = published()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE grants_awardevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE grants_awardevent SET amount = 1")
        cursor.execute("ALTER TABLE grants_awardevent ENABLE TRIGGER USER")
    made = make_afresh(frozen)
    assert not made.agrees
    assert ("Core grant award, 2023/24", "£1.00") in {(one.words, one.now) for one in made.figures}
    with pytest.raises(CommandError, match="1 could not be made again"):
        call_command("panel_paper", check=True, stdout=StringIO())


@pytest.mark.django_db
def test_figures_become_published_figures_that_later_records_are_compared_with(records):
    section(core_grant_award="£4,388,080.00")
    frozen = published()
    stated = PublishedFigure.objects.get(paper=frozen.paper, paragraph="7.1")
    assert (stated.words, stated.value, stated.figure_key) == (
        "Core grant award, 2023/24",
        Decimal("4388080.00"),
        "core_grant_award",
    )
    assert all(line.agrees for line in compared(None, as_at=date(2023, 12, 31)) if line.is_recorded)
    restate(records[0], "4300000.00")
    differing = {line.words for line in compared(None, as_at=date(2023, 12, 31)) if line.agrees is False}
    assert "Core grant award, 2023/24" in differing


@pytest.mark.django_db
def test_the_frozen_contents_hold_all_that_makes_a_figure(records):
    section(core_grant_award="£4,388,080.00")
    frozen = json.loads(published().content)
    (grant,) = [one for one in frozen["figures"] if one["paragraph"] == "7.1"]
    assert grant == {
        "paragraph": "7.1",
        "key": "core_grant_award",
        "accounted_for": False,
        "year": "2023/24",
        "as_at": "2023-12-31",
        "by": "",
        "part": "",
        "label": "Core grant award",
        "definition": grant["definition"],
        "unit": "pounds",
        "value": "4388080.00",
        "shown": "£4,388,080.00",
    }
    assert grant["definition"]


@pytest.mark.django_db
def test_files_of_a_published_paper_are_made_of_what_was_frozen(records, monkeypatch):
    drawing = Drawing(PNG, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>")
    monkeypatch.setattr(actions, "draw", lambda charts, request: {chart.id: drawing for chart in charts})
    section(core_grant_award="£4,388,080.00")
    frozen = published()
    before = {kind: as_file(document_of(frozen), kind) for kind in ("docx", "pdf", "html")}
    restate(records[0], "1.00")
    Section.objects.update(text="Nothing.")
    assert {kind: as_file(document_of(frozen), kind) for kind in before} == before
    assert b"4,388,080.00" in before["html"]
    assert b"Draft" not in before["html"]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c63606060000000040001f61738550000000049454e44ae426082"
)


def document_of(frozen):
    return as_document(contents_of(frozen), kept_drawings(frozen))


@pytest.mark.django_db
def test_nothing_that_was_frozen_can_be_changed(records):
    section(core_grant_award="£4,388,080.00")
    frozen = published()
    figure = frozen.paper.figures.first()
    for change in (
        lambda: FrozenPaper.objects.update(content="{}"),
        lambda: FrozenPaper.objects.all().delete(),
        lambda: PanelPaper.objects.update(title="Another"),
        lambda: PanelPaper.objects.all().delete(),
        lambda: Paper.objects.update(title="Another"),
        lambda: Paper.objects.filter(pk=frozen.paper_id).update(frozen=False),
        lambda: PublishedFigure.objects.filter(pk=figure.pk).update(value=1),
        lambda: PublishedFigure.objects.filter(pk=figure.pk).delete(),
        lambda: PublishedFigureFactory(paper=frozen.paper),
    ):
        with pytest.raises((InternalError, IntegrityError, ProtectedError)), transaction.atomic():
            change()
    figure.explanation = "Put right on 1 May."
    figure.save()


@pytest.mark.django_db
def test_a_sentence_left_unread_holds_a_paper_back_until_a_reason_is_given(records):
    section(core_grant_award="£1.00")
    with pytest.raises(NotPublished, match="Read them again"):
        published()
    assert not FrozenPaper.objects.exists()
    assert published(reason="The Panel knows").reason == "The Panel knows"


@pytest.mark.django_db
def test_what_changed_since_it_was_looked_at_is_not_published(records):
    section(core_grant_award="£4,388,080.00")
    paper = PanelPaperFactory()
    checked = sha256(composed_now(composed(paper)))
    Section.objects.update(text="Other words.")
    with pytest.raises(NotPublished, match="changed while you looked"):
        published(paper, checked=checked)
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_a_paper_is_published_once(records):
    section(core_grant_award="£4,388,080.00")
    frozen = published()
    with pytest.raises(NotPublished, match="published already"):
        published(frozen.panel_paper, checked=frozen.sha256)


@pytest.mark.django_db
def test_a_section_that_is_saved_is_read_by_whoever_saves_it(records):
    kept = section(core_grant_award="£1.00", svd_total="£2.00")
    paper = PanelPaperFactory()
    kept.text = "The grant: {core_grant_award short}."
    save_section(kept, paper=paper)
    assert [(seen.words, seen.shown) for seen in kept.seen.all()] == [
        ("core_grant_award short", "£4,388,080")
    ]
    assert composed(paper).marks == []


@pytest.mark.django_db
def test_what_is_read_again_is_no_longer_marked_and_its_history_is_kept(records):
    kept = section(core_grant_award="£1.00")
    paper = PanelPaperFactory()
    (mark,) = composed(paper).marks
    read_again(mark)
    assert composed(paper).marks == []
    assert list(kept.seen.get().events.order_by("pgh_id").values_list("shown", flat=True)) == [
        "£1.00",
        "£4,388,080.00",
    ]


@pytest.mark.django_db
def test_a_small_count_stays_hidden_where_it_is_restated(records):
    section("No figure.")
    frozen = published()
    records[1].people_24_and_under = 3
    records[1].save()
    told = {(one.words, one.now, one.difference) for one in restated_since(frozen)}
    assert ("People aged 24 or under reached, 2023/24", "[c]", "") in told
    assert "3" not in {one.now for one in restated_since(frozen)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"meeting": None}, "--meeting: say the day of the meeting"),
        ({"meeting": "12/4/24"}, "--meeting: “12/4/24” needs all four digits"),
        ({"meeting": "2023-12-01"}, "--meeting: 2023-12-01 is before 2023-12-31"),
        ({"year": "2023"}, "--year: “2023” is not a financial year"),
        ({"as_at": "2023-03-31"}, "--as-at: 2023-03-31 is before 2023/24 begins"),
        ({"title": " "}, "--title: a paper needs a title"),
        ({"output": None}, "--output: name the file"),
        ({"output": "paper.odt"}, "--output: say which --format paper.odt is to have"),
        ({"output": "nowhere/paper.html"}, "--output: nowhere/paper.html: No such file"),
        ({"paper": 99}, "--paper: no published paper has the number 99"),
    ],
)
def test_the_command_says_what_is_wrong(given, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = {**ASKED, "output": "paper.html", **given}
    with pytest.raises(CommandError, match=said) as refused:
        call_command("panel_paper", stdout=StringIO(), **asked)
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_the_command_says_which_section_cannot_be_read(tmp_path):
    section("{core_grant_awardd}")
    with pytest.raises(CommandError, match="Did you mean “core_grant_award”"):
        call_command("panel_paper", output=tmp_path / "p.html", **ASKED)


@pytest.mark.django_db
def test_the_command_writes_a_draft_and_a_published_paper(tmp_path, monkeypatch):
    AwardFactory(amount=Decimal("5.00"), agreed_on=APRIL)
    section(core_grant_award="£5.00")
    path = tmp_path / "paper.html"
    call_command("panel_paper", **ASKED, output=path, stdout=StringIO())
    assert "Draft" in path.read_text()
    frozen = published()
    Award.objects.update(source="Another")
    call_command("panel_paper", paper=frozen.panel_paper_id, output=path, stdout=StringIO())
    assert "Draft" not in path.read_text()
    assert "The grant is £5.00." in path.read_text()
