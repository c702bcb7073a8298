"""What an open pre-check offers beneath an end of the dialogue: the report, and to hand a result to the site."""

from dataclasses import replace

from bot.channels.web import pre_check_phrases as phrases
from bot.session.offers import REPORT, Offers
from bot.session.requests import SessionRequest
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message, make_menu
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from storage.features.handover import LASTS

HAND_TO_SITE = Button(phrases.HAND_LABEL, SessionRequest.HAND_OVER.value)
HAND_SURE = Button(phrases.HAND_SURE_LABEL, "pre-check:hand")
HAND_STAY = Button(phrases.HAND_STAY_LABEL, "pre-check:stay")

HOURS = int(LASTS.total_seconds()) // 3600

_OFFERS = Offers(has_files=True, is_kept=False)


def add_offers(screening: Screening, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Returns the buttons of an open question with those of the pre-check."""
    offered = _OFFERS.add_to_buttons(screening, buttons)
    if not may_hand(screening) or REPORT not in offered:
        return offered
    at = offered.index(REPORT) + 1
    return (*offered[:at], HAND_TO_SITE, *offered[at:])


def add_to_message(screening: Screening, message: Message) -> Message:
    """Returns a message with the buttons of the pre-check, where it asks what stands open."""
    if message.number != screening.number or not message.buttons:
        return message
    buttons = add_offers(screening, message.buttons)
    return replace(message, buttons=buttons, numbered=len(buttons)) if buttons != message.buttons else message


def may_hand(screening: Screening) -> bool:
    """Says whether the result was shown, so that the screening may be handed to the site."""
    return screening.state == CONCLUDED and screening.menu is None


def make_hand_menu() -> Message:
    """Returns the message that asks whether the screening is to be handed to the site."""
    told = Paragraph(phrases.HAND_HELP.format(hours=HOURS))
    return make_menu(phrases.HAND_TITLE, (HAND_SURE, HAND_STAY), told)
