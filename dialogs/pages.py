"""Pages of information: the trial, its criteria in both wordings, the pathway, support, and why a question is asked."""

from dialogs.definition.facts import OptionFact
from dialogs.definition.wording import say
from dialogs.rules.conditions import leaves
from dialogs.trial import Trial
from dialogs.worded import day, option_label


def trial_page(trial: Trial) -> str:
    """Returns what the trial is: title, identity, sponsor, conditions, status with its date, summary."""
    about = trial.definition.about
    return "\n".join(
        [
            say(about.title),
            f"Scientific title: {say(about.scientific_title)}",
            f"Acronym: {about.acronym}. Phase {about.phase}. Sponsor: {about.sponsor}.",
            f"Conditions: {say(about.conditions)}",
            f"Age range: {say(about.age_range)}",
            f"Summary: {say(about.summary)}",
            source_line(trial),
            say(trial.definition.pre_check),
        ]
    )


def source_line(trial: Trial, *, stale: bool = True) -> str:
    """Returns where the criteria come from, and the status with its date: 'Not yet recruiting, as of 9 April 2024: check the registry'."""
    source = trial.definition.source
    status = say(source.status)
    number = f", {source.registry_number}" if source.registry_number else ""
    warning = f": {say(source.check)}" if stale else ""
    return f"Source: {say(source.name)}{number}. {status[0].upper() + status[1:]}, as of {day(source.updated)}{warning}."


def criteria_page(trial: Trial) -> str:
    """Returns the criteria for health professionals, quoted in full, by determination."""
    lines = []
    for determination_id, determination in trial.definition.determinations.items():
        lines.append(f"{say(determination.name)}: {say(determination.asks)}")
        for criterion_id, criterion in trial.definition.criteria.items():
            if criterion.determination == determination_id:
                lines.append(f"{criterion_id} ({criterion.kind}): “{criterion.quote}”")
    return "\n".join([*lines, source_line(trial)])


def plain_page(trial: Trial) -> str:
    """Returns the criteria in plain words for families."""
    kinds = {"inclusion": "Needed", "exclusion": "Must not be"}
    lines = [f"{kinds[criterion.kind]}: {say(criterion.plain)}" for criterion in trial.definition.criteria.values()]
    quoted = [f"The registry, for patients: “{say(each)}”" for each in trial.definition.about.criteria_for_families]
    return "\n".join(["In plain words:", *lines, *quoted, source_line(trial), say(trial.definition.pre_check)])


def pathway_page(trial: Trial) -> str:
    """Returns the treatment pathway, as information."""
    return "\n".join(["The treatment pathway:", *map(say, trial.definition.about.pathway)])


def hospitals_page(trial: Trial) -> str:
    """Returns what is known of participating hospitals."""
    return say(trial.definition.about.hospitals)


def report_page(trial: Trial) -> str:
    """Returns how to report an inaccuracy."""
    return say(trial.definition.about.inaccuracy)


def support_page(trial: Trial) -> str:
    """Returns where support is to be found."""
    lines = [f"{say(item.name)}: {say(item.say)}" for item in trial.definition.about.support]
    return "\n".join(lines) or "No support lines are listed for this trial."


def why_page(trial: Trial, fact_id: str) -> str:
    """Returns why a fact is asked: the reason, what its values mean, notes, and the quoted criteria that use it."""
    fact = trial.facts[fact_id]
    lines = [say(fact.why), f"Asked of families as: {say(fact.ask_family)}"]
    if isinstance(fact, OptionFact):
        lines += [
            f"{option_label(fact, str(code))}: {say(option.explain)}" for code, option in fact.options.items() if option.explain is not None
        ]
    lines += [f"Note: {say(note)}" for note in fact.notes]
    for rule in trial.rules.criteria:
        if fact_id in {leaf.fact for leaf in leaves(rule.condition)}:
            criterion = trial.definition.criteria[rule.id]
            lines.append(f"{rule.id} ({criterion.kind}): “{criterion.quote}”")
            lines += [f"Note on {rule.id}: {say(note.say)}" for note in criterion.notes if note.when is None]
    return "\n".join([*lines, source_line(trial)])
