"""The districts and the bodies that the paper names or that hold the duty it describes."""

from dataclasses import dataclass

from vrp_portal.partnership.models import Organisation
from vrp_portal.reports.paper_2024_04_12 import paragraph

Kind = Organisation.Kind

HOME_OFFICE = "Home Office"
COMBINED_AUTHORITY = "West Yorkshire Combined Authority"
PARTNERSHIP = "West Yorkshire Violence Reduction Partnership"

ONS_CODES = {
    "Bradford": "E08000032",
    "Calderdale": "E08000033",
    "Kirklees": "E08000034",
    "Leeds": "E08000035",
    "Wakefield": "E08000036",
}

COUNCILS = {
    "Bradford": "City of Bradford Metropolitan District Council",
    "Calderdale": "Calderdale Council",
    "Kirklees": "Kirklees Council",
    "Leeds": "Leeds City Council",
    "Wakefield": "Wakefield Council",
}


@dataclass(frozen=True)
class Partner:
    name: str
    kind: str
    source: str
    district: str | None = None
    specified_authority: bool = False


DUTY = paragraph("3.1 and 3.2", "The paper names the kinds of body; these are West Yorkshire's.")

PARTNERS = (
    Partner(HOME_OFFICE, Kind.GOVERNMENT, paragraph("1.1")),
    Partner(COMBINED_AUTHORITY, Kind.OTHER, paragraph("4.1")),
    Partner(PARTNERSHIP, Kind.OTHER, paragraph("1.1 and 3.2")),
    Partner("West Yorkshire Police", Kind.POLICE, DUTY, specified_authority=True),
    Partner("Probation Service (West Yorkshire)", Kind.PROBATION, DUTY, specified_authority=True),
    Partner("West Yorkshire Fire and Rescue Service", Kind.FIRE_AND_RESCUE, DUTY, specified_authority=True),
    Partner(
        "NHS West Yorkshire Integrated Care Board",
        Kind.INTEGRATED_CARE_BOARD,
        DUTY,
        specified_authority=True,
    ),
    *(
        Partner(name, Kind.LOCAL_AUTHORITY, DUTY, district=district, specified_authority=True)
        for district, name in COUNCILS.items()
    ),
    *(
        Partner(
            f"{district} Youth Justice Service",
            Kind.YOUTH_JUSTICE_SERVICE,
            DUTY,
            district=district,
            specified_authority=True,
        )
        for district in ONS_CODES
    ),
    *(
        Partner(
            f"{district} Community Safety Partnership",
            Kind.COMMUNITY_SAFETY_PARTNERSHIP,
            paragraph("3.3 and 3.5"),
            district=district,
        )
        for district in ONS_CODES
    ),
)
