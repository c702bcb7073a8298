"""How a screening is shown: the open question, menu, review or offer of a state, as one message with its buttons."""

from collections.abc import Iterable

from dialogs import phrases
from dialogs.conversation.ask_backs import DOUBLED, IMPRECISE, make_ask_back
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.questions import BACK_KEY, Question, has_digit
from dialogs.conversation.screening import Button, Doubt, Menu, Message, Screening
from dialogs.conversation.state_machine import CLARIFYING, CONCLUDED, REVIEW, SETTLED, find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.reading import make_sentence
from dialogs.reading.sentences.offers import make_question, word_offers
from dialogs.rules.answers import Answer, Interval
from dialogs.verdict.answer_words import format_amount, word_answer

STOP_HERE = Button(phrases.STOP_HERE_LABEL, "stop_here")
EVERY_REASON = Button(phrases.EVERY_REASON_LABEL, "every_reason")
SHOW_RESULT = Button(phrases.SHOW_RESULT_LABEL, "show_result")
CHANGE = Button(phrases.CHANGE_LABEL, "change")
START_OVER = Button(phrases.START_OVER_LABEL, "start_over")
RESUME = Button(phrases.RESUME_LABEL, "resume")
BACK = Button(phrases.BACK_LABEL, BACK_KEY)
LEAVE = Button(phrases.LEAVE_LABEL, "leave")
KEEP_ALL = Button(phrases.KEEP_ALL_LABEL, "leave")
CHANGE_KEY = "change:"


