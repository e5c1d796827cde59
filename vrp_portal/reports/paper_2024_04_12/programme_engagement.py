"""What was done to engage communities and to tell the public, by the time of the paper: 5.6 and 5.7."""

from datetime import date

from vrp_portal.programme.models import Sure
from vrp_portal.reports.paper_2024_04_12 import paragraph
from vrp_portal.reports.paper_2024_04_12.programme_activities import (
    BRADFORD_YOUTH_JUSTICE,
    CAMPAIGN,
    COMMUNICATIONS,
    COMMUNITY,
    EVENT,
    MEDIA,
    MEETING,
    OTHER,
    POLICE,
    TRAINING,
    Counted,
    Done,
    in_2023_24,
    in_2024_25,
    in_month,
    planned,
)

LEADERS_UNLOCKED = "Leaders Unlocked"

ENGAGEMENT = (
    in_month(
        date(2023, 10, 1),
        date(2023, 10, 31),
        Done(
            COMMUNITY,
            EVENT,
            "First West Yorkshire Youth Commission event",
            "What the commission found in its first year was presented, as part of its Big Conversation on "
            "four priorities: rehabilitation and prevention; community relationships and life; attitudes, "
            "and violence towards women; gangs, drugs and knife crime.",
            paragraph("5.6.1"),
            date(2023, 10, 1),
            other_partners=LEADERS_UNLOCKED,
        ),
    ),
    in_2023_24(
        COMMUNITY,
        OTHER,
        "Recruitment to the second Youth Commission",
        "Leaders Unlocked began its second year and recruited people aged 14-25, children above all, to be "
        "trained and supported in a new youth commission.",
        "5.6.1",
        other_partners=LEADERS_UNLOCKED,
    ),
    Done(
        COMMUNITY,
        MEETING,
        "First meeting of the new Youth Commission",
        "New members were welcomed and told about the VRP. The commission will make a four-pillar campaign "
        "of its priorities.",
        paragraph("5.6.1", "The year is not stated: 2024 is assumed."),
        date(2024, 3, 16),
        other_partners=LEADERS_UNLOCKED,
    ),
    in_2023_24(
        COMMUNITY,
        MEETING,
        "Meetings of the Community Advisory Group",
        "Two met online and one face to face. The group heard of the new needs assessment and response "
        "strategy, and spoke about its priorities for the next financial year. A first Facebook page of the "
        "VRP lets its members pass messages on.",
        "5.6.2",
        others=(
            Counted(2, "online sessions", are_people=False),
            Counted(1, "meeting face to face", are_people=False),
        ),
    ),
    in_month(
        date(2023, 10, 1),
        date(2023, 10, 31),
        Done(
            COMMUNITY,
            OTHER,
            "Community engagement framework with CREST Advisory",
            "CREST Advisory's support, paid by the Home Office, ended at the beginning of October 2023. It "
            "left a framework in its final draft, which the engagement lead finishes for partners by March "
            "2024, and slides on good practice of other VRUs in engaging and producing together with "
            "communities.",
            paragraph("5.6.3", "That the Home Office paid is read from its heading."),
            date(2023, 10, 1),
            partners=("Home Office",),
            other_partners="CREST Advisory",
        ),
    ),
    in_2023_24(
        COMMUNITY,
        MEETING,
        "Inclusive engagement",
        "The engagement lead is to speak with wider teams of the Combined Authority and its policing and "
        "crime team, so that equality, diversity and inclusion are at the heart of engagement.",
        "5.6.4",
        partners=("West Yorkshire Combined Authority",),
    ),
    in_2023_24(
        COMMUNITY,
        OTHER,
        "Coproduction with Bradford Youth Justice",
        "Bradford Youth Justice was awarded £24,000 for this year. Research by CNet had shown that "
        "community cohesion needs more work with local organisations. With two community organisations, of "
        "rap and of drama therapy, young people of Bradford City ward are mentored 1-1, work in creative "
        "groups and make resources together.",
        "5.6.5",
        place="Bradford City ward",
        districts=("Bradford",),
        partners=(BRADFORD_YOUTH_JUSTICE,),
        other_partners="CNet; two community organisations",
        people=Counted(80, "young people", Sure.UP_TO),
        others=(Counted(2, "community organisations", are_people=False),),
    ),
    Done(
        COMMUNITY,
        EVENT,
        "Community event of Bradford's coproduction",
        "A large event closed the coproduction, within Bradford's anti-violence month. Parents, "
        "professionals and young people came.",
        paragraph("5.6.5", "The year is not stated: 2024 is assumed."),
        date(2024, 3, 28),
        districts=("Bradford",),
        partners=(BRADFORD_YOUTH_JUSTICE,),
    ),
    Done(
        COMMUNITY,
        EVENT,
        "First Multi-Faith Event",
        "Faith communities showed how they help to reduce serious violence and spoke about what more can be "
        "done. Speakers came from the police, the faith lead of the West Midlands VRU, Bradford Cathedral "
        "and others, on the new faith and belief toolkit and on spiritual abuse. A workshop asked four "
        "questions: which faith groups there are and what they offer, whether a network for all of West "
        "Yorkshire is wanted, how the VRP can support them, and how they work with young people. The "
        "feedback was very good; faith communities asked for help with local networks.",
        paragraph("5.6.6"),
        date(2024, 2, 26),
        districts=("Bradford",),
        partners=(POLICE,),
        other_partners="Faith communities of Bradford; Bradford Cathedral; West Midlands VRU",
        others=(Counted(4, "questions of the workshop", are_people=False),),
    ),
    planned(
        Done(
            COMMUNITY,
            EVENT,
            "Showcase event",
            "A full day, with the last event of the Community Leaders Programme beside it.",
            paragraph("5.6.7 and 5.6.8"),
            date(2024, 5, 14),
        )
    ),
    Done(
        COMMUNITY,
        TRAINING,
        "First Community Leaders Programme",
        "The first cohort of community leaders and those on the way to be one learn for three months: "
        "leadership, projects, strengthening communities and being trauma informed.",
        paragraph("5.6.8", "It began in the week of 7 February 2024; three months from then are assumed."),
        date(2024, 2, 7),
        date(2024, 5, 7),
        people=Counted(20, "community leaders and emerging leaders"),
        others=(Counted(3, "months of training", are_people=False),),
    ),
    in_month(
        date(2023, 10, 1),
        date(2023, 12, 31),
        Done(
            COMMUNITY,
            CAMPAIGN,
            "“Just Don't” in schools and colleges",
            "The Mayor's campaign about men's behaviour, launched in September, was taken to schools and "
            "colleges, and goes on this quarter. Young people at secondary school spoke about sexual "
            "harassment, heard where to find support, and schools were told what their pupils need.",
            paragraph("5.6.9"),
            date(2023, 10, 1),
            people=Counted(500, "people at secondary school level", Sure.ESTIMATE),
            others=(Counted(6, "schools and colleges", are_people=False),),
        ),
    ),
)

