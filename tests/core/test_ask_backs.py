"""An ask-back is a question of its own: what is said to it records what it offers, or nothing."""

import pytest
from any_dialogue import DIALOGUES
from ask_back_walk import NO, NOW, YES, asking, faults_of, visited

from dialogs import phrases
from dialogs.conversation.ask_backs import IMPRECISE, YesNoReply, read_reply_to_offers
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Turn
from dialogs.definition.facts import ChoiceFact
from dialogs.reading.sentences.offers import make_question
from dialogs.rules.answers import Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

FACTS = [(trial, fact) for trial, dialogue in DIALOGUES.items() for fact in dialogue.trial.facts]
INTERFANT = DIALOGUES["interfant-21"]


@pytest.mark.thinned(6)
@pytest.mark.sweep
@pytest.mark.parametrize(("trial", "fact"), FACTS)
def test_no_short_reply_records_what_was_not_offered(trial: str, fact: str) -> None:
    """Protects against an answer that nobody offered.

    "No reply in the shape of a confirmation, refusal, digit or unit ever records a value that was not offered".
    """
    dialogue = DIALOGUES[trial]
    for index, place in enumerate(visited(dialogue, fact, depth=1, most=4)):
        assert list(faults_of(dialogue, place, sees_numbers=index % 2 == 0)) == []


@pytest.mark.thinned(6)
@pytest.mark.sweep
@pytest.mark.parametrize(("trial", "fact"), FACTS)
def test_what_is_offered_is_asked_for_in_one_form_and_can_be_typed(trial: str, fact: str) -> None:
    """Protects "Did you mean X?", with X as its button says it.

    "Everything that is shown can be chosen by what it says".
    """
    dialogue = DIALOGUES[trial]
    for place in visited(dialogue, fact, depth=1, most=4):
        message = dialogue.view.make_message(place.screening)
        offered = [button.label for button in message.buttons if button.key.startswith("offer:")]
        asked = "Keep it?" if place.doubt.reason == IMPRECISE else make_question(dialogue.trial.facts[fact], offered)
        assert message.text.endswith(asked), (place.texts, message.text)
        assert len({button.label.casefold() for button in message.buttons}) == len(message.buttons), message.buttons
        for index, label in enumerate(offered):
            typed = dialogue.take_turn(place.screening, Said(label), NOW)
            tapped = dialogue._take_choice(place.screening, f"offer:{index}", NOW)  # noqa: SLF001 - what a tap on it comes to
            assert typed == tapped, (place.texts, label)


def take_texts(*texts: str, fact: str, dialogue: Dialogue = INTERFANT, sees_numbers: bool = True) -> Turn:
    """Returns the turn after texts at the plain question of a fact."""
    screening = asking(dialogue, fact)
    for text in texts:
        turn = dialogue.take_turn(screening, Said(text, sees_numbers=sees_numbers), NOW)
        screening = turn.screening
    return turn


