"""The columns of the interventions' data, as they are exported and imported."""

from __future__ import annotations

from interventions.models import FundingLine, Intervention, ReachRecord
from vrp_portal.partnership.models import WHOLE_AREA, Organisation
from vrp_portal.tabular.data import ILLUSTRATIVE, DataColumn, Means

REFERENCE = DataColumn(
    "reference",
    "Reference",
    also=(
        "Ref",
        "Ref no",
        "Intervention reference",
        "VRP reference",
        "Intervention ref",
        "Project reference",
    ),
    needed=True,
    hint="The intervention's reference in the portal.",
    example="VRP-2023-014",
)
NAME_TO_READ = DataColumn("intervention", "Intervention", for_reading=True)
SOURCE_OF_FUNDS = DataColumn(
    "funding_source",
    "Funding source",
    Means.CHOICE,
    also=("Source of funding", "Source of funds", "Fund", "Funded by", "Funding stream", "Funder"),
    needed=True,
    hint="Which money pays.",
    example="Core grant",
    choices=(
        *FundingLine.FundingSource.choices,
        ("core", "Home Office core grant"),
        ("svd", "SVD"),
        ("match", "Match"),
    ),
)
YEAR = DataColumn(
    "year",
    "Financial year",
    Means.YEAR,
    also=("Year", "FY", "Fin year", "Funding year"),
    hint="From 1 April to 31 March.",
    example="2023/24",
)
QUARTER = DataColumn(
    "quarter",
    "Quarter",
    Means.QUARTER,
    also=("Qtr", "Period", "Quarter of the year", "Reporting period", "Reporting quarter"),
    needed=True,
    hint="A quarter of a financial year: Q1 is April to June.",
    example="2023/24 Q3",
)
DISTRICT = DataColumn(
    "district",
    "District",
    Means.RECORD,
    also=("Area", "Where", "Local authority", "Location", "LA"),
    hint="Empty for all of the intervention's districts together.",
    example="Leeds",
)
SOURCE = DataColumn(
    "source", "Source", also=("Taken from", "Data source"), hint="The return or the form that it comes from."
)


def _count(name: str, *also: str) -> DataColumn:
    label = str(ReachRecord._meta.get_field(name).verbose_name).capitalize()
    return DataColumn(
        name, label, Means.PEOPLE, also=also, hint="A whole number; empty counts as 0.", example="45"
    )


INTERVENTIONS = (
    REFERENCE,
    DataColumn(
        "name",
        "Name",
        also=("Intervention", "Intervention name", "Project", "Project name", "Title", "Programme"),
        hint="What the intervention is called.",
        example="Mentoring in schools",
    ),
    DataColumn(
        "delivery_organisation",
        "Delivered by",
        Means.RECORD,
        also=("Provider", "Delivery organisation", "Delivery partner", "Organisation", "Delivered by whom"),
        hint="The organisation that delivers it.",
        example="Example Youth Trust",
        not_known="To be confirmed",
    ),
    DataColumn(
        "provider_kind",
        "Kind of provider",
        Means.CHOICE,
        also=("Provider kind", "Type of provider", "Organisation type", "Sector"),
        hint="Needed only for an organisation that the portal does not hold yet.",
        example="Voluntary or community",
        choices=(*Organisation.Kind.choices, ("voluntary", "VCS"), ("voluntary", "Charity")),
    ),
    DataColumn(
        "company_number",
        "Company number",
        Means.IDENTIFIER,
        also=("Company no", "Companies House number"),
        hint="8 characters, with their leading zeros.",
        example="01234567",
    ),
    DataColumn(
        "charity_number",
        "Charity number",
        Means.IDENTIFIER,
        also=("Charity no", "Registered charity number"),
        hint="6 or 7 digits.",
        example="1234567",
    ),
    DataColumn(
        "commissioner",
        "Commissioned by",
        Means.RECORD,
        also=("Commissioner", "Commissioning organisation", "Lead"),
        hint="The organisation that commissions it.",
        example="Example Council",
    ),
    DataColumn(
        "districts",
        "Districts",
        Means.RECORD,
        also=("District", "Area", "Areas", "Where", "Location", "Local authority"),
        hint=f"Where it works: districts with commas between, or “{WHOLE_AREA}”.",
        example="Leeds, Bradford",
    ),
    DataColumn(
        "approach",
        "Approach",
        Means.RECORD,
        also=("YEF approach", "Toolkit approach", "Toolkit strand", "YEF Toolkit approach"),
        hint="The approach of the YEF Toolkit.",
        example="Mentoring",
        not_known="Not decided yet",
    ),
    DataColumn(
        "prevention_level",
        "Prevention level",
        Means.CHOICE,
        also=("Prevention", "Level of prevention", "Tier"),
        example="Secondary",
        choices=tuple(Intervention.PreventionLevel.choices),
    ),
    DataColumn(
        "setting", "Setting", Means.CHOICE, example="Community", choices=tuple(Intervention.Setting.choices)
    ),
    DataColumn(
        "status",
        "Status",
        Means.CHOICE,
        also=("Current status", "Stage"),
        example="Delivering",
        choices=(*Intervention.Status.choices, ("in_set_up", "Set-up"), ("complete", "Completed")),
    ),
    DataColumn(
        "status_since",
        "In this status since",
        Means.DAY,
        also=("Status since", "Status date"),
        hint="Empty for today.",
        example="01/04/2023",
    ),
    DataColumn(
        "starts_on", "Starts on", Means.DAY, also=("Start", "Start date", "From"), example="01/04/2023"
    ),
    DataColumn("ends_on", "Ends on", Means.DAY, also=("End", "End date", "Until"), example="31/03/2024"),
    DataColumn("description", "Description", also=("Notes", "Summary", "About"), example=""),
    ILLUSTRATIVE,
)