TELLING = (
    in_month(
        date(2024, 2, 1),
        date(2024, 2, 29),
        Done(
            COMMUNICATIONS,
            MEDIA,
            "Community ambassadors announced",
            "The new ambassadors, who learn to lead against serious violence, were announced. Films in which "
            "they speak of what they gain and hope for are shared on social media.",
            paragraph("5.7.1"),
            date(2024, 2, 1),
        ),
    ),
    in_2024_25(
        COMMUNICATIONS,
        "Campaign with the Youth Commission",
        "A campaign of four strands during 2024/25 answers the themes of the commission's Big Conversation "
        "report. Members help to make it from beginning to end; a first meeting on the brief was held at the "
        "end of February.",
        "5.7.2",
        kind=CAMPAIGN,
    ),
    in_month(
        date(2024, 2, 1),
        date(2024, 2, 29),
        Done(
            COMMUNICATIONS,
            EVENT,
            "Knife Angel in Leeds",
            "The Knife Angel stood in Leeds throughout February. Pupils put on virtual reality headsets, "
            "paid by the VRP, at the Royal Armouries Museum and decided what they would do in situations of "
            "serious violence. The team filmed the training of partners and interviews; local and national "
            "media told of it, with 3 minutes on BBC Look North.",
            paragraph("5.7.4"),
            date(2024, 2, 1),
            place="Royal Armouries Museum",
            districts=("Leeds",),
            other_partners="Royal Armouries Museum",
            others=(
                Counted(22, "schools", are_people=False),
                Counted(3, "minutes on BBC Look North", are_people=False),
            ),
        ),
    ),
    in_month(
        date(2024, 2, 1),
        date(2024, 2, 29),
        Done(
            COMMUNICATIONS,
            CAMPAIGN,
            "Project Shield begins in Leeds",
            "The month of the Knife Angel began the city's longer answer to knife crime: a hopeful "
            "conversation with young people, and partners who find and protect those most at risk. Secondary "
            "schools and other youth organisations took part.",
            paragraph("5.7.4"),
            date(2024, 2, 1),
            districts=("Leeds",),
            people=Counted(5000, "young people", Sure.MORE_THAN),
            others=(Counted(44, "secondary schools", are_people=False),),
        ),
    ),
    in_month(
        date(2024, 3, 1),
        date(2024, 4, 30),
        Done(
            COMMUNICATIONS,
            CAMPAIGN,
            "Bradford's anti-violence month",
            "The team helps to make the month's events known, which follow from the Knife Angel's stay: a "
            "joint press release, films with young people at a youth conference at Bradford College, and "
            "films of the VRP-funded Breaking the Cycle sculpture.",
            paragraph("5.7.5"),
            date(2024, 3, 1),
            districts=("Bradford",),
            other_partners="Bradford College",
        ),
    ),
    Done(
        COMMUNICATIONS,
        MEDIA,
        "Coverage of the Multi-Faith Event",
        "A press release about the event on 26 February 2024 was taken up in print and on air. Films in "
        "which faith organisations speak were shared.",
        paragraph("5.7.7"),
        date(2024, 2, 26),
        districts=("Bradford",),
    ),
    Done(
        COMMUNICATIONS,
        CAMPAIGN,
        "National Child Exploitation Awareness Day",
        "The campaign Start the Conversation, led by the police and paid in part by the VRP, helps parents, "
        "carers and young people to speak about safety online.",
        paragraph("5.7.8", "The year is not stated: 2024 is assumed."),
        date(2024, 3, 18),
        partners=(POLICE,),
    ),
    planned(
        in_month(
            date(2024, 3, 1),
            date(2024, 3, 31),
            Done(
                COMMUNICATIONS,
                EVENT,
                "Celebrating Education",
                "An event led by the VRP at the end of March brings agencies together on schools in which "
                "pupils learn well. A press release and films are planned.",
                paragraph("5.7.9", "Planned when the paper was written."),
                date(2024, 3, 1),
            ),
        )
    ),
    in_2023_24(
        COMMUNICATIONS,
        MEDIA,
        "Spotlight films of interventions",
        "Films show the work of interventions and workstreams, of late the Youth Association on knife crime, "
        "Getaway Girls, and pupils of Outwood Grange Academy in Hemsworth on the virtual reality headsets.",
        "5.7.10",
        other_partners="The Youth Association; Getaway Girls; Outwood Grange Academy, Hemsworth",
    ),
    in_month(
        date(2024, 3, 1),
        date(2024, 3, 31),
        Done(
            COMMUNICATIONS,
            MEDIA,
            "SmartTag against retail crime in a national publication",
            "The Association of Police and Crime Commissioners told of SmartTag, which the VRP pays for "
            "against crime and violence in shops, on page 17 of its publication In Focus, from what the "
            "team had sent.",
            paragraph("5.7.11"),
            date(2024, 3, 1),
            other_partners="Association of Police and Crime Commissioners",
        ),
    ),
)
