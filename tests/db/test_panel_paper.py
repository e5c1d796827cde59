"""The paper's own scope composed: it states every figure that the paper states, and what it left open."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AwardFactory,
    FundingLineFactory,
    InterventionDistrictFactory,
    ReachRecordFactory,
)
from vrp_portal.documents.model import Bullets, Heading, Paragraph, Table
from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper.composing import ILLUSTRATIVE, Composed, Request, Words, compose
from vrp_portal.panel_paper.first_words.load import TEXTS
from vrp_portal.panel_paper.frozen import Contents, read_contents, sha256, write_contents
from vrp_portal.panel_paper.outline import SLOTS, numbered
from vrp_portal.panel_paper.sections import words_of_sections
from vrp_portal.panel_paper.writing import as_document, as_file
from vrp_portal.periods import FinancialYear
from vrp_portal.reports.paper_2024_04_12.figures import FIGURES

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
DECEMBER = date(2023, 12, 31)
REQUEST = Request(
    Scope(YEAR, DECEMBER), date(2024, 4, 12), "Update", "7", "The Panel", "The office", "The VRP"
)

SECTION_OF = {
    "1": "grant",
    "2": "duty_money",
    "3": "duty",
    "4": "governance",
    "5.1": "atr",
    "5.2": "child_first",
    "5.3": "knowledge_hub",
    "5.4": "delivery",
    "5.5": "women_and_girls",
    "5.6": "engagement",
    "5.7": "communications",
}
"""Where the composed paper tells what a paragraph of the paper tells."""

TOLD = {
    "Core grant, 2023/24": r"£4,388,080 for 2023/24",
    "Core grant, 2024/25": r"£4,341,877 for 2024/25",
    "Years of the arrangement with the Home Office": r"arrangement of three years",
    "Match asked for, share of the 2021/22 allocation, 2023/24": r"in 2023/24, 15% of it",
    "Match asked for, 2023/24": r"in 2023/24, 15% of it, which is £505,500",
    "Match asked for, share of the 2021/22 allocation, 2024/25": r"in 2024/25, 20% of it",
    "Match asked for, 2024/25": r"in 2024/25, 20% of it, which is £674,000",
    "Duty money for labour, January to March 2023": r"January to March 2023, £21,553\.33 for labour",
    "Duty money other than labour, January to March 2023": r"and £42,728\.41 for other costs",
    "Duty money for labour, 2023/24": r"in 2023/24, £101,161\.78 for labour",
    "Duty money other than labour, 2023/24": r"and £129,017\.47 for other costs",
    "Duty money for labour, 2024/25": r"in 2024/25, £96,302\.13 for labour",
    "Duty money other than labour, 2024/25": r"and £65,436\.47 for other costs",
    "Community Safety Partnerships that share the duty's money": r"shared equally .* the 5 Community Safety",
    "Community Safety Partnerships that send a return each quarter": r"the 5 coordinating Community Safety",
    "Knowledge Exchanges held, that of March 2024 included": r"Fourth annual Knowledge Exchange",
    "Days of the Knowledge Exchange": r"Three days",
    "Needs assessments of a district, January 2024": r"One of five needs assessments",
    "Evaluations under way": r"Evaluations commissioned: 5\.",
    "Interventions funded from the core grant": r"By 31 December 2023, 53 interventions",
    "Least share of the core grant for high-impact interventions": r"no less than 30% of the grant",
    "Money that high-impact interventions must get": r"For 2023/24 that is £1,316,424",
    "Money used for high-impact interventions": r"Committed to them is £1,316,424, which is 30%",
    "High-impact interventions": r"for 20 interventions",
    "Money used for the other core-funded interventions": r"Another £793,396 is committed",
    "Other core-funded interventions": r"committed to 30 further interventions",
    "Interventions funded by the duty's money": r"paid for 10 more",
    "People aged 24 or under reached": r"10,630 people aged 24 or under",
    "People aged 25 or over reached": r"401 aged 25 or over",
    "Professionals trained or developed": r"trained 125 professionals",
    "Priority issues of the Youth Commission": r"four priorities",
    "Community Advisory Group meetings held online": r"2 online sessions",
    "Community Advisory Group meetings held face to face": r"1 meeting face to face",
    "Award to Bradford Youth Justice for co-production": r"£24,000",
    "Community organisations in the co-production": r"2 community organisations",
    "Young people that the co-production will work with": r"up to 80 young people",
    "Questions of the workshop at the Multi-Faith Event": r"4 questions of the workshop",
    "Community leaders in the first programme": r"20 community leaders",
    "Months of training for community leaders": r"3 months of training",
    "Schools and colleges visited, October to December 2023": r"6 schools and colleges",
    "Young people heard in schools and colleges": r"about 500 people",
    "Strands of the Youth Commission campaign": r"four strands",
    "Schools at the virtual reality sessions, February 2024": r"22 schools",
    "Young people who took part in Leeds": r"more than 5,000 young people",
    "Secondary schools in Leeds": r"44 secondary schools",
    "Minutes of the television report": r"3 minutes on BBC",
}
"""Each figure that the paper states, by its words, as the composed paper states it."""

ALSO = {
    ("2.1", "overview"): r"from 2019",
    ("2.4", "overview"): r"since 31 January 2023",
    ("1.2", "grant"): r"8 March 2024",
    ("3.1", "duty"): r"by 31 January 2024",
    ("3.4", "duty"): r"up to March 2025",
    ("5.1.1", "atr"): r"by 2030",
    ("5.1.3", "atr"): r"19 February 2024",
    ("5.5.1", "women_and_girls"): r"8 March 2024",
    ("5.6.1", "engagement"): r"aged 14-25",
    ("5.6.1b", "engagement"): r"16 March 2024",
    ("5.6.5", "engagement"): r"28 March 2024",
    ("5.6.6", "engagement"): r"26 February 2024",
    ("5.6.7", "engagement"): r"14 May 2024",
    ("5.6.8", "engagement"): r"7 February 2024",
    ("5.7.3", "communications"): r"end of March 2024",
    ("5.7.8", "communications"): r"18 March 2024",
    ("5.7.11", "communications"): r"page 17",
    ("5.7.12", "communications"): r"July 2023",
}
"""Years, days and ages that the paper gives."""


@pytest.fixture
def portal():
    call_command("load_paper", stdout=StringIO())
    call_command("load_illustrative", stdout=StringIO())


def composed(request: Request = REQUEST) -> Composed:
    return compose(request, words_of_sections())


def text_of(paper: Composed) -> dict[str, str]:
    """The words of each section, lists and tables included."""
    anchors = {slot.anchor: slot.key for slot in SLOTS}
    told: dict[str, list[str]] = {slot.key: [] for slot in SLOTS}
    section = ""
    for block in paper.blocks:
        match block:
            case Heading():
                section = anchors.get(block.anchor, section)
            case Paragraph():
                told[section].append("".join(run.text for run in block.runs))
            case Bullets():
                told[section] += ["".join(run.text for run in item) for item in block.items]
            case Table():
                told[section] += [" | ".join(row) for row in (*block.rows, block.totals)]
    return {key: "\n".join(lines) for key, lines in told.items()}


def section_of(paragraph: str) -> str:
    return next(SECTION_OF[start] for start in (paragraph[:3], paragraph[:1]) if start in SECTION_OF)


@pytest.mark.slow
def test_every_figure_that_the_paper_states_is_stated_in_its_section(portal):
    text = text_of(composed())
    assert {figure.words for figure in FIGURES} == TOLD.keys()
    missing = [
        (figure.paragraph, figure.words)
        for figure in FIGURES
        if not re.search(TOLD[figure.words], text[section_of(figure.paragraph)])
    ]
    missing += [where for where, told in ALSO.items() if not re.search(told, text[where[1]])]
    assert missing == []


@pytest.mark.slow
def test_50_of_53_are_accounted_for(portal):
    delivery = text_of(composed())["delivery"]
    assert (
        "In money, 50 of 53 core-funded interventions are accounted for: 20 that count for the 30% rule and "
        "30 that do not. For 3 no amount is stated." in delivery
    )


@pytest.mark.slow
def test_the_first_words_were_written_with_the_papers_figures(portal):
    paper = composed()
    assert paper.marks == []
    assert paper.illustrative
    contents = Contents.of(paper)
    document = as_document(contents, {})
    assert document.notice == ILLUSTRATIVE
    for kind, starts in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")):
        assert as_file(document, kind).startswith(starts)


def test_every_section_has_first_words():
    assert TEXTS.keys() == {slot.key for slot in SLOTS}


def test_sections_are_numbered_as_council_papers_are():
    numbers = [number for _, number in numbered()]
    assert numbers[:8] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert numbers[10:] == ["11.1", "11.2", "11.3", "11.4", "11.5", "11.6", "11.7", "A", "B"]


def test_a_portal_without_records_composes_a_paper_all_the_same():
    paper = compose(REQUEST, {"grant": Words("It is {core_grant_award}.")})
    assert "It is not known." in text_of(paper)["grant"]
    assert not paper.illustrative
    assert as_document(Contents.of(paper), {}).notice == ""


def test_what_a_text_says_stands_in_its_place():
    AwardFactory(amount="4388080.00")
    text = "It is {core_grant_award short}, or {core_grant_award}:\n- in {this year} at {as at}\n- see https://a.uk/b."
    paper = compose(REQUEST, {"finance": Words(text)})
    finance = text_of(paper)["finance"]
    assert (
        finance == "It is £4,388,080, or £4,388,080.00:\nin 2023/24 at 31 December 2023\nsee https://a.uk/b."
    )
    links = [run.link for block in paper.blocks if isinstance(block, Bullets) for run in block.items[-1]]
    assert "https://a.uk/b" in links
    assert {stated.figure.shown for stated in paper.stated if stated.paragraph == "5.1"} == {"£4,388,080.00"}


def test_a_sentence_whose_number_changed_is_marked_with_what_it_was():
    AwardFactory(amount="4341877.00")
    text = "Before. It is {core_grant_award}. After."
    (mark,) = compose(REQUEST, {"grant": Words(text, {"core_grant_award": "£4,388,080.00"})}).marks
    assert (mark.section, mark.paragraph, mark.sentence) == ("grant", "7.1", "It is £4,341,877.00.")
    assert mark.told == (
        "It was £4,388,080.00 when this was written, and is £4,341,877.00 now: read the sentence again."
    )
    assert compose(REQUEST, {"grant": Words(text, {"core_grant_award": "£4,341,877.00"})}).marks == []


def test_a_small_count_is_hidden_in_words_and_tables(leeds, bradford):
    for district, people in ((leeds, 3), (bradford, 2)):
        line = FundingLineFactory(district=district, stating="10.00")
        InterventionDistrictFactory(intervention=line.intervention, district=district)
        ReachRecordFactory(intervention=line.intervention, district=district, people_24_and_under=people)
    paper = compose(REQUEST, {"delivery": Words("We met {people_24_and_under} people.")})
    delivery = text_of(paper)["delivery"]
    assert not re.search(r"\| [23] \|", delivery)
    assert "Leeds | [c] | " in delivery
    (told,) = {one.figure for one in paper.stated if one.figure.part == "Leeds" and "24" in one.figure.key}
    assert (told.value, told.shown) == (None, "[c]")


def test_the_contents_are_read_as_they_were_written(leeds):
    FundingLineFactory(district=leeds, stating="10.00")
    contents = Contents.of(compose(REQUEST, {"grant": Words("- one\n- {svd_total}")}))
    text = write_contents(contents)
    assert read_contents(text) == contents
    assert write_contents(read_contents(text)) == text
    assert len(sha256(text)) == 64


def test_more_records_ask_no_more_queries(leeds, bradford):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            compose(REQUEST, {"grant": Words("{core_grant_award} {core_interventions accounted for}")})
        return len(queries)

    FundingLineFactory(district=leeds, stating="10.00")
    before = asked()
    for district in (leeds, bradford):
        line = FundingLineFactory(district=district, stating="10.00")
        InterventionDistrictFactory(intervention=line.intervention, district=district)
        ReachRecordFactory(intervention=line.intervention, district=district, people_24_and_under=40)
    assert asked() <= before + 1  # the districts of interventions are looked up once there are any