@pytest.mark.parametrize(
    ("fact", "texts", "recorded"),
    [
        # "Did you mean Refused?" answered yes records Refused, and likewise for its kind
        ("consent", ("refused I think", "yes"), Known("refused")),
        ("consent", ("refused I think", "no"), None),
        ("cd19", ("probably negative", "yes"), Known("negative")),
        ("cd19", ("probably negative", "no"), None),
        ("cd19", ("dim", "no"), None),
        ("cd19", ("dim", "yes"), None),
        ("cd19", ("dim", "negative"), Known("negative")),
        ("chemotherapy", ("probably not", "yes"), Known("no")),
        ("chemotherapy", ("probably no", "yes"), Known("no")),
        ("chemotherapy", ("probably no", "no"), None),
        ("chemotherapy", ("probably no", "no", "no"), Known("no")),
        ("chemotherapy", ("yes I think", "correct"), Known("yes")),
        # a yes or a no in more words, or in other ones, is still no answer to the question behind it
        ("consent", ("refused I think", "yes yes"), Known("refused")),
        ("consent", ("refused I think", "ja"), Known("refused")),
        ("consent", ("refused I think", "hm", "yes"), Known("refused")),
        ("consent", ("refused I think", "yes parents"), None),
        ("consent", ("refused I think", "yes, given"), Known("given")),
        ("consent", ("verbal", "yes yes"), None),
        ("cd19", ("probably negative", "yes it is"), Known("negative")),
        ("cd19", ("probably negative", "+"), None),
        ("cd19", ("probably negative", "+", "yes"), Known("positive")),
        ("cd19", ("probably positive", "no, no"), None),
        ("cd19", ("probably positive", "no, negative"), Known("negative")),
        ("kmt2a", ("normal", "not"), None),
        ("chemotherapy", ("no?", "yes so far"), None),
        ("hypersensitivity", ("probably not", "yes and no"), None),
        ("live_vaccine", ("none?", "yes so far"), None),
        # the parts of a dose are there for a more exact one
        (
            "corticosteroid_dose",
            ("prednisone 2.104 mg/day, 3.2 kg, 49 cm", "3.3 kg"),
            Interval(min=9.754722446980379, max=9.927547550682268),
        ),
        # its own words
        ("age_days", ("12", "weeks"), Interval(min=84, max=90)),
        ("age_days", ("12", "wks"), Interval(min=84, max=90)),
        ("age_days", ("12", "12 weeks (84 to 90 days)"), Interval(min=84, max=90)),
        ("age_days", ("12 months", "keep"), Interval(min=365, max=396)),
        ("age_days", ("12 months", "yes"), Interval(min=365, max=396)),
        ("age_days", ("12 months", "no"), None),
        ("age_days", ("12", "2"), None),
        ("age_days", ("about 120", "no, 120"), None),
        ("age_days", ("about 120", "no, 130"), Known(130)),
        ("age_days", ("about 120", "yes, 120"), Known(120)),
        ("age_days", ("12", "yes"), None),
        ("corticosteroid_days", ("6-8", "1"), None),
        ("corticosteroid_days", ("6-8", "1", "yes"), Known(1)),
        ("corticosteroid_days", ("6-8", "7 days"), Known(7)),
        ("corticosteroid_days", ("6-8", "keep"), Interval(min=6, max=8)),
        ("diagnosis", ("ALL", "B lineage"), Known("b_precursor_all")),
        ("diagnosis", ("ALL", "T"), Known("t_all")),
        ("cns_eoi", ("traumatic", "3"), None),
        ("cns_eoi", ("traumatic", "3", "yes"), Known("cns3")),
        ("cns_eoi", ("3", "yes"), Known("cns3")),
    ],
)
def test_replies_mean_what_was_asked(fact: str, texts: tuple[str, ...], recorded: object) -> None:
    """Protects the value that is confirmed: the ask-back is heard first, its own words are understood."""
    assert take_texts(*texts, fact=fact).screening.answers.get(fact) == recorded


def test_a_digit_chooses_only_where_numbers_are_shown() -> None:
    """Protects channels without numbers beside the choices: there a typed digit is no place in a list."""
    assert take_texts("2", fact="kmt2a").screening.answers == {"kmt2a": Known("germline")}
    assert take_texts("2", fact="kmt2a", sees_numbers=False).screening.answers == {}
    assert take_texts("germline?", "1", fact="kmt2a").screening.answers == {"kmt2a": Known("germline")}
    assert take_texts("germline?", "2", fact="kmt2a").screening.answers == {}


def test_a_new_text_replaces_the_ask_back() -> None:
    """Protects "an ask-back belongs to the text that caused it".

    No sentence about an earlier text stands under a new one.
    """
    turn = take_texts("dim", "CD19 negative at relapse", fact="cd19")
    assert (turn.screening.state, turn.screening.doubt) == ("asking_cd19", None)
    assert "Dim or partial" not in turn.messages[-1].text
    assert "Dim" not in take_texts("dim", "probably negative", fact="cd19").messages[-1].text


def test_yes_and_no_say_that_they_choose_nothing() -> None:
    """Protects people from silence: where several values are offered, a yes says so and the offers stay."""
    before = take_texts("dim", fact="cd19")
    for text in (*YES, *NO):
        after = INTERFANT.take_turn(before.screening, Said(text), NOW)
        assert after.screening == before.screening
        assert after.messages[-1].text == f"{phrases.CHOOSES_NOTHING}\n{before.messages[-1].text}"


def test_what_is_not_understood_leaves_the_ask_back_open() -> None:
    """Protects a yes that comes after a slip of the finger: it still takes what is offered, and nothing else."""
    asked = take_texts("refused I think", fact="consent")
    turn = INTERFANT.take_turn(asked.screening, Said("purple elephants"), NOW)
    assert turn.screening == asked.screening
    assert (
        turn.messages[-1].text
        == f"That was not understood. Choose one of: Given or Refused.\n{asked.messages[-1].text}"
    )


def test_a_word_that_names_a_side_is_no_yes() -> None:
    """Protects answers that are words for yes or no elsewhere.

    'right' may be a side, so that it neither takes nor refuses the left.
    """
    side = ChoiceFact.model_validate_json(SIDE)
    assert [read_reply_to_offers(side, text) for text in ("right", "yes", "no", "wrong")] == [
        YesNoReply.BOTH,
        YesNoReply.YES,
        YesNoReply.NO,
        YesNoReply.NO,
    ]


SIDE = """{"kind": "choice", "name": {"en": "x"}, "ask": {"en": "x"}, "ask_family": {"en": "x"},
    "why": {"en": "x"}, "options": {
    "left": {"label": {"en": "Left"}}, "right": {"label": {"en": "Right"}}}}"""
