"""The buttons of a note's page, and the words that choose them."""

from dialogs import phrases
from dialogs.conversation.messages import Button

TAKE_ALL_KEY = "take_all"
CHANGE_ONE_KEY = "change_one"
PROPOSAL_KEY = "proposal:"
TAKE_NONE = Button(phrases.TAKE_NONE_LABEL, "take_none")
LEAVE_OUT = Button(phrases.LEAVE_OUT_LABEL, "leave_out")


def make_page_buttons(count: int) -> tuple[Button, ...]:
    """Returns the buttons of a page with so many proposals."""
    take, change = (
        (phrases.TAKE_ONE_LABEL, phrases.CHANGE_IT_LABEL)
        if count == 1
        else (phrases.TAKE_ALL_LABEL.format(count=count), phrases.CHANGE_ONE_LABEL)
    )
    return (Button(take, TAKE_ALL_KEY), Button(change, CHANGE_ONE_KEY), TAKE_NONE)
