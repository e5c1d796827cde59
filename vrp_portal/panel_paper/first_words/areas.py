"""The words on the key areas of work. What was done there is told by the records of programme activity."""

AREAS = {
    "atr": """\
With the West Yorkshire Health and Care Partnership the VRP runs a programme on adversity, trauma and \
resilience. With people who have lived through it, and with colleagues in every sector, it wants West \
Yorkshire to be trauma-informed, and to respond to trauma, by 2030.
""",
    "child_first": """\
The VRP wants to be Child First: to see each child for who they are and what they are good at, to build \
trust, and to decide with children rather than about them. What is done well already in West Yorkshire \
is brought together.

What being Child First means in practice is being worked out with children themselves. A working group \
of many partners has begun.
""",
    "knowledge_hub": """\
The Knowledge Hub does the partnership's research, publishes it, and has what is funded evaluated.
""",
    "women_and_girls": """\
A unit for the safety of women and girls has begun its work, with people from the Combined Authority, \
the VRP and West Yorkshire Police. It moves the region's strategy on and holds the police to account, \
above all for how they investigate and assess risk.
""",
    "engagement": """\
Communities are met, heard and trained, so that they can act on violence themselves.
""",
    "communications": """\
What is done is told to those whom it concerns, with partners and in their words.
""",
}
