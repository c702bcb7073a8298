"""Pages of HTML: what stands on a person's page, and pages of one or two sentences. Only the templates hold markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup

from bot.channels.channel_event import hash_key
from bot.channels.handling.picked_form import SENDS_PICKED
from bot.channels.web import passkey_phrases, phrases, pre_check_phrases
from bot.channels.web.pages import block_views, listed_screenings
from bot.channels.web.pages.chat_page import ChatPage, PageFrame, PageLink
from bot.channels.web.pages.page_help import list_help
from bot.channels.web.pages.page_parts import take_apart
from bot.channels.web.pages.page_titles import frame_title
from bot.channels.web.pages.passkey_page import PASSKEYS_PATH, REMOVE_PATH, PasskeyPage
from bot.channels.web.pages.script import make_script_address
from bot.channels.web.pages.stylesheet import make_stylesheet_address
from bot.config.output import format_time, format_until
from bot.documents.html_page import page as draw
from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Button
from dialogs.conversation.plain_text import render_plain
from dialogs.definition import small_words
from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.phrases import SELECTED_LABEL
from dialogs.verdict import headings
from storage.features.members import Role


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The form of a page that asks nothing of the dialogue: where it goes, its hidden fields, and its button.

    With `has_text`, what was typed stands in a field, and may be changed.
    """

    action: str
    fields: Mapping[str, str] = field(repr=False)
    button: str
    has_text: bool = False


def draw_chat_page(page: ChatPage, frame: PageFrame) -> str:
    """Returns what stands on a person's page."""
    parts = take_apart(page, frame)
    return _draw("chat", frame, parts.title, has_problem=bool(parts.problem), page=page, parts=parts)


def draw_notice_page(
    frame: PageFrame,
    title: str,
    sentences: Sequence[str],
    form: NoticeForm | None = None,
    *,
    leads_back: bool = False,
    links: Sequence[PageLink] = (),
) -> str:
    """Returns a page that says something in a sentence or two. One that `leads_back` has a link to what is asked.

    Further `links` stand between the title and what is said.
    """
    return _draw(
        "notice",
        frame,
        title,
        has_problem=bool(frame.problem),
        heading=title,
        sentences=sentences,
        form=form,
        leads_back=leads_back,
        links=links,
    )


def draw_entering_page(frame: PageFrame, token: str, nonce: str) -> str:
    """Returns the page of an invitation: whatever the token is, it looks the same."""
    form = NoticeForm("/enter", {"token": token, "nonce": nonce}, phrases.ENTER)
    return draw_notice_page(frame, phrases.ENTER_TITLE, (phrases.ENTER_SAYS,), form)


def draw_sign_out_page(frame: PageFrame, sentences: Sequence[str], mark: str) -> str:
    """Returns the page that asks whether to sign out: to stay is the first choice."""
    form = NoticeForm("/sign-out", {"mark": mark, "sure": "yes"}, phrases.SIGN_OUT)
    return draw_notice_page(frame, phrases.SIGN_OUT_TITLE, sentences, form, leads_back=True)


def draw_passkey_page(page: PasskeyPage) -> str:
    """Returns the page of passkeys: for whoever is signed in the list, else a button to come back."""
    frame, has_problem = PageFrame(""), bool(page.problem)
    return _draw("passkeys", frame, page.heading, has_problem=has_problem, page=page, script=make_script_address())


def draw_passkey_removal_page(title: str, sentences: Sequence[str], mark: str, number: int) -> str:
    """Returns the page that asks whether to remove a passkey: to keep it is the first choice."""
    fields = {"mark": mark, "passkey": str(number), "sure": "yes"}
    form = NoticeForm(REMOVE_PATH, fields, passkey_phrases.REMOVE)
    keep = PageLink(passkey_phrases.KEEP, PASSKEYS_PATH)
    return draw_notice_page(PageFrame(""), title, sentences, form, links=[keep])


def draw_resending_page(frame: PageFrame, title: str, choice: str | None) -> str:
    """Returns the page that is shown where nothing could be kept: it holds what was chosen or typed, to send again."""
    fields = {"mark": frame.mark} | ({} if choice is None else {"choice": choice})
    form = NoticeForm(frame.action, fields, phrases.SEND_AGAIN, has_text=choice is None)
    return draw_notice_page(frame, title, () if choice is None else (phrases.CHOSEN,), form)


def _draw(template: str, frame: PageFrame, title: str, *, has_problem: bool, **values: object) -> str:
    return draw(
        __package__,
        f"templates/{template}.html",
        frame=frame,
        title=frame_title(title, has_problem=has_problem),
        stylesheet=make_stylesheet_address(),
        language=DEFAULT_LANGUAGE,
        phrases=phrases,
        pre_check=pre_check_phrases,
        passkeys=passkey_phrases,
        passkeys_path=PASSKEYS_PATH,
        small_words=small_words,
        headings=headings,
        views=block_views,
        listed=listed_screenings,
        render_plain=render_plain,
        format_time=format_time,
        format_until=format_until,
        hash_button=_hash_button,
        sends_picked=SENDS_PICKED.hex(),
        done=SELECTED_LABEL,
        change=Command.CHANGE.value,
        help=_draw_help(list_help(is_pre_check=frame.is_pre_check)),
        is_coordinator=frame.role is Role.COORDINATOR,
        **values,
    )


@cache
def _draw_help(texts: tuple[str, ...]) -> Markup:
    """Returns help as every page shows it; it is drawn once."""
    return Markup(draw(__package__, "templates/help.html", help=texts, views=block_views))  # noqa: S704 - a template's


def _hash_button(button: Button) -> str:
    """Returns what stands for a button in a form."""
    return hash_key(button.key).hex()
