"""The codes under which answers are counted: an option's, a number's cell between thresholds, an interval, missing."""

from dialogs.definition.facts import OptionFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Interval, LastDoses, Pending, Selected, Unknown
from dialogs.rules.domains import WASHOUT_CODES
from dialogs.rules.number_domain import Cut, NumberDomain
from dialogs.verdict.figures import format_figure

UNKNOWN = "unknown"
PENDING = "pending"
INTERVAL = "interval"
NONE = "none"
SEVERAL = "several"
UNTESTED = "untested"
ANY_NUMBER = "any number"


def list_codes(trial: Trial, fact_id: str) -> tuple[str, ...]:
    """Returns every code under which an answer to a fact can be counted: options or cells, intervals, missing ones."""
    fact, domain = trial.facts[fact_id], trial.rules.places[fact_id].domain
    if isinstance(fact, OptionFact):
        return (*list_option_codes(fact), UNKNOWN, PENDING)
    if isinstance(fact, SeveralFact):
        untested = () if fact.not_tested is None else (UNTESTED,)
        return (*list_option_codes(fact), SEVERAL, NONE, *untested, UNKNOWN, PENDING)
    if isinstance(fact, WashoutsFact):
        return (*WASHOUT_CODES, NONE, INTERVAL, UNKNOWN, PENDING)
    assert isinstance(domain, NumberDomain)
    return (*(label_cell(domain, index) for index in range(domain.size)), INTERVAL, UNKNOWN, PENDING)


def choose_code(trial: Trial, fact_id: str, answer: Answer) -> str:
    """Returns the code under which an answer is counted. An interval is one wherever it lies.

    Last doses that are not known well enough are one too.
    Of several options that may be so, one by itself has its own code, and all that are more share one.
    """
    if isinstance(answer, Unknown):
        return UNKNOWN
    if isinstance(answer, Pending):
        return PENDING
    if isinstance(answer, Interval):
        return INTERVAL
    if isinstance(answer, LastDoses):
        return _choose_of_washouts(answer, trial.rules.places[fact_id].domain.make_mask(answer))
    if isinstance(answer, Selected):
        return _choose_of_several(answer)
    domain = trial.rules.places[fact_id].domain
    if isinstance(domain, NumberDomain):
        return label_cell(domain, domain.make_mask(answer).bit_length() - 1)
    return str(answer.value)


def _choose_of_several(answer: Selected) -> str:
    if answer.untested:
        return UNTESTED
    return NONE if not answer.codes else answer.codes[0] if len(answer.codes) == 1 else SEVERAL


def _choose_of_washouts(answer: LastDoses, cells: int) -> str:
    return NONE if not answer.doses else next((code for code, cell in WASHOUT_CODES.items() if cell == cells), INTERVAL)


def label_cell(domain: NumberDomain, index: int) -> str:
    """Returns the label of a cell by its index from below: '<=365', '>365', '>7, <=28', '=5'.

    It is 'any number' where there is only one cell.
    """
    lower = domain.cuts[index - 1] if index > 0 else None
    upper = domain.cuts[index] if index < len(domain.cuts) else None
    if lower is not None and upper is not None and lower[0] == upper[0]:
        return f"={format_figure(lower[0])}"
    limits = [
        *([] if lower is None else [_format_lower_limit(lower)]),
        *([] if upper is None else [_format_upper_limit(upper)]),
    ]
    return ", ".join(limits) or ANY_NUMBER


def _format_lower_limit(cut: Cut) -> str:
    return f"{'>' if cut[1] else '>='}{format_figure(cut[0])}"


def _format_upper_limit(cut: Cut) -> str:
    return f"{'<=' if cut[1] else '<'}{format_figure(cut[0])}"
