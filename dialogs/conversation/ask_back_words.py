"""Ask-backs of the dialogue in words: the sentence that asks back, and what the buttons of the offers say."""

from dialogs import phrases
from dialogs.conversation.ask_backs import DOUBLED, IMPRECISE, make_ask_back
from dialogs.conversation.contradictions import word_contradiction
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.screening import Doubt, Screening
from dialogs.definition import small_words
from dialogs.definition.facts import Fact, WashoutsFact
from dialogs.reading import make_sentence
from dialogs.reading.sentences.offers import make_question, word_offers
from dialogs.rules.answers import Interval, LastDoses
from dialogs.verdict.answer_words import format_amount, word_answer
from dialogs.verdict.last_doses import list_doubtful_waits


def word_doubt(question_order: QuestionOrder, screening: Screening, fact_id: str, doubt: Doubt) -> str:
    """Returns the sentence that asks back about a fact."""
    fact = question_order.trial.facts[fact_id]
    offered = doubt.offers[0] if doubt.offers else None
    if doubt.reason == IMPRECISE and isinstance(offered, Interval | LastDoses):
        return _word_imprecise(question_order, screening, fact_id, offered)
    said = phrases.DOUBLED if doubt.reason == DOUBLED else ""
    said = said or word_contradiction(question_order.trial, screening.answers, fact_id, doubt)
    if said:
        return f"{said} {make_question(fact, label_offers(fact, doubt))}"
    return make_sentence(fact, make_ask_back(doubt))


def label_offers(fact: Fact, doubt: Doubt) -> tuple[str, ...]:
    """Returns each offer of an ask-back as its button says it."""
    labels = word_offers(fact, make_ask_back(doubt))
    if doubt.reason != IMPRECISE:
        return labels
    return tuple(phrases.KEEP_LABEL.format(answer=each) for each in labels)


def _word_imprecise(
    question_order: QuestionOrder, screening: Screening, fact: str, answer: Interval | LastDoses
) -> str:
    """Returns the sentence that names the criteria that an interval leaves open, and their thresholds."""
    trial = question_order.trial
    numeric = trial.get_numeric(fact)
    asked = trial.facts[fact]
    criteria = question_order.find_left_open(screening.answers, fact, answer)
    thresholds = [each.number for each in trial.thresholds if each.fact == fact and each.criterion in criteria]
    limits = dict.fromkeys(thresholds or trial.list_applicability_limits(fact))
    said = [format_amount(numeric, number) for number in limits if numeric is not None]
    if isinstance(asked, WashoutsFact) and isinstance(answer, LastDoses):
        said = list_doubtful_waits(asked, answer)
    return phrases.IMPRECISE.format(
        answer=word_answer(trial.facts[fact], answer),
        criteria=small_words.AND.join(criteria),
        thresholds=small_words.AND.join(said),
    )
