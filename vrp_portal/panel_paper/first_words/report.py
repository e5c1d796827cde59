"""The words of the cover report and of what the update says about money, the duty and who governs."""

REPORT = {
    "purpose": """\
To tell the Police and Crime Panel what the Violence Reduction Partnership (VRP) has done, how far it \
has come, and what its money paid for.

To inform the Panel about the Serious Violence Duty, and how the partnership and those who hold the duty \
work together on it.
""",
    "overview": """\
The Home Office paid for a Violence Reduction Unit in West Yorkshire from 2019. In June 2023 it took the \
name Violence Reduction Partnership, because reducing serious violence is the work of many.

The Mayor can hand out money for the Serious Violence Duty, bring partners together, and examine how the \
specified authorities respond.

The duty has been in force since 31 January 2023. It binds police, councils, probation, fire and rescue, \
youth justice services and the integrated care board equally: together they find out what causes serious \
violence, and act on it. The VRP is no specified authority; it helped partners to get ready.
""",
    "equality": """\
Who is harmed by violence, and who is reached, differs between groups and places. The work takes account \
of that throughout, and this paper says where.
""",
    "young_people": """\
Most of the work is for children and young people; some is for others, where that is what lowers serious \
violence.

Child First puts children's own voices where decisions are made, in the VRP and with its partners, in a \
way that knows what trauma does.
""",
    "finance": """\
The Panel is not asked for money in this paper.

What was granted to the VRP and allocated to the duty is told from section 7 on.
""",
    "legal": """\
No decision in this paper has legal consequences.
""",
    "grant": """\
The core grant comes from the Home Office, in an arrangement of three years that ends with 2024/25. It \
is {core_grant_award short} for {this year} and {core_grant_award next year short} for {next year}.

The delivery plan for 2024/25 went to the Home Office on 8 March 2024, the day for which it was asked. \
Whether it is accepted is not known yet.

The grant is tied to conditions. One is match funding from local partners: people's time, other \
resources, or a part of the cost of delivery. How much is measured by the allocation of 2021/22:

- in {this year}, {match_percentage short} of it, which is {match_required short}
- in {next year}, {match_percentage next year short} of it, which is {match_required next year short}
""",
    "duty_money": """\
For the duty the Home Office allocates further money to the Mayor, for labour and for other costs of the \
specified and relevant authorities:

- from January to March 2023, {svd_labour 2022/23} for labour and {svd_non_labour 2022/23} for other costs
- in 2023/24, {svd_labour 2023/24} for labour and {svd_non_labour 2023/24} for other costs
- in 2024/25, {svd_labour 2024/25} for labour and {svd_non_labour 2024/25} for other costs

In {this year} that is {svd_total} in all.
""",
    "duty": """\
Since 31 January 2023 the specified authorities share data and ask communities what they see, write down \
what is needed and how they will respond, publish both (due by 31 January 2024), and then carry out, \
watch and review what they planned. Youth justice services are authorities of their own, apart from \
their councils.

West Yorkshire's partners built on what was there:

- each organisation has a duty holder with strategic responsibility
- the VRP coordinated the needs assessment and the strategy of 2023/24 for them
- duty holders sit where the duty and its money are decided, and answer to the Deputy Mayor
- each district carries the strategy out through its Community Safety Partnership, by a plan of its own
- needs assessment and strategy went to the Home Office and were published on 31 January 2024
- the duty's money is shared equally between the specified authorities and the 5 Community Safety \
Partnerships

An advance delivery plan up to March 2025 was sent to the Home Office at the end of January 2024.

At the end of each quarter the 5 coordinating Community Safety Partnerships send a return of money \
(Annex A) and one of activity (Annex B).

All data that the duty's guidance suggests are coming along well, but for those of prisons.
""",
    "governance": """\
The VRP reports to the Policing and Crime Executive of the West Yorkshire Combined Authority. Core \
members, whom the Home Office names, and other partners meet in the partnership's delivery group and the \
Serious Violence Executive Group. The VRP answers to the Home Office as well. Appendix A shows who \
reports to whom.
""",
    "delivery": """\
The VRP and its partners commission interventions that keep people from violence or lead them out of it. \
They rest on evidence, or are tried out so as to add to it. Some work across West Yorkshire and some in \
one place, and each Community Safety Partnership is given money for its own.

By {as at}, {core_interventions} interventions had been funded from the core grant.

The Home Office asks that no less than 30% of the grant goes to interventions that the Youth Endowment \
Fund's Toolkit rates as of high impact, or of moderate impact with high evidence. For {this year} that \
is {high_impact_required short}. Committed to them is {high_impact_committed short}, which is \
{high_impact_share short} of the grant, for {high_impact_interventions} interventions. Among them are \
navigators in accident and emergency departments, diversion from custody, and focused deterrence.

Another {other_core_committed short} is committed to {other_core_interventions} further interventions, \
among them mentoring in schools and in custody, lessons with virtual reality, and work on harm online.

In money, {core_interventions accounted for} of {core_interventions} core-funded interventions are \
accounted for: {high_impact_interventions} that count for the 30% rule and {other_core_interventions} \
that do not. For {core_interventions_amount_not_stated} no amount is stated. They count as \
interventions, but not as money.

The duty's money paid for {svd_interventions} more, chosen to help duty holders carry it out. Appendix B \
lists all interventions.

From the start of {this year} to {as at}, all of them together reached {people_24_and_under} people aged \
24 or under and {people_25_and_over} aged 25 or over, and trained {professionals_trained} professionals.
""",
    "appendix_a": """\
The groups that govern the work, and which of them reports to which.
""",
    "appendix_b": """\
Every intervention with money for {this year} by {as at}, whatever pays for it.
""",
}
