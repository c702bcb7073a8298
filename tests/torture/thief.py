"""A thief with the database and no key guesses, from its clear columns, which criterion failed, and what is due when.

They learn from as many screenings whose answers they know. It must help them no more than the tally, which is in clear.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from random import Random
from typing import Any

from attacks import Broken, Options, main
from commands import ELIGIBLE
from full_store import locate
from stores import KEY, NOW, Person, definition_text, dialogue
from wandering import words_for

from bot.session.tally_outcome import make_outcome
from dialogs.conversation.screening import Said, Turn
from dialogs.conversation.state_machine import find_fact
from dialogs.rules.answers import Pending
from storage.maintenance.sweep import sweep
from storage.model.stored import StoredDefinition, TallyOutcome
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

MOST_TURNS = 16
UNUSUAL = 0.2
"""How often an answer is not the usual one."""


@dataclass(frozen=True)
class Loot:
    """A screening: what the thief sees of it, and what they want to know."""

    clear: dict[str, float]
    failed: str
    due: str


Guess = Callable[[Loot], str]
Way = Callable[[Sequence[Loot], Sequence[str], str], Guess]


def columns(options: Options) -> str:
    """Guesses from the clear columns of `screenings`, in the first month, before the sweep looks at any."""
    known, wanted = (_steal(options, part, days=28) for part in ("known", "wanted"))
    features = [name for name in wanted[0].clear if name not in ROWS]
    return _hold(known, wanted, features)


def swept(options: Options) -> str:
    """Measures what is learnt where screenings of four months were swept: finished ones are gone, others stay."""
    known, wanted = (_steal(options, part, days=120) for part in ("known", "wanted"))
    return _measure(known, wanted, [name for name in wanted[0].clear if name not in ROWS])


def numbers_of_rows(options: Options) -> str:
    """Measures what the numbers of rows in `entries` and `outbox` tell of a screening."""
    known, wanted = (_steal(options, part, days=28) for part in ("known", "wanted"))
    return _measure(known, wanted, list(ROWS))


def _hold(known: Sequence[Loot], wanted: Sequence[Loot], features: Sequence[str]) -> str:
    said = []
    for what in ("failed", "due"):
        right, alone = _guess(known, wanted, features, what)
        slack = 3 * sqrt(alone * (1 - alone) / len(wanted))
        if right > alone + slack:
            raise Broken(f"{what}: {right:.1%} are guessed, and the tally alone gives {alone:.1%}")
        said.append(f"{what} {right:.1%} (the tally alone: {alone:.1%})")
    return f"{len(wanted)} screenings: {', '.join(said)} guessed"


def _measure(known: Sequence[Loot], wanted: Sequence[Loot], features: Sequence[str]) -> str:
    pairs = {what: _guess(known, wanted, features, what) for what in ("failed", "due")}
    said = [f"{what} {right:.1%} (the tally alone: {alone:.1%})" for what, (right, alone) in pairs.items()]
    return f"{len(wanted)} screenings: {', '.join(said)} guessed"


def _guess(known: Sequence[Loot], wanted: Sequence[Loot], features: Sequence[str], what: str) -> tuple[float, float]:
    """Returns how many the better way of guessing gets right, and how many the most frequent answer does."""
    half = len(known) // 2
    ways = (_guess_by_table, _guess_by_neighbours)
    best = max(ways, key=lambda way: _rate(way, known[:half], known[half:], features, what))
    [(usual, _)] = Counter(getattr(each, what) for each in known).most_common(1)
    alone = sum(getattr(each, what) == usual for each in wanted) / len(wanted)
    return _rate(best, known, wanted, features, what), alone


def _rate(way: Way, known: Sequence[Loot], wanted: Sequence[Loot], features: Sequence[str], what: str) -> float:
    guess = way(known, features, what)
    return sum(1.0 for each in wanted if guess(each) == getattr(each, what)) / len(wanted)


def _guess_by_table(known: Sequence[Loot], features: Sequence[str], what: str) -> Guess:
    """Guesses what was most frequent among those that look the same."""
    seen: dict[tuple[float, ...], Counter[str]] = {}
    usual = Counter(getattr(each, what) for each in known)
    for each in known:
        seen.setdefault(tuple(each.clear[name] for name in features), Counter())[getattr(each, what)] += 1

    def guess(loot: Loot) -> str:
        found = seen.get(tuple(loot.clear[name] for name in features), usual)
        return str(found.most_common(1)[0][0])

    return guess


def _guess_by_neighbours(known: Sequence[Loot], features: Sequence[str], what: str) -> Guess:
    """Guesses what is most frequent among the fifteen that look most alike."""
    values = {name: [each.clear[name] for each in known] for name in features}
    spans = {name: max(some) - min(some) or 1 for name, some in values.items()}

    def guess(loot: Loot) -> str:
        def measure(each: Loot) -> float:
            return sum(abs(each.clear[name] - loot.clear[name]) / spans[name] for name in features)

        near = sorted(known, key=measure)[:15]
        return str(Counter(getattr(each, what) for each in near).most_common(1)[0][0])

    return guess


def _steal(options: Options, part: str, days: int) -> list[Loot]:
    """Lets screenings be made, and returns what there is to see of each, with the truth."""
    folder = options.folder / part
    folder.mkdir()
    draw = options.random(part)
    with closing(open_store(locate(folder), KEY, NOW - timedelta(days))) as store:
        for number in range(options.count(1_000, 150)):
            _screen(store, f"person {number}", draw, NOW - timedelta(days=draw.random() * days))
        while not sweep(store, NOW).is_done:
            pass
        return _look(store)


def _screen(store: Store, who: str, draw: Random, now: datetime) -> None:
    person = Person(store, who, now=now)
    definition = StoredDefinition(dialogue().trial.digest, "interfant-21.yaml", definition_text())
    turns = draw.randrange(2, MOST_TURNS) if draw.random() < 0.3 else MOST_TURNS

    def begin(uow: UnitOfWork) -> None:
        turn = dialogue().begin(now)
        uow.begin_screening(turn, definition, _outcome_of(turn), "clinician")

    def go_on(uow: UnitOfWork) -> None:
        stored = uow.list_owned(uow.person)[0]
        if stored.outcome.is_finished:
            return
        turn = dialogue().take_turn(stored.screening, Said(_choose(draw, stored.screening.state, now)), now)
        uow.record_turn(stored, turn, _outcome_of(turn))

    for taken in store.take_all([(person.inbound(), begin), *((person.inbound(), go_on) for _ in range(turns))]):
        if taken.fault is not None:
            raise taken.fault


def _outcome_of(turn: Turn) -> TallyOutcome:
    trial = dialogue().trial
    assessment = trial.rules.assess(trial.rules.encode_state(turn.screening.answers))
    return make_outcome(trial, assessment, is_finished=turn.verdict is not None)


def _choose(draw: Random, state: str, now: datetime) -> str:
    fact = find_fact(state)
    if fact is None:
        return draw.choice(("stop here", "stop here", "list every reason", "show the result"))
    if draw.random() < UNUSUAL:
        due = now + timedelta(days=draw.randrange(3, 90))
        past = now - timedelta(days=draw.randrange(1, 28))
        return draw.choice((*words_for(dialogue(), fact)[:-4], f"pending {due:%Y-%m-%d}", f"{past:%Y-%m-%d}"))
    return str(ELIGIBLE.get(fact) or draw.choice(words_for(dialogue(), fact)[:-4]))


def _look(store: Store) -> list[Loot]:
    with store.reading() as repository:
        truths = {stored.id: stored for stored in repository.iterate_all()}
        rows = repository.connection.exec_driver_sql("SELECT * FROM screenings WHERE NOT is_forgotten").mappings().all()
        counted = {
            name: Counter(repository.connection.exec_driver_sql(f"SELECT screening FROM {name}").scalars())
            for name in ROWS
        }
    return [
        Loot(
            {
                "touched_at": row["touched_at"] // 86_400,
                "kept_for": (row["keep_until"] - row["touched_at"]) // 86_400,
                "keep_until": row["keep_until"] // 86_400,
                "version": row["version"].bit_length(),
                "sealed": len(row["sealed"]),
                **{name: counted[name][row["id"]] for name in ROWS},
            },
            truths[row["id"]].outcome.failed[0] if truths[row["id"]].outcome.failed else "none",
            _find_due(truths[row["id"]]),
        )
        for row in rows
    ]


def _find_due(stored: Any) -> str:
    """Returns the week in which the last of its dates falls."""
    days = [
        day
        for answer in stored.screening.answers.values()
        if (day := answer.expected if isinstance(answer, Pending) else getattr(answer, "clear_on", None)) is not None
    ]
    return f"{max(days):%G week %V}" if days else "none"


ROWS = ("entries", "outbox")

if __name__ == "__main__":
    main({"columns": columns, "swept": swept, "numbers of rows": numbers_of_rows})