FUNDING_LINES = (
    REFERENCE,
    NAME_TO_READ,
    SOURCE_OF_FUNDS,
    DataColumn(
        YEAR.name, YEAR.label, YEAR.means, YEAR.also, needed=True, hint=YEAR.hint, example=YEAR.example
    ),
    DISTRICT,
    DataColumn(
        "agreed_on",
        "Agreed on",
        Means.DAY,
        also=("Date agreed", "Agreed", "Award date", "Date of award", "Approved on"),
        hint="The day on which this money was agreed.",
        example="01/05/2023",
    ),
    DataColumn(
        "amount",
        "Allocated",
        Means.POUNDS,
        also=(
            "Amount allocated",
            "Amount",
            "Allocation",
            "Allocated amount",
            "Award",
            "Award amount",
            "Budget",
        ),
        hint="All that is allocated to the line, in pounds. Empty where the amount is not stated.",
        example="£12,500.00",
        not_known="Amount not stated",
    ),
    DataColumn(
        "reason",
        "Reason",
        also=("Why this amount", "Why", "Decision"),
        hint="Why this amount was agreed; of a changed amount, why it changes.",
        example="Agreed by the board on 1 May 2023",
    ),
    DataColumn(
        "paid_as",
        "Paid as",
        Means.CHOICE,
        also=("Grant or contract", "How it is paid", "Payment type"),
        hint="Empty for a grant.",
        example="Grant",
        choices=(*FundingLine.PaidAs.choices, ("contract", "Contract"), ("contract", "Procured")),
    ),
    ILLUSTRATIVE,
)

SPEND = (
    REFERENCE,
    NAME_TO_READ,
    SOURCE_OF_FUNDS,
    QUARTER,
    YEAR,
    DISTRICT,
    DataColumn(
        "amount",
        "Spent",
        Means.POUNDS,
        also=("Amount spent", "Spend", "Actual", "Actual spend", "Amount", "Expenditure", "Spent in quarter"),
        needed=True,
        hint="All that was spent of the line in the quarter, in pounds.",
        example="£3,125.00",
        may_be_negative=True,
    ),
    DataColumn(
        "reason", "Reason", also=("Why", "Note"), hint="Needed where less is spent than was entered before."
    ),
    ILLUSTRATIVE,
)

REACH = (
    REFERENCE,
    NAME_TO_READ,
    QUARTER,
    YEAR,
    DISTRICT,
    _count(
        "people_24_and_under", "Aged 24 or under", "24 or under", "24 and under", "Under 25", "Young people"
    ),
    _count("people_25_and_over", "Aged 25 or over", "25 or over", "25 and over", "Over 24", "Adults"),
    _count("people_age_not_known", "Age not known", "Unknown age", "Age unknown"),
    _count("professionals_trained", "Professionals", "Trained"),
    _count("referrals", "Referred"),
    _count("contacts"),
    _count("attendances", "Attendance"),
    DataColumn(
        "basis",
        "What the counts are",
        Means.CHOICE,
        also=("Basis", "What the counts of people are", "Count basis"),
        hint="People new in the quarter add up; of people since the year began the last count stands.",
        example="People new in the quarter",
        choices=(*ReachRecord.Basis.choices, ("cumulative", "Year to date"), ("new", "New in the quarter")),
    ),
    DataColumn(
        "qualifier",
        "How sure they are",
        Means.CHOICE,
        also=("Qualifier", "How sure", "Certainty"),
        hint="Up to is what was planned at most, so it is not added.",
        example="Exact",
        choices=tuple(ReachRecord.Qualifier.choices),
    ),
    SOURCE,
    DataColumn(
        "reason_for_fall",
        "Reason for a fall",
        also=("Reason",),
        hint="Needed where a count since the year began is lower than the quarter before.",
    ),
    ILLUSTRATIVE,
)
