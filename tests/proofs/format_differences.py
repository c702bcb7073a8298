"""Where the rules say something else of some answers than every completion of a generated definition."""

from collections.abc import Iterator

from plain_case import Case
from plain_format import Format
from plain_kleene import UNKNOWN

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth

TRUTHS = {(True, True): Truth.YES, (False, False): Truth.NO, (False, True): Truth.UNKNOWN}
STANDINGS = (Standing.PASSES, Standing.FAILS, Standing.OFF, Standing.NOT_YET)
"""By their code in the arrays of outcomes."""

Told = tuple[tuple[Known | Interval, Standing], ...]


def find_differences(form: Format, trial: Trial, answers: dict[str, Answer]) -> Iterator[str]:
    """Yields where the rules say something else of some answers than the completions do."""
    left = form.drop_inapplicable(answers)
    dropped = dict(trial.drop_inapplicable(answers))
    if dropped != left:
        yield f"answers that apply: {sorted(dropped)}, not {sorted(left)}"
        return
    case = form.look_at(left)
    rules = trial.rules
    state = rules.encode_state(left)
    assessment = rules.assess(state)
    for name, status in zip(form.plain["criteria"], assessment.statuses, strict=True):
        if status.truth is not TRUTHS[case.rulings.truths[name]]:
            yield f"{name} is {status.truth}, not {TRUTHS[case.rulings.truths[name]]}"
        depends = case.list_open_facts(name) if status.truth is Truth.UNKNOWN else ()
        if status.open_facts != depends and (depends or status.truth is not Truth.UNKNOWN):
            yield f"{name} is open because of {status.open_facts}, not {depends}"
    contradicted = tuple(
        i for i, each in enumerate(form.plain.get("consistent", [])) if case.kleene.evaluate(each["never"])[0]
    )
    if rules.find_contradictions(state) != contradicted:
        yield f"contradictions: {rules.find_contradictions(state)}, not {contradicted}"
    for name in form.plain["determinations"]:
        yield from _compare_ruling(case, assessment, name)
        yield from _compare_settling(case, assessment, name)
    yield from _compare_relevant(case, assessment)


def _compare_ruling(case: Case, assessment: Assessment, name: str) -> Iterator[str]:
    ruling = assessment.rulings[name]
    finals = {STANDINGS[each] for each in case.list_finals(name)}
    standing, is_provisional = case.rulings.rule(name)
    expected = Standing.OPEN if standing is None else STANDINGS[standing]
    if not finals <= ruling.possible:
        yield f"{name} can come to {finals}, not only to {ruling.possible}"
    if expected is not Standing.OPEN and (ruling.standing, ruling.provisional) != (expected, is_provisional):
        yield f"{name} is {ruling.standing} {ruling.provisional}, but by Kleene's logic {expected} {is_provisional}"
    if ruling.standing is Standing.OPEN:
        return
    allowed = {ruling.standing} | ({Standing.OFF} if ruling.provisional else set())
    if not finals <= allowed:
        yield f"{name} is {ruling.standing} {ruling.provisional}, but completions come to {finals}"
    if ruling.provisional and ruling.standing not in {Standing.FAILS, Standing.NOT_YET}:
        yield f"{name} is {ruling.standing} and provisional"


def _compare_settling(case: Case, assessment: Assessment, name: str) -> Iterator[str]:
    is_open = assessment.rulings[name].standing is Standing.OPEN
    if (name in assessment.settling) is not is_open:
        yield f"{name} is {assessment.rulings[name].standing}, with settling: {assessment.settling.get(name)}"
    if not is_open or name not in assessment.settling:
        return
    settling = assessment.settling[name]
    if len(case.list_finals(name)) == 1:
        if not settling.needed + settling.needed_if:
            yield f"{name} is open, and nothing is needed"
        return
    depends = case.list_decisive_facts(name)
    needed = tuple(each for each in depends if case.applies(each))
    if not needed:
        yield from _compare_deciding(case, name, settling.needed)
        return
    if settling.needed != needed:
        yield f"{name} needs {settling.needed}, not {needed}"
    needed_if = tuple(each for each in depends if not case.applies(each))
    if settling.needed_if != needed_if:
        yield f"{name} needs {settling.needed_if} if another, not {needed_if}"
    for fact in needed:
        yield from _compare_single(case, name, fact, settling.by.get(fact, ()))
    if not set(settling.by) <= set(settling.needed):
        yield f"{name} is settled by {set(settling.by)}, of which some is not needed"


def _compare_deciding(case: Case, name: str, asked: tuple[str, ...]) -> Iterator[str]:
    """Where nothing that is needed applies yet, what can still decide that is asked, although no value changes it."""
    doubted = {each for each in case.list_decisive_facts(name) if case.kleene.applies(each) == UNKNOWN}
    if any(not case.applies(each) or len(case.possible[each]) == 1 for each in asked) or (doubted and not asked):
        yield f"{name} needs {asked}, where only {doubted} may come to apply"


def _compare_single(case: Case, name: str, fact: str, told: Told) -> Iterator[str]:
    settled = {place: STANDINGS[each] for place, each in case.find_single(name, fact).items()}
    if case.form.plain["facts"][fact]["kind"] == "several":
        yield from _compare_several(case, name, fact, told)
        return
    said: dict[int, Standing] = {}
    for answer, standing in told:
        places = set(case.form.find_places(fact, answer))
        if not places & set(case.possible[fact]):
            yield f"{name} is settled by {fact} {answer}, which is not possible"
        for place in places & set(case.possible[fact]):
            if said.setdefault(place, standing) is not standing:
                yield f"{name} is settled twice by {fact} {place}"
    is_compared = fact in case.form.compared
    if said != settled and not (is_compared and said.items() <= settled.items()):
        values = case.form.samples[fact]
        yield (
            f"{name} is settled by {fact}: { {values[each]: s.name for each, s in said.items()} }, not"
            f" { {values[each]: s.name for each, s in settled.items()} }"
        )


def _compare_several(case: Case, name: str, fact: str, told: Told) -> Iterator[str]:
    for answer, standing in told:
        assert isinstance(answer, Known)
        finals = {STANDINGS[each] for each in case.list_finals_with(name, fact, str(answer.value))}
        if finals != {standing}:
            yield f"{name} is settled by {fact} {answer.value}: {standing}, but completions come to {finals}"


def _compare_relevant(case: Case, assessment: Assessment) -> Iterator[str]:
    """Where all completions agree, but Kleene's logic does not see it, what is asked is only held to be asked."""
    waiting, found = case.find_waiting(), dict(assessment.waiting)
    doubted = {name for name in waiting if not case.held_up[name] and case.cleared.rulings.rule(name)[0] is None}
    if {name: () if name in doubted else facts for name, facts in found.items()} != waiting:
        yield f"waiting: {found}, not {waiting}"
    relevant = case.list_relevant()
    is_doubted = doubted or any(
        ruling.standing is Standing.OPEN and not any(map(case.applies, case.list_decisive_facts(name)))
        for name, ruling in assessment.rulings.items()
    )
    if assessment.relevant != relevant and not (is_doubted and {*relevant} <= {*assessment.relevant}):
        yield f"relevant: {assessment.relevant}, not {relevant}"
