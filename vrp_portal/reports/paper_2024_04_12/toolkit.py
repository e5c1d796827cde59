"""Impact words and approaches of the Youth Endowment Fund (YEF) Toolkit.

No number for evidence or cost was readable where these come from, so none is here: staff enter each with
its source.
"""

from dataclasses import dataclass
from datetime import date

from interventions.rules import Counting

IN_FORCE_FROM = date(2023, 4, 1)
SPLIT_ON = date(2025, 9, 1)

SOURCE = (
    "Impact words of the Youth Endowment Fund's pages for policing, health and youth justice. The day of the "
    "Toolkit's rating isn't stated there: the start of 2023/24 is assumed."
)
SPLIT_SOURCE = (
    "Youth Endowment Fund Toolkit, September 2025: pre-court diversion became informal and formal. The day "
    "isn't stated: the first of the month is assumed."
)

HIGH, MODERATE, LOW = "High", "Moderate", "Low"
NO_CLEAR_EVIDENCE, HARMFUL = "No clear evidence", "Harmful"


@dataclass(frozen=True)
class ImpactWord:
    word: str
    meaning: str
    counting: Counting
    aliases: tuple[str, ...] = ()


IMPACTS = (
    ImpactWord(HIGH, "30% or more less violence", Counting.ALWAYS),
    ImpactWord(MODERATE, "10% to 30% less violence", Counting.WITH_HIGH_CONFIDENCE),
    ImpactWord(LOW, "2% to 9% less violence", Counting.NEVER),
    ImpactWord(
        NO_CLEAR_EVIDENCE,
        "No clear evidence of less violence",
        Counting.NEVER,
        ("Insufficient evidence of impact",),
    ),
    ImpactWord(HARMFUL, "More violence", Counting.NEVER),
)

FOCUSED_DETERRENCE = "Focused deterrence"
NAVIGATORS = "A&E navigators"
COGNITIVE_BEHAVIOURAL_THERAPY = "Cognitive behavioural therapy"
SOCIAL_SKILLS_TRAINING = "Social skills training"
TRAUMA_THERAPIES = "Trauma-specific therapies"
SPORTS = "Sports programmes"
MENTORING = "Mentoring"
HOT_SPOTS = "Hot spots policing"
DIVERSION = "Pre-court diversion"
RESTORATIVE_JUSTICE = "Restorative justice"
FAMILY_THERAPY = "Functional family therapy"
MULTI_SYSTEMIC_THERAPY = "Multi-systemic therapy"
CCTV = "CCTV"
ADVENTURE = "Adventure and wilderness therapy"
KNIFE_CRIME_EDUCATION = "Knife crime education"
POLICE_IN_SCHOOLS = "Police in schools"
ARTS = "Arts programmes"
TRAUMA_TRAINING = "Trauma-informed training"
PRISON_AWARENESS = "Prison awareness programmes"
BOOT_CAMPS = "Boot camps"

IMPACT_OF_APPROACH = {
    FOCUSED_DETERRENCE: HIGH,
    NAVIGATORS: HIGH,
    COGNITIVE_BEHAVIOURAL_THERAPY: HIGH,
    SOCIAL_SKILLS_TRAINING: HIGH,
    TRAUMA_THERAPIES: HIGH,
    SPORTS: HIGH,
    MENTORING: MODERATE,
    HOT_SPOTS: MODERATE,
    DIVERSION: MODERATE,
    RESTORATIVE_JUSTICE: MODERATE,
    FAMILY_THERAPY: MODERATE,
    MULTI_SYSTEMIC_THERAPY: MODERATE,
    CCTV: LOW,
    ADVENTURE: LOW,
    KNIFE_CRIME_EDUCATION: NO_CLEAR_EVIDENCE,
    POLICE_IN_SCHOOLS: NO_CLEAR_EVIDENCE,
    ARTS: NO_CLEAR_EVIDENCE,
    TRAUMA_TRAINING: NO_CLEAR_EVIDENCE,
    PRISON_AWARENESS: HARMFUL,
    BOOT_CAMPS: HARMFUL,
}

EVIDENCE_IN_WORDS = {
    FOCUSED_DETERRENCE: "Evidence is described in words as high.",
    SPORTS: "Evidence is described in words as low.",
    NAVIGATORS: "Evidence is described in words as severely limited.",
}

DIVERSION_BECAME = ("Informal pre-court diversion", "Formal pre-court diversion")
