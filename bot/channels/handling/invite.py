"""Inviting from the chat: a coordinator gets a link that lets one person in, once."""

import re
from collections.abc import Callable
from datetime import timedelta

from bot.channels.handling import phrases
from bot.phrases import COPY_LINK_LABEL, ROLES
from dialogs.conversation.messages import Copyable, Message, make_notice
from dialogs.definition import small_words
from dialogs.reading.cleaning import clean
from storage.features.members import Members, Role
from storage.unit_of_work.unit_of_work import UnitOfWork

GOOD_FOR = timedelta(days=2)

_REFERENCE = re.compile(r"[0-9a-f]{8}", re.ASCII | re.IGNORECASE)
"""What names an account."""


def make_invitation(uow: UnitOfWork, role: Role, typed: str, make_link: Callable[[str], str]) -> Message:
    """Returns what comes of `/invite ROLE NOTE` by somebody with this role; `typed` is all behind the command.

    Where no role is named, the invitation is for a clinician. One that leads back to somebody's screenings is made
    where the keys are: in a chat a coordinator reads no answers of others.
    """
    if role is not Role.COORDINATOR:
        return make_notice(phrases.NOT_A_COORDINATOR)
    known = {each.value: each for each in Role}
    word, *note = typed.split(maxsplit=1) or [Role.CLINICIAN.value]
    plain = clean(word)
    invited = known.get(plain.casefold() if isinstance(plain, str) else word)
    if _REFERENCE.fullmatch(word):
        return make_notice(phrases.BACK_BY_COMMAND.format(reference=word.lower()))
    if invited is None:
        return make_notice(phrases.NO_ROLE.format(roles=small_words.COMMA.join(known)))
    token = Members(uow).invite(invited, GOOD_FOR, "".join(note))
    link = make_link(token)
    told = phrases.INVITED if token in link else phrases.INVITED_APART
    said = told.format(role=ROLES[invited.value], days=GOOD_FOR.days, link=link, token=token)
    return make_notice(said, Copyable(COPY_LINK_LABEL, link))
