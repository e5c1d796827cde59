"""A Panel paper from its first draft to what was restated since, as its author and the Panel meet it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
from playwright.sync_api import Page, expect

from interventions.models import ReachRecord
from tests.browser.conftest import PASSWORD, Portal
from tests.office import converted
from vrp_portal.panel_paper.models import PanelPaper
from vrp_portal.periods import FinancialYear, Quarter

TITLE = "Update as the portal writes it"
AFRESH = "Make it afresh and compare"


def begin(page: Page, *, title: str, meeting: str) -> None:
    page.goto("/papers/")
    page.get_by_role("button", name="New paper").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Meeting", exact=True).fill(meeting)
    page.get_by_label("Financial year").fill("2023/24")
    page.get_by_label("As at").fill("31/12/2023")
    page.get_by_role("button", name=re.compile("Begin|Save|Start")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish and freeze").click()
    expect(page.get_by_text("Its figures are frozen.")).to_be_visible(timeout=60_000)


def make_afresh(page: Page) -> None:
    page.get_by_role("button", name=AFRESH).click()
    expect(page.get_by_role("alert")).to_contain_text("agrees")


def more_people(people: int) -> None:
    """Put a December count of the whole area right: by so many people more."""
    record = ReachRecord.objects.filter(
        quarter=Quarter(FinancialYear(2023), 3), basis="new", people_24_and_under__gt=100
    ).first()
    assert record is not None
    record.people_24_and_under += people
    record.save()


def test_a_paper_is_written_frozen_restated_and_made_afresh(
    portal: Portal, soffice: str, tmp_path: Path
) -> None:
    author = portal.sign_in("staff")
    begin(author, title=TITLE, meeting="12/04/2024")

    # A number changes after the words were written: the author is told, and reads the sentence again.
    more_people(10)
    author.reload()
    expect(
        author.get_by_text("numbers in the words changed").or_(
            author.get_by_text("number in the words changed")
        )
    ).to_be_visible()
    author.get_by_role("link", name="Intervention delivery").click()
    expect(author.get_by_text("It was 10,630 when this was written, and is 10,640 now")).to_be_visible()
    author.get_by_role("button", name=re.compile("I have read it .*people_24_and_under")).click()
    expect(author.get_by_text("It was 10,630 when this was written")).to_have_count(0)

    # The words of a section, with a figure in them.
    author.get_by_label("Words").fill(
        author.get_by_label("Words").input_value() + "\n\nMatch is {match_confirmd}."
    )
    author.get_by_role("button", name="Save section").click()
    expect(author.get_by_role("alert")).to_contain_text("Did you mean “match_confirmed”?")
    author.get_by_label("Words").fill(
        author.get_by_label("Words").input_value().replace("confirmd", "confirmed")
    )
    author.get_by_role("button", name="Save section").click()

    author.get_by_role("button", name="Preview").click()
    expect(author.get_by_text("50 of 53 core-funded interventions are accounted for")).to_be_visible()
    expect(author.get_by_text("Match is £356,050.00.")).to_be_visible()
    author.go_back()

    publish(author)
    expect(
        author.get_by_text("Nothing: the records still give every figure as it was published.")
    ).to_be_visible()

    # Later the records change: the paper stays, and says so to the Panel.
    more_people(7)
    reader = portal.open_browser(viewport={"width": 1024, "height": 768})
    reader.goto("/papers/")
    reader.get_by_label("Username").fill("panel")
    reader.get_by_label("Password", exact=True).fill(PASSWORD)
    reader.get_by_role("button", name="Sign in", exact=True).click()
    reader.get_by_role("link", name=TITLE).click()
    restated = reader.get_by_role("region", name="Restated since", exact=True).last
    expect(restated.get_by_role("row", name="People aged 24 or under reached, 2023/24")).to_contain_text(
        "7 more"
    )
    with reader.expect_download() as downloading:
        reader.get_by_role("link", name="DOCX").click()
    file = tmp_path / "paper.docx"
    downloading.value.save_as(file)
    words = " ".join(one.text for one in docx.Document(io.BytesIO(file.read_bytes())).paragraphs)
    assert "10,640 people aged 24 or under" in words
    assert converted(file, "pdf", soffice, tmp_path).read_bytes().startswith(b"%PDF")
    expect(reader.get_by_role("button", name=AFRESH)).to_have_count(0)

    # A second paper for the next meeting; both are made afresh from the history and agree with their hashes.
    begin(author, title="A later update", meeting="07/06/2024")
    author.get_by_role("link", name="Intervention delivery").click()
    author.get_by_role("button", name=re.compile("I have read it .*people_24_and_under")).click()
    author.goto(PanelPaper.objects.get(title="A later update").get_absolute_url())
    publish(author)
    make_afresh(author)
    author.goto(PanelPaper.objects.get(title=TITLE).get_absolute_url())
    make_afresh(author)
    expect(author.get_by_text("10,640 people aged 24 or under")).to_be_visible()
