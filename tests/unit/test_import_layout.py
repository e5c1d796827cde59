"""Headings of real files: where they stand, and which column of the portal each is."""

from datetime import date

import pytest

from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.imports.layout import find_layout, names_two, normalised
from vrp_portal.tabular.reading.cells import SheetCells

COLUMNS = (
    DataColumn("reference", "Reference", Means.IDENTIFIER, also=("Ref", "Ref no"), needed=True),
    DataColumn("district", "District", Means.RECORD, also=("Local authority", "Area")),
    DataColumn("agreed_on", "Award date", Means.DAY, also=("Agreed on", "Date of award")),
    DataColumn("allocated", "Allocated (£)", Means.POUNDS, also=("Amount allocated", "Amount")),
    DataColumn("people_24_and_under", "People aged 24 or under", Means.PEOPLE),
    DataColumn("people_25_and_over", "People aged 25 or over", Means.PEOPLE),
)
HEADINGS = ("Reference", "District", "Award date", "Allocated (£)")
DATA = ("VRP-1", "Leeds", date(2023, 9, 30), 1200)
ALL_FOUR = {"reference": 0, "district": 1, "agreed_on": 2, "allocated": 3}


def layout_of(*rows, columns=COLUMNS):
    return find_layout(SheetCells("Awards", rows), columns)


def words_of(layout):
    return [heading.words for heading in layout.headings]


class TestWords:
    @pytest.mark.parametrize(
        ("words", "plain"),
        [
            ("Award date", "award date"),
            ("AWARD DATE ", "award date"),
            ("Award\ndate", "award date"),
            ("Award-date:", "award date"),
            ("award_date", "award date"),
            ("Award\u00a0 date", "award date"),
            ("Allocated (£)", "allocated"),
            ("(Allocated)", "allocated"),
            ("STRASSE Straße", "strasse strasse"),
            ("£", ""),
            ("", ""),
        ],
    )
    def test_case_punctuation_and_brackets_go(self, words, plain):
        assert normalised(words) == plain

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("Award date", "agreed_on"),
            ("AWARD DATE ", "agreed_on"),
            ("Date of award", "agreed_on"),
            ("agreed_on", "agreed_on"),
            ("Allocated (£)", "allocated"),
            ("Allocated", "allocated"),
            ("Amount allocated", "allocated"),
            ("amount (GBP)", "allocated"),
            ("REF. NO.", "reference"),
            ("Local Authority", "district"),
            ("people_24_and_under", "people_24_and_under"),
        ],
    )
    def test_other_words_for_a_column_are_known(self, words, name):
        other = next(column for column in COLUMNS if column.name not in {name})
        layout = layout_of((other.label, words), ("a", "b"))
        assert layout.columns == {other.name: 0, name: 1}
        assert layout.ignored == []


class TestPlace:
    def test_headings_in_the_first_row(self):
        layout = layout_of(HEADINGS, DATA)
        assert (layout.heading_row, layout.columns, layout.doubtful) == (1, ALL_FOUR, ())

    def test_titles_above(self):
        title = ("Awards of 2023/24",), (), ("Prepared for", "the board"), ()
        layout = layout_of(*title, HEADINGS, DATA)
        assert (layout.heading_row, layout.columns) == (5, ALL_FOUR)

    def test_a_title_right_above(self):
        layout = layout_of(("Awards of 2023/24",), HEADINGS, DATA)
        assert (layout.heading_row, layout.columns) == (2, ALL_FOUR)
        assert words_of(layout) == list(HEADINGS)

    def test_blank_columns_before_and_between(self):
        layout = layout_of((None, None, "Reference", None, "District"), (None, None, "VRP-1", None, "Leeds"))
        assert layout.columns == {"reference": 2, "district": 4}
        assert [heading.letters for heading in layout.headings] == ["C", "E"]

    def test_headings_in_another_order(self):
        layout = layout_of(tuple(reversed(HEADINGS)), tuple(reversed(DATA)))
        assert layout.columns == {name: 3 - place for name, place in ALL_FOUR.items()}

    def test_the_first_of_repeated_headings(self):
        assert layout_of(HEADINGS, DATA, (), HEADINGS, DATA).heading_row == 1

    def test_the_row_that_names_most(self):
        layout = layout_of(("Reference", "District"), (), HEADINGS, DATA)
        assert (layout.heading_row, layout.columns) == (3, ALL_FOUR)

    def test_headings_without_rows(self):
        layout = layout_of(HEADINGS)
        assert layout.columns == ALL_FOUR
        assert [heading.samples for heading in layout.headings] == [()] * 4

    def test_a_title_too_long_hides_them(self):
        assert layout_of(*[("a line",)] * 49, HEADINGS, DATA).heading_row == 50
        assert layout_of(*[("a line",)] * 50, HEADINGS, DATA) is None


