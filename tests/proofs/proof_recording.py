"""Records and replays many random dialogues of every trial.

Each recording leads to where its screening stands, or says why not.

Run it with `PYTHONPATH=.:tests/support:tests/proofs python
tests/proofs/proof_recording.py [HOW_MANY [SEED]]`. It exits with 1 on the first difference.
"""

import random
import sys
from collections import Counter

from any_dialogue import DIALOGUES, LABELS, NOW, button_at, words_of
from recorded import ASKED_BACK, DATES, Sitting, leads_nearby, replayed, sitting

from dialogs.conversation.screening import Said, Tapped
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.facts import NumericFact
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.verdict.answer_words import format_amount

COMMANDS = ("/stop", "/change", "/back", "/start over", "/resume")
ANSWERS = ("is:", "offer:", "unknown", "pending")
DOSES = ("prednisone 3 mg/day, 5.2 kg, 58 cm", "dexamethasone 1.3 mg/day, 7.1 kg, 65 cm", "up to 10 mg/m2/day", "9.5")
SPANS = ("5-12 days", "4 months", "less than 30", "more than 8", "300 to 400 days")


def main(count: int = 10_000, seed: int = 1) -> int:
    """Proves it for `count` dialogues, and prints where they ended."""
    draw = random.Random(seed)
    words = {trial: words_of(dialogue) for trial, dialogue in DIALOGUES.items()}
    ends: Counter[str] = Counter()
    for number in range(count):
        trial = draw.choice(list(DIALOGUES))
        real = sitting(trial=trial)
        readiness = draw.choice((0.5, 0.8, 0.95))
        for _ in range(draw.randint(0, 45)):
            if draw.random() < readiness:
                answer(real, draw)
            else:
                text = draw.choice([*words[trial], *LABELS * 8, *DATES * 5, *COMMANDS * 10])
                real.happens(Said(text, draw.choice((None, None, NOW))))
        end = outcome(real)
        if not end:
            print(f"dialogue {number} of seed {seed} for {trial} is not the same when it is replayed: {real.screening}")
            return 1
        ends[end] += 1
    for end, times in sorted(ends.items()):
        print(f"{times:>7,}  {end}")
    return 0


def answer(real: Sitting, draw: random.Random) -> None:
    """Answers the open question, mostly; else taps any button."""
    fact = real.dialogue.trial.facts.get(find_fact(real.screening.state) or "")
    buttons = [
        button.key for button in real.dialogue.view.make_buttons(real.screening) if button.key.startswith(ANSWERS)
    ]
    if isinstance(fact, NumericFact) and real.screening.menu is None and draw.random() < 0.7:
        number = draw.randint(int(fact.range.min) + 1, min(400, int(fact.range.max)))
        real.says(draw.choice([format_amount(fact, number), *DOSES, *SPANS, *DATES, *ASKED_BACK]))
    elif buttons and draw.random() < 0.9:
        real.happens(Tapped(real.screening.number, draw.choice(buttons)))
    else:
        real.happens(button_at(real.dialogue, real.screening, draw.randrange(30)))


def outcome(real: Sitting) -> str:
    """Returns where a dialogue ended, or nothing where its recording is wrong.

    A wrong one leads elsewhere without saying so, or reads otherwise when repeated.
    """
    recording = real.recorded()
    replay = replayed(real.dialogue, recording)
    screening = real.screening
    doubt = "" if screening.doubt is None else f", {screening.doubt.reason.partition(':')[0]}"
    if not is_same(replay.screening, screening):
        return f"left out{doubt}" if recording.left_out and leads_nearby(replay, real) else ""
    if replay.recorded().text != recording.text:
        return ""
    listed = ", listing" if screening.listing else ""
    menu = "" if screening.menu is None else f", menu {screening.menu.value}"
    return screening.state.partition("_")[0] + doubt + listed + menu


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
