"""What the Police and Crime Panel's paper of 12 April 2024 (item 7) says, as plain data.

`partners`, `money`, `duty`, `toolkit` and `programme_*` hold the facts on which records rest, `figures` every
figure that the paper states; `load` and `programme` put them into the portal. Words are the portal's own;
numbers are the paper's.
"""

from datetime import date

TITLE = "Violence Reduction Partnership update"
MEETING_ON = date(2024, 4, 12)
ITEM = "7"


def paragraph(numbers: str, remark: str = "") -> str:
    """The source of a fact: this paper, the paragraphs, and what the paper leaves open."""
    return f"Panel paper, 12 April 2024, {numbers}" + (f". {remark}" if remark else "")