class TestTwoRows:
    def test_a_merged_word_reaches_over_those_under_it(self):
        """A cell that is merged from C1 to D1 is read in C1, and D1 is empty."""
        layout = layout_of(
            ("Reference", "District", "People", None),
            (None, None, "aged 24 or under", "aged 25 or over"),
            ("VRP-1", "Leeds", 12, 3),
        )
        assert layout.heading_row == 2
        assert layout.columns == {
            "reference": 0,
            "district": 1,
            "people_24_and_under": 2,
            "people_25_and_over": 3,
        }
        assert words_of(layout) == [
            "Reference",
            "District",
            "People aged 24 or under",
            "People aged 25 or over",
        ]

    def test_a_word_reaches_to_the_next_word(self):
        layout = layout_of(
            (None, "People", None, "Award"),
            ("Reference", "aged 24 or under", "aged 25 or over", "date"),
            ("VRP-1", 12, 3, date(2023, 9, 30)),
        )
        assert layout.columns == {
            "reference": 0,
            "people_24_and_under": 1,
            "people_25_and_over": 2,
            "agreed_on": 3,
        }

    def test_words_of_groups_above_whole_headings(self):
        layout = layout_of(("What", None, "How much", None), HEADINGS, DATA)
        assert (layout.heading_row, layout.columns) == (2, ALL_FOUR)

    def test_words_of_groups_beside_headings_over_two_rows(self):
        layout = layout_of(
            ("Reference", "District", "Reach", None),
            (None, None, "People aged 24 or under", "People aged 25 or over"),
            ("VRP-1", "Leeds", 12, 3),
        )
        assert set(layout.columns) == {"reference", "district", "people_24_and_under", "people_25_and_over"}

    def test_a_blank_row_parts_a_title_from_headings(self):
        layout = layout_of(("People",), (), ("Reference", "aged 24 or under"), ("VRP-1", 12))
        assert "people_24_and_under" not in layout.columns


class TestUnknown:
    def test_other_columns_are_left_alone_and_told(self):
        layout = layout_of(("Reference", "Mood", "District"), ("VRP-1", "good", "Leeds"))
        assert layout.columns == {"reference": 0, "district": 2}
        assert [(heading.letters, heading.words) for heading in layout.ignored] == [("B", "Mood")]

    def test_values_under_no_heading_are_told(self):
        layout = layout_of(("Reference", None, "District"), ("VRP-1", "a note", "Leeds", "more"))
        assert [(heading.letters, heading.words, heading.key) for heading in layout.ignored] == [
            ("B", "", "column b"),
            ("D", "", "column d"),
        ]

    def test_two_headings_for_a_column_are_doubtful(self):
        layout = layout_of(("Reference", "Allocated", "Allocated (£)"), ("VRP-1", 1, 2))
        assert layout.doubtful == ("allocated",)
        assert layout.columns["allocated"] == 1

    def test_two_other_words_for_a_column_are_doubtful(self):
        assert layout_of(("Reference", "Amount", "Amount allocated")).doubtful == ("allocated",)

    def test_labels_that_differ_in_brackets_only_are_told_apart(self):
        columns = [
            DataColumn(name, f"People ({words})", Means.PEOPLE)
            for name, words in (("young", "24 and under"), ("old", "25 and over"))
        ]
        layout = layout_of(("People (24 and under)", "People (25 and over)"), (12, 3), columns=columns)
        assert layout.columns == {"young": 0, "old": 1}

    def test_the_own_label_goes_before_another_word(self):
        layout = layout_of(("Reference", "Amount", "Allocated"), ("VRP-1", 1, 2))
        assert layout.columns["allocated"] == 2
        assert layout.doubtful == ()
        assert [heading.words for heading in layout.ignored] == ["Amount"]

    def test_where_nothing_matches_the_first_words_are_offered(self):
        layout = layout_of(("Register",), (), ("Code", "Where", "How much"), ("VRP-1", "Leeds", 3))
        assert (layout.heading_row, layout.columns, layout.doubtful) == (3, {}, ())
        assert words_of(layout) == ["Code", "Where", "How much"]
        assert not names_two(layout, COLUMNS)

    def test_one_match_is_too_few(self):
        layout = layout_of(("District", "Where"), ("Code", "Reference"), ("VRP-1", 12))
        assert layout.heading_row == 1
        assert not names_two(layout, COLUMNS)

    def test_a_table_of_one_column_needs_one(self):
        only = COLUMNS[:1]
        layout = layout_of(("Title",), ("Ref",), ("VRP-1",), columns=only)
        assert (layout.heading_row, layout.columns) == (2, {"reference": 0})
        assert names_two(layout, only)

    @pytest.mark.parametrize("rows", [(), ((),), ((None, ""),), ((1, 2), (3, 4)), (("a title",),)])
    def test_no_row_could_be_headings(self, rows):
        assert layout_of(*rows) is None
        assert not names_two(None, COLUMNS)


