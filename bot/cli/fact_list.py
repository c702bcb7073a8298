"""`trialscreen check TRIAL --help-facts`: what can be answered, as the definition has it. It reads no answers."""

from typing import Any

from bot.config.output import print_json, print_text
from bot.config.trial_catalogue import find_trial
from dialogs.definition.facts import (
    Fact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.domains import is_whole
from dialogs.verdict.condition_words import word_condition
from dialogs.verdict.figures import format_figure
from dialogs.verdict.json_amounts import format_plain_range, name_plain_unit

MISSING = ["unknown", "pending"]
"""What each fact may be besides its own values."""


def print_facts(trial_name: str, *, as_json: bool) -> None:
    """Prints the facts of a trial in the order of the questions."""
    trial = find_trial(trial_name)
    if as_json:
        print_json(
            {
                "trial": trial.id,
                "version": trial.definition.version,
                "digest": trial.digest,
                "facts": [_make_plain_fact(trial, fact_id) for fact_id in trial.facts],
            }
        )
        return
    facts = "\n".join(line for fact_id in trial.facts for line in _list_lines(trial, fact_id))
    print_text(f'{facts}\n\nEach may also be {", ".join(MISSING)}, or {{"pending": "2026-12-01"}}.')


def _make_plain_fact(trial: Trial, fact_id: str) -> dict[str, Any]:
    fact = trial.facts[fact_id]
    numeric = isinstance(fact, NumericFact)
    return {
        "fact": fact_id,
        "kind": fact.kind,
        "name": say(fact.name),
        "ask": say(fact.ask),
        "codes": _list_codes(fact) or None,
        "unit": name_plain_unit(fact) if isinstance(fact, NumericFact) else None,
        "range": {"min": fact.range.min, "max": fact.range.max} if isinstance(fact, NumericFact) else None,
        "whole": is_whole(fact) if isinstance(fact, NumericFact) else None,
        "interval": numeric,
        "applies_if": trial.get_written_applies_if(fact_id),
        "missing": MISSING,
    }


def _list_lines(trial: Trial, fact_id: str) -> list[str]:
    fact = trial.facts[fact_id]
    lines = [f"{fact_id} ({fact.kind}): {say(fact.name)}"]
    if isinstance(fact, NumericFact):
        kind = "whole number" if is_whole(fact) else "number"
        lines.append(f"  {kind}, {format_plain_range(fact)}, or an interval")
    labelled = fact.words_for if isinstance(fact, NumericFact) else []
    lines += [f"  {format_figure(each.number)}: {say(each.label)}" for each in labelled if each.label is not None]
    lines += [f"  {code}: {label}" for code, label in _list_codes(fact).items()]
    if fact.applies_if is not None:
        lines.append(f"  applies if {word_condition(trial.facts, fact.applies_if)}")
    return lines


def _list_codes(fact: Fact) -> dict[str, str]:
    """Returns the codes of a fact with what they are called; none of one that is answered by a number."""
    if isinstance(fact, WashoutsFact):
        return {code: say(drug.label) for code, drug in fact.drugs.items()}
    if not isinstance(fact, OptionFact | SeveralFact):
        return {}
    return {code: get_option_label(fact, code) for code in list_option_codes(fact)}
