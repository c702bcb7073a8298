"""Speed, as ratios in one run.

Two things are timed in turn, and the median of the ratios counts. Single times are only reported.

Run it with `make bench`. Nothing here is a test: a noisy machine must not fail a build.
"""

import io
import random
import statistics
import time
import timeit
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import orjson
from durable_peers import measure_durable_peers
from keeping import measure_storage
from noting import measure_notes
from refusing import measure_refusing
from replaying import measure_replaying
from rival import compile_rules, make_decision
from scripted_turns import measure_scripted_turns
from starting import measure_starting
from tallying import measure_tallying
from telegram_turns import measure_telegram_turns
from transitions import Machine
from web_posts import measure_web_posts

from bot.cli.checker import Checker, stream
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.definition.facts import NumericFact, OptionFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import Answers
from dialogs.rules.domains import is_whole
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import make_plain_answer, read_answers, read_values

ROOT = Path(__file__).parents[2]
TRIAL = load((ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml")
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUNDS = 9


def main() -> None:
    """Prints every figure of the speed promises, with what is promised."""
    print("what                                                        measured   promised")
    say("a bare loop: ten million numbers added up (s)", time_bare_loop(), "")
    measure_rules()
    measure_refusing(say)
    measure_turns()
    measure_scripts()
    measure_starting(say)
    measure_lines()
    measure_storage(say)
    measure_telegram_turns(say)
    measure_web_posts(say)
    measure_durable_peers(say)
    measure_tallying(say)


def measure_rules() -> None:
    """Our statuses and findings against the same twelve rules in zen-engine, on the same complete answers."""
    plain = [draw_answers(TRIAL, seed, missing=0.0) for seed in range(400)]
    answers = [read_answers(TRIAL, each) for each in plain]
    contexts = [{**dict.fromkeys(TRIAL.facts), **each} for each in plain]
    expressions = compile_rules()
    judge = Evaluator(TRIAL)
    engine = TRIAL.rules

    def judge_ours() -> None:
        for each in answers:
            engine.find_statuses(engine.encode_state(each))

    def judge_theirs() -> None:
        for context in contexts:
            for expression in expressions:
                expression.evaluate(context)

    their_decision = make_decision()

    def explain_ours() -> None:
        for each in answers:
            judge.make_findings(each, engine.find_rulings(engine.find_statuses(engine.encode_state(each))))

    def explain_theirs() -> None:
        for context in contexts:
            their_decision.evaluate(context, {"trace": True})

    say("statuses, times as fast as zen's compiled expressions", find_ratio(judge_theirs, judge_ours), "at least 5")
    say("findings with trace, times as fast as zen's decision", find_ratio(explain_theirs, explain_ours), "at least 4")


def measure_turns() -> None:
    """A turn of the dialogue, next question included, in bare triggers of `transitions`.

    Every dialogue has different answers.
    """
    dialogue = Dialogue(TRIAL)
    says = [[text for _, text in draw_dialogue(dialogue, seed)] for seed in range(60)]
    count = sum(map(len, says))
    machine = Machine(model=None, states=["a", "b"], initial=None, auto_transitions=False)
    machine.add_transition("go", "a", "b")
    machine.add_transition("go", "b", "a")
    model = type("Model", (), {"state": "a"})()
    trigger = machine.events["go"].trigger

    def step_ours() -> None:
        for each in says:
            turn = dialogue.begin(NOW)
            for text in each:
                turn = dialogue.take_turn(turn.screening, Said(text), NOW)

    def step_theirs() -> None:
        for _ in range(count):
            trigger(model)

    say("a dialogue turn, in bare triggers of transitions", find_ratio(step_ours, step_theirs), "at most 12")
    measure_notes(say, dialogue, says)


def measure_scripts() -> None:
    """1,000 different scripts of 15 questions, parsed and played.

    The core plays them in this process, the other layers as a command.
    """
    dialogue = Dialogue(TRIAL)
    texts = [draw_script(dialogue, seed) for seed in range(1_000)]
    player = Player(dialogue)
    start = time.perf_counter()
    failures = sum(player.play(parse_script(text, "generated")).failure is not None for text in texts)
    say(
        f"1,000 scripts of 15 questions, {len(set(texts))} different, {failures} failed (s)",
        time.perf_counter() - start,
        "under 3",
    )
    courses = [[text for _, text in draw_dialogue(dialogue, seed)] for seed in range(150)]
    measure_scripted_turns(say, dialogue, courses, texts[: len(courses)])
    measure_replaying(say, texts)


def measure_lines() -> None:
    """`check --jsonl`: results a second on one core.

    Answers are missing as often as in practice, and nearly every line is different.
    """
    source = b"\n".join(orjson.dumps(draw_answers(TRIAL, seed, missing=0.2)) for seed in range(20_000))
    for brief, promised in ((False, "at least 8,000"), (True, "at least 20,000")):
        target = io.BytesIO()
        start = time.process_time()
        stream(Checker(TRIAL, TODAY, brief=brief), io.BytesIO(source), target)
        rate = target.getvalue().count(b"\n") / (time.process_time() - start)
        say(f"check --jsonl{' --brief' if brief else ''}, results a second of one core", rate, promised)


def find_ratio(slower: Callable[[], None], faster: Callable[[], None]) -> float:
    """Returns how many times as long `slower` takes as `faster`: the median over rounds that time both in turn."""
    slower()
    faster()
    return statistics.median(time_call(slower) / time_call(faster) for _ in range(ROUNDS))


def time_call(work: Callable[[], None]) -> float:
    """Returns the processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def draw_answers(trial: Trial, seed: int, missing: float) -> dict[str, object]:
    """Returns plain answers drawn at random; each is left out, or unknown, with the probability `missing`."""
    draw = random.Random(seed)
    plain: dict[str, object] = {}
    for fact_id, fact in trial.facts.items():
        if draw.random() < missing:
            if draw.random() < 0.5:
                plain[fact_id] = "unknown"
        elif isinstance(fact, OptionFact):
            plain[fact_id] = draw.choice(list_option_codes(fact))
        elif not isinstance(fact, NumericFact):
            raise AssertionError("only trials of options and numbers are measured here")
        elif is_whole(fact):
            plain[fact_id] = draw.randint(int(fact.range.min), min(800, int(fact.range.max)))
        else:
            plain[fact_id] = round(draw.uniform(fact.range.min, 30), 2)
    applicable: Answers = trial.drop_inapplicable(read_values(trial, plain))
    return {fact_id: make_plain_answer(answer) for fact_id, answer in applicable.items()}


def draw_dialogue(dialogue: Dialogue, seed: int) -> Iterable[tuple[str, str]]:
    """Yields the state and what is said there, up to the review, for one random course that asks every question."""
    draw = random.Random(seed)
    turn = dialogue.begin(NOW)
    while turn.screening.state.startswith(("asking_", "clarifying_")):
        said = draw_text(draw, turn.screening.state, seed)
        yield turn.screening.state, said
        turn = dialogue.take_turn(turn.screening, Said(said), NOW)


def draw_text(draw: random.Random, state: str, seed: int) -> str:
    """Returns something to say in a state: answers that keep every question open, and now and then a missing one."""
    fixed = {
        "asking_age_days": f"{60 + seed % 300}",
        "asking_corticosteroids": "systemic",
        "asking_corticosteroid_dose": f"{10.1 + seed % 89:.1f} mg/m2/day",
        "asking_corticosteroid_days": f"{seed % 8}",
        "asking_live_vaccine": "given",
        "asking_live_vaccine_days": f"{29 + seed % 400}",
    }
    choices = {
        "asking_diagnosis": ["B-ALL", "pre-B"],
        "asking_disease_phase": ["new", "don't know"],
        "asking_kmt2a": ["KMT2A-r", "pending"],
        "asking_chemotherapy": ["no", "don't know"],
        "asking_consent": ["given", "not asked for yet"],
        "asking_cd19": ["CD19+", "pending"],
        "asking_cns_eoi": ["CNS1", "not done yet"],
    }
    return fixed.get(state) or draw.choice(choices.get(state, ["no", "don't know"]))


def draw_script(dialogue: Dialogue, seed: int) -> str:
    """Returns a script of one random course, with the state expected after every answer."""
    course = list(draw_dialogue(dialogue, seed))
    states = [*(state for state, _ in course[1:]), "review"]
    blocks = [
        f"#me\n{said}\n\n#bot\nJSON_PATH $.state|{state}\n" for (_, said), state in zip(course, states, strict=True)
    ]
    return "\n".join([f"Random course {seed}.\n", "#me\n/start\n\n#bot\nScreening for\n", *blocks])


def say(what: str, figure: float, promised: str) -> None:
    """Prints one line of the table.

    Beside an absolute time stands how many bare loops of this machine it takes: one machine is half as fast as another.
    """
    beside = ""
    if what.endswith("(s)"):
        beside = f"   = {figure / time_bare_loop():.2f} bare loops"
    elif "results a second" in what:
        beside = f"   = {figure * time_bare_loop():,.0f} in a bare loop"
    print(f"{what:<70} {figure:>10,.2f}   {promised}{beside}")


@cache
def time_bare_loop() -> float:
    """Returns how many seconds this machine takes to add up ten million numbers, the quickest of three times."""
    return min(timeit.repeat(lambda: sum(number & 7 for number in range(10_000_000)), number=1, repeat=3))


if __name__ == "__main__":
    main()
