"""How a note's page is shown: what is proposed, the list of what can be changed, and one proposal by itself."""

from collections.abc import Iterator, Mapping
from textwrap import shorten, wrap
from typing import NamedTuple
from unicodedata import category

from dialogs import phrases
from dialogs.conversation.ask_back_words import label_offers, word_doubt
from dialogs.conversation.blocks import Block, NoteLine, Paragraph, Question
from dialogs.conversation.buttons import BACK
from dialogs.conversation.messages import Button
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.note_buttons import LEAVE_OUT, PROPOSAL_KEY, make_page_buttons
from dialogs.conversation.note_cut import tell_cut
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.note_place import look_through
from dialogs.conversation.note_sorting import NotePage, list_gaps
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.questions import OFFER_KEY, FactQuestion
from dialogs.conversation.screening import Proposals, Screening
from dialogs.definition import small_words
from dialogs.rules.answers import Answer

COLUMNS, MOST_LINES, MOST_PROPOSALS, FURTHER_LINES = 40, 25, 8, 3
"""A page takes so many lines of a phone at most, up to so many proposals, and so many for each further one."""


class NoteLimits(NamedTuple):
    """How many characters of a fact's words and of other words are shown, and how many names."""

    words: int
    left: int
    names: int


ALL_LIMITS = (
    NoteLimits(60, 120, 4),
    NoteLimits(24, 60, 3),
    NoteLimits(24, 30, 2),
    NoteLimits(14, 20, 1),
    NoteLimits(0, 10, 1),
)
"""The more a note says, the less of its words is shown."""


class NoteView:
    """Shows what notes propose in screenings of one trial."""

    def __init__(self, question_order: QuestionOrder, questions: Mapping[str, FactQuestion]) -> None:
        self.question_order = question_order
        self.questions = questions

    def make_blocks(self, screening: Screening, note: Proposals) -> tuple[Block, ...]:
        """Returns the blocks of a page that is open, without a word of the note."""
        if note.opened is not None:
            return self._make_proposal(screening, note, note.opened)
        if note.is_choosing:
            return (Question(phrases.NOTE_CHANGE_TITLE),)
        return (*self.make_page(screening, NotePage(note)), Paragraph(phrases.NOTE_WORDS_GONE, passing=True))

    def make_buttons(self, note: Proposals) -> tuple[Button, ...]:
        """Returns the buttons of a page that is open."""
        if note.opened is not None:
            return self._make_proposal_buttons(note, note.opened)
        if note.is_choosing:
            return (*(Button(self._name(*each), PROPOSAL_KEY + each[0]) for each in note.answers.items()), BACK)
        return make_page_buttons(len(note.answers))

    def make_page(self, screening: Screening, note: NotePage) -> tuple[Block, ...]:
        """Returns the page on which a note is shown first, with as many of its words as fit a phone."""
        count = len(note.proposals.answers)
        title = Question(phrases.NOTE_TITLE_ONE if count == 1 else phrases.NOTE_TITLE.format(count=count))
        most = MOST_LINES + FURTHER_LINES * max(0, count - MOST_PROPOSALS)
        pages: list[tuple[Block, ...]] = [
            (title, *self._list_proposed(note, limits), *self.list_further(screening, note, limits))
            for limits in ALL_LIMITS
        ]
        return next((each for each in pages if _count_lines(each) <= most), pages[-1])

    def list_further(self, screening: Screening, note: NotePage, limits: NoteLimits = ALL_LIMITS[0]) -> Iterator[Block]:
        """Yields all of a page but its proposals: what is asked and why, what was not said, and what was left."""
        for fact, why in note.proposals.asked.items():
            words = _cut(note.words.get(fact, ""), limits.words)
            yield NoteLine(self.questions[fact].name, self._word(screening, fact, why), words, is_certain=False)
        if NoteDoubt.RECORDED in note.proposals.asked.values():
            yield Paragraph(phrases.NOTE_RECORDED_STAYS, passing=True)
        gaps = list_gaps(self.question_order, screening.answers, note.proposals) if note.proposals.answers else []
        for phrase, facts in ((phrases.NOTE_KNOWN, note.known), (phrases.NOTE_GAPS, gaps)):
            if facts:
                names = _list_names([self.questions[fact].name for fact in facts], limits.names)
                yield Paragraph(phrase.format(names=names), passing=True)
        for phrase, texts in ((phrases.NOTE_LEFT, note.left), (phrases.NOTE_UNREAD, note.unread)):
            if texts:
                words = _cut(small_words.SEMICOLON.join(texts), limits.left)
                yield Paragraph(phrase.format(words=words), passing=True)
        if note.cut:
            yield Paragraph(tell_cut(note.cut), passing=True)

    def _list_proposed(self, note: NotePage, limits: NoteLimits) -> Iterator[NoteLine]:
        for fact, answer in note.proposals.answers.items():
            question, words = self.questions[fact], _cut(note.words.get(fact, ""), limits.words)
            yield NoteLine(question.name, question.words[answer], words, is_certain=True)

    def _make_proposal(self, screening: Screening, note: Proposals, fact: str) -> tuple[Block, ...]:
        question = self.questions[fact]
        if note.doubt is not None:
            asked = word_doubt(self.question_order, look_through(screening), fact, note.doubt)
            return (Question(asked, question.name),)
        read = NoteLine(question.name, question.words[note.answers[fact]], "", is_certain=True)
        return (read, Question(question.block.text, help=question.block.help))

    def _make_proposal_buttons(self, note: Proposals, fact: str) -> tuple[Button, ...]:
        question = self.questions[fact]
        if note.doubt is None:
            return (*question.options, *question.missing, LEAVE_OUT, BACK)
        offers = (Button(each, f"{OFFER_KEY}{i}") for i, each in enumerate(label_offers(question.fact, note.doubt)))
        return (*offers, LEAVE_OUT, BACK)

    def _name(self, fact: str, answer: Answer) -> str:
        return small_words.NAMED.format(name=self.questions[fact].name, value=self.questions[fact].words[answer])

    def _word(self, screening: Screening, fact: str, why: NoteDoubt) -> str:
        recorded = screening.answers.get(fact)
        if recorded is None:
            return _WHY[why]
        return phrases.NOTE_RECORDED.format(answer=self.questions[fact].words[recorded])


def _cut(words: str, most: int) -> str:
    """Returns the beginning of some words, with a sign where more stood; nothing where none fit."""
    return "" if not most else shorten(words, most, placeholder=phrases.CUT) if " " in words else words[:most]


def _list_names(names: list[str], most: int) -> str:
    shown, further = small_words.COMMA.join(names[:most]), len(names) - most
    return phrases.AND_MORE.format(names=shown, count=further) if further > 0 else shown


def _count_lines(page: tuple[Block, ...]) -> int:
    shown = "".join(each for each in render_plain(page) if each.isascii() or category(each) != "Mn")
    return sum(max(1, len(wrap(line, COLUMNS))) for line in shown.splitlines())


_WHY = {NoteDoubt.UNCERTAIN: phrases.NOTE_UNCERTAIN, NoteDoubt.IMPRECISE: phrases.NOTE_IMPRECISE}