class View:
    """Shows screenings of one trial."""

    def __init__(self, trial: Trial, course: QuestionOrder) -> None:
        self.trial = trial
        self.course = course
        self.questions = {fact_id: Question(fact) for fact_id, fact in trial.facts.items()}
        self._names = {
            fact_id: (_folded(fact_id), _folded(question.name)) for fact_id, question in self.questions.items()
        }

    def make_message(self, screening: Screening, lead: Iterable[str] = ()) -> Message:
        """Returns the message that shows what stands open, after the sentences of `lead`."""
        buttons = self.make_buttons(screening)
        text = "\n".join([*lead, self._text(screening)])
        return Message(text, buttons, screening.number, self.count_numbered(screening, buttons))

    def count_numbered(self, screening: Screening, buttons: tuple[Button, ...]) -> int:
        """Returns how many of the buttons, from the first, have a number beside them that chooses them when it is typed.

        None on a question that is answered by a number, nor where a number might be meant for what a label says, such
        as Grade 2. Under an ask-back only its offers have one: a typed number never records a value that was not
        offered.
        """
        fact = find_fact(screening.state)
        if fact is None or screening.menu is not None:
            return len(buttons)
        if screening.doubt is None:
            return len(buttons) if self.questions[fact].numbered else 0
        offers = buttons[: len(screening.doubt.offers)]
        return len(offers) if self.questions[fact].numbered and not any(has_digit(each.label) for each in offers) else 0

    def make_buttons(self, screening: Screening) -> tuple[Button, ...]:
        """Returns the buttons that stand open."""
        if screening.menu is Menu.CHANGE:
            return (
                *(
                    Button(self.format_recorded(fact, answer), CHANGE_KEY + fact)
                    for fact, answer in self.order_answers(screening)
                ),
                LEAVE,
            )
        if screening.menu is Menu.START_OVER:
            return (START_OVER, KEEP_ALL)
        fact = find_fact(screening.state)
        if fact is None:
            return _ENDS.get(screening.state, (RESUME, START_OVER))
        question = self.questions[fact]
        if screening.doubt is not None:
            return question.make_offers(screening.doubt, self._offered(fact, screening.doubt))
        return question.make_buttons(
            recorded=screening.answers.get(fact), can_go_back=screening.find_previous(fact) is not None
        )

    def find_named(self, screening: Screening, name: str) -> str | None:
        """Returns the answered fact that `name` names: its id, its name, or the beginning of just one name."""
        wanted = _folded(name)
        names = {fact: self._names[fact] for fact in screening.answers}
        exact = [fact for fact, known in names.items() if wanted in known]
        begun = [fact for fact, known in names.items() if wanted and any(each.startswith(wanted) for each in known)]
        found = exact or begun
        return found[0] if len(found) == 1 else None

    def order_answers(self, screening: Screening) -> list[tuple[str, Answer]]:
        """Returns the answers in question order."""
        return [(fact, screening.answers[fact]) for fact in self.trial.facts if fact in screening.answers]

    def say_recorded(self, fact: str, answer: Answer) -> str:
        """Returns the sentence that says what was taken."""
        return phrases.TAKEN.format(name=self.questions[fact].name, answer=word_answer(self.trial.facts[fact], answer))

    def say_dropped(self, fact: str, answer: Answer) -> str:
        """Returns the sentence that says what was dropped."""
        return phrases.DROPPED.format(
            name=self.questions[fact].name, answer=word_answer(self.trial.facts[fact], answer)
        )

    def word_answer(self, fact: str, answer: Answer) -> str:
        """Returns an answer in words."""
        return word_answer(self.trial.facts[fact], answer)

    def format_recorded(self, fact: str, answer: Answer) -> str:
        """Returns an answer with the name of its fact."""
        return f"{self.questions[fact].name}: {word_answer(self.trial.facts[fact], answer)}"

    def _text(self, screening: Screening) -> str:
        if screening.menu is Menu.CHANGE:
            return phrases.CHANGE_TITLE
        if screening.menu is Menu.START_OVER:
            return phrases.START_OVER_TITLE.format(count=len(screening.answers))
        fact = find_fact(screening.state)
        if fact is not None:
            return self._question(screening, fact)
        if screening.state == REVIEW:
            return self._review(screening)
        return {SETTLED: phrases.SETTLED_OFFER, CONCLUDED: phrases.CONCLUDED_OFFER}.get(
            screening.state, phrases.STOPPED
        )

    def _question(self, screening: Screening, fact: str) -> str:
        question = self.questions[fact]
        if screening.doubt is not None and screening.state.startswith(CLARIFYING):
            return f"{question.name}\n{self._doubt(screening, fact, screening.doubt)}"
        position = len(screening.answers.keys() - {fact}) + 1
        progress = phrases.PROGRESS.format(position=position, most=self.course.count_most(screening, fact))
        listing = f"{phrases.LISTING} · " if screening.listing else ""
        return f"{listing}{progress} · {question.name}\n{question.ask}"

    def _doubt(self, screening: Screening, fact: str, doubt: Doubt) -> str:
        offered = doubt.offers[0] if doubt.offers else None
        if doubt.reason == IMPRECISE and isinstance(offered, Interval):
            return self._imprecise(screening, fact, offered)
        if doubt.reason == DOUBLED:
            return f"{phrases.DOUBLED} {make_question(self._offered(fact, doubt))}"
        return make_sentence(self.trial.facts[fact], make_ask_back(doubt))

    def _offered(self, fact: str, doubt: Doubt) -> tuple[str, ...]:
        """Returns each offer of an ask-back as its button says it."""
        labels = word_offers(self.trial.facts[fact], make_ask_back(doubt))
        return tuple(phrases.KEEP_LABEL.format(answer=each) for each in labels) if doubt.reason == IMPRECISE else labels

    def _imprecise(self, screening: Screening, fact: str, answer: Interval) -> str:
        numeric = self.trial.get_numeric(fact)
        criteria = self.course.find_left_open(screening.answers, fact, answer)
        thresholds = [each.number for each in self.trial.thresholds if each.fact == fact and each.criterion in criteria]
        limits = dict.fromkeys(thresholds or self.trial.list_applicability_limits(fact))
        return phrases.IMPRECISE.format(
            answer=word_answer(self.trial.facts[fact], answer),
            criteria=" and ".join(criteria),
            thresholds=" and of ".join(format_amount(numeric, number) for number in limits if numeric is not None),
        )

    def _review(self, screening: Screening) -> str:
        lines = [
            phrases.REVIEW_TITLE,
            *(f"- {self.format_recorded(fact, answer)}" for fact, answer in self.order_answers(screening)),
        ]
        state = self.trial.rules.encode_state(screening.answers)
        unasked = [
            each for each in self.trial.facts if each not in screening.answers and self.trial.rules.applies(each, state)
        ]
        if unasked:
            lines.append(phrases.REVIEW_MISSING.format(names=", ".join(self.questions[each].name for each in unasked)))
        return "\n".join(lines)


def _folded(name: str) -> str:
    return "".join(name.casefold().replace("_", " ").split())


_ENDS = {
    SETTLED: (STOP_HERE, EVERY_REASON, CHANGE, BACK),
    REVIEW: (SHOW_RESULT, CHANGE, BACK),
    CONCLUDED: (CHANGE, START_OVER),
}
