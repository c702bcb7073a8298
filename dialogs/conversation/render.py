"""How a screening is shown: the open question, menu, review or offer of a state, as one message with its buttons."""

from collections.abc import Iterable

from dialogs import phrases
from dialogs.conversation.ask_back_words import label_offers, word_doubt
from dialogs.conversation.blocks import Answered, Block, Dropped, Items, Paragraph, Progress, Question, Recorded
from dialogs.conversation.buttons import CHANGE_KEY, END_BUTTONS, KEEP_ALL, LEAVE, RESUME, START_OVER
from dialogs.conversation.fact_names import FactNames
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.next_question import AssessedAnswers, QuestionOrder
from dialogs.conversation.note_pages import NoteView
from dialogs.conversation.note_place import look_through
from dialogs.conversation.questions import FactQuestion, has_digit
from dialogs.conversation.screening import Menu, Screening
from dialogs.conversation.state_machine import CLARIFYING, CONCLUDED, REVIEW, SETTLED, find_fact
from dialogs.definition import small_words
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers


class View:
    """Shows screenings of one trial."""

    def __init__(self, trial: Trial, question_order: QuestionOrder) -> None:
        self.trial = trial
        self.question_order = question_order
        self.questions = {fact_id: FactQuestion(fact) for fact_id, fact in trial.facts.items()}
        self.names = FactNames(self.questions)
        self.note_pages = NoteView(question_order, self.questions)

    def make_message(
        self, screening: Screening, lead: Iterable[Block] = (), assessed: AssessedAnswers | None = None
    ) -> Message:
        """Returns the message that shows what stands open, after the blocks of `lead`.

        `assessed` are the screening's answers, where somebody looked at them just now.
        """
        buttons = self.make_buttons(screening)
        is_ask_back = screening.doubt is not None and screening.menu is None
        kind = MessageKind.ASK_BACK if is_ask_back else MessageKind.QUESTION
        blocks = (*lead, *self._make_blocks(screening, assessed))
        return Message(kind, blocks, buttons, screening.number, self.count_numbered(screening, buttons))

    def count_numbered(self, screening: Screening, buttons: tuple[Button, ...]) -> int:
        """Returns how many of the buttons, from the first, show a number that chooses them when it is typed.

        On a question that is answered by a number there are none. Nor are there where a number might be meant for what
        a label says, such as Grade 2. Under an ask-back only its offers show one: a typed number never records a value
        that was not offered.
        """
        if screening.note is not None:
            screening = look_through(screening)
        fact = find_fact(screening.state)
        if fact is None or screening.menu is not None:
            return len(buttons)
        if not self.questions[fact].numbered:
            return 0
        if screening.doubt is None:
            return len(buttons)
        offers = buttons[: len(screening.doubt.offers)]
        return 0 if any(has_digit(each.label) for each in offers) else len(offers)

    def make_buttons(self, screening: Screening) -> tuple[Button, ...]:
        """Returns the buttons that stand open."""
        if screening.menu is Menu.CHANGE:
            answers = self.order_answers(screening)
            return (*(Button(self.format_recorded(*each), CHANGE_KEY + each[0]) for each in answers), LEAVE)
        if screening.menu is Menu.START_OVER:
            return (KEEP_ALL, START_OVER)
        if screening.note is not None:
            return self.note_pages.make_buttons(screening.note)
        fact = find_fact(screening.state)
        if fact is None:
            return END_BUTTONS.get(screening.state, (RESUME, START_OVER))
        question = self.questions[fact]
        if screening.doubt is not None:
            return question.make_offers(screening.doubt, label_offers(question.fact, screening.doubt))
        recorded, can_go_back = screening.answers.get(fact), screening.find_previous(fact) is not None
        return question.make_buttons(recorded=recorded, can_go_back=can_go_back, picked=screening.picked)

    def find_named(self, screening: Screening, name: str) -> str | None:
        """Returns the answered fact that `name` names, by its name or by a word that notes use for it."""
        return self.names.find_by_cue(screening.answers, name)

    def order_answers(self, screening: Screening) -> list[tuple[str, Answer]]:
        """Returns the answers in question order."""
        return [(fact, screening.answers[fact]) for fact in self.trial.facts if fact in screening.answers]

    def make_recorded(self, fact: str, answer: Answer) -> Recorded:
        """Returns the block that says which answer was recorded."""
        return Recorded(self.questions[fact].name, self.questions[fact].words[answer])

    def make_dropped(self, fact: str, answer: Answer, answers: Answers) -> Dropped:
        """Returns the block that says which answer was dropped, beside the answers that are left."""
        rules = self.trial.rules
        contradicted = bool(rules.contradictions) and rules.applies(fact, rules.encode_state(answers))
        return Dropped(self.questions[fact].name, self.word_answer(fact, answer), contradicted)

    def make_answered(self, asked: Screening, fact: str, answer: Answer) -> Answered:
        """Returns the line that stands for the open question of `asked` once it is answered."""
        place = 0 if asked.doubt is not None else _find_place(asked, fact)
        return Answered(place, self.questions[fact].name, self.word_answer(fact, answer))

    def word_answer(self, fact: str, answer: Answer) -> str:
        """Returns an answer in words."""
        return self.questions[fact].words[answer]

    def format_recorded(self, fact: str, answer: Answer) -> str:
        """Returns an answer with the name of its fact."""
        return small_words.NAMED.format(name=self.questions[fact].name, value=self.word_answer(fact, answer))

    def _make_entry(self, fact: str, answer: Answer) -> Answered:
        return Answered(0, self.questions[fact].name, self.word_answer(fact, answer))

    def _make_blocks(self, screening: Screening, assessed: AssessedAnswers | None) -> tuple[Block, ...]:
        if screening.menu is Menu.CHANGE:
            return (Question(phrases.CHANGE_TITLE),)
        if screening.menu is Menu.START_OVER:
            return (Question(phrases.START_OVER_TITLE.format(count=len(screening.answers))),)
        if screening.note is not None:
            return self.note_pages.make_blocks(screening, screening.note)
        if (fact := find_fact(screening.state)) is not None:
            return self._make_question(screening, fact, assessed)
        if screening.state == REVIEW:
            return self._make_review(screening)
        offers = {SETTLED: phrases.SETTLED_OFFER, CONCLUDED: phrases.CONCLUDED_OFFER}
        return (Question(offers.get(screening.state, phrases.STOPPED)),)

    def _make_question(self, screening: Screening, fact: str, assessed: AssessedAnswers | None) -> tuple[Block, ...]:
        question = self.questions[fact]
        if screening.doubt is not None and screening.state.startswith(CLARIFYING):
            return (Question(word_doubt(self.question_order, screening, fact, screening.doubt), question.name),)
        assessed = assessed or self.question_order.assess(screening.answers)
        most = self.question_order.count_most(assessed, fact, is_listing=screening.listing)
        return (Progress(_find_place(screening, fact), most, screening.listing), question.block)

    def _make_review(self, screening: Screening) -> tuple[Block, ...]:
        answers = Items(tuple(self._make_entry(*each) for each in self.order_answers(screening)))
        rules = self.trial.rules
        state = rules.encode_state(screening.answers)
        unasked = [each for each in self.trial.facts if each not in screening.answers and rules.applies(each, state)]
        if not unasked:
            return (Question(phrases.REVIEW_TITLE), answers)
        names = small_words.COMMA.join(self.questions[each].name for each in unasked)
        return (Question(phrases.REVIEW_TITLE), answers, Paragraph(phrases.REVIEW_MISSING.format(names=names)))


def _find_place(screening: Screening, fact: str) -> int:
    return len(screening.answers.keys() - {fact}) + 1