class TestSamples:
    def test_are_the_first_values(self):
        rows = [("VRP-1", None), (None, "Leeds"), ("VRP-2",), ("VRP-3",), ("VRP-4", "x" * 60)]
        layout = layout_of(("Reference", "District"), *rows)
        assert [heading.samples for heading in layout.headings] == [
            ("VRP-1", "VRP-2", "VRP-3"),
            ("Leeds", "x" * 40),
        ]


class TestChosen:
    def test_says_what_each_heading_is(self):
        layout = layout_of(("Reference", "Mood", "District"), ("VRP-1", "good", "Leeds"))
        assert layout.choices == {"reference": "reference", "mood": "", "district": "district"}

    def test_puts_columns_as_somebody_chose_them(self):
        layout = layout_of(("Code", "Where", "How much"), ("VRP-1", "Leeds", 3))
        chosen = layout.chosen(
            {"code": "reference", "how much": "allocated", "where": "", "gone": "district"}
        )
        assert chosen.columns == {"reference": 0, "allocated": 2}
        assert (chosen.heading_row, chosen.headings) == (layout.heading_row, layout.headings)

    def test_ends_doubt(self):
        layout = layout_of(("Reference", "Amount", "Amount allocated"))
        chosen = layout.chosen({"reference": "reference", "amount allocated": "allocated"})
        assert (chosen.columns, chosen.doubtful) == ({"reference": 0, "allocated": 2}, ())

    def test_names_a_column_without_a_heading(self):
        layout = layout_of(("Reference", None, "District"), ("VRP-1", 12, "Leeds"))
        assert layout.chosen({**layout.choices, "column b": "allocated"}).columns["allocated"] == 1

    def test_what_was_found_can_be_chosen(self):
        layout = layout_of(HEADINGS, DATA)
        assert layout.chosen(layout.choices).columns == layout.columns

    def test_headings_that_look_the_same_can_be_told_apart(self):
        layout = layout_of(("Reference", "Allocated", "Allocated (£)"), ("VRP-1", 1, 2))
        assert len(layout.choices) == 3
        assert layout.chosen(layout.choices).columns == layout.columns


class TestFingerprint:
    def test_is_the_same_for_the_same_headings(self):
        one = layout_of(("Title",), (), HEADINGS, DATA)
        other = layout_of(tuple(heading.upper() for heading in HEADINGS), ("VRP-9", "Bradford"))
        assert one.fingerprint == other.fingerprint

    @pytest.mark.parametrize("headings", [tuple(reversed(HEADINGS)), HEADINGS[:3], (*HEADINGS, "Mood")])
    def test_differs_for_others(self, headings):
        assert layout_of(headings).fingerprint != layout_of(HEADINGS).fingerprint
