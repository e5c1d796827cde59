"""Changes of Serious Violence Duty money and returns that touch several rows, or move a return on its way."""

from svd.actions.money import (
    SplitAlready,
    adjust_share,
    keep_recipients,
    move_between_shares,
    split_allocation,
    withdraw_allocation,
    withdraw_shares,
)
from svd.actions.returns import (
    accept_return,
    ask_sign_off,
    attach,
    comment_on,
    extend_return,
    latest_before,
    query_return,
    revise_return,
    save_return,
    send_back,
    start_return,
    submit_return,
)

__all__ = [
    "SplitAlready",
    "accept_return",
    "adjust_share",
    "ask_sign_off",
    "attach",
    "comment_on",
    "extend_return",
    "keep_recipients",
    "latest_before",
    "move_between_shares",
    "query_return",
    "revise_return",
    "save_return",
    "send_back",
    "split_allocation",
    "start_return",
    "submit_return",
    "withdraw_allocation",
    "withdraw_shares",
]
