"""Pages of information: the trial, its criteria, the pathway, hospitals, support, and why a question is asked."""

from collections.abc import Iterator

from dialogs.definition.facts import OptionFact, get_option_label
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts, Hospital
from dialogs.rules.conditions import iterate_leaves
from dialogs.verdict import headings
from dialogs.verdict.source import describe_source

WITH_A_VERDICT = 3
"""How many hospitals are named where a page says in short how to reach a trial site."""


def make_trial_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> str:
    """Returns what the trial is: title, sponsor, conditions, status with its date, and how to reach a trial site."""
    about = trial.definition.about
    return "\n".join(
        [
            say(about.title),
            headings.SCIENTIFIC_TITLE.format(title=say(about.scientific_title)),
            headings.IDENTITY.format(acronym=about.acronym, phase=about.phase, sponsor=about.sponsor),
            headings.CONDITIONS.format(conditions=say(about.conditions)),
            headings.AGE_RANGE.format(range=say(about.age_range)),
            headings.SUMMARY.format(summary=say(about.summary)),
            describe_source(trial),
            say(trial.definition.pre_check),
            *list_reaching_lines(contacts),
        ]
    )


def list_reaching_lines(contacts: Contacts) -> list[str]:
    """Returns how to reach a trial site, in short: the first hospitals, and how many more there are.

    It is empty where none is listed.
    """
    if not contacts.hospitals:
        return []
    more = len(contacts.hospitals) - WITH_A_VERDICT
    lines = [f"- {_format_hospital(each)}" for each in contacts.hospitals[:WITH_A_VERDICT]]
    return [headings.REACH, *lines, *([headings.MORE_HOSPITALS.format(count=more)] if more > 0 else [])]


def make_criteria_page(trial: Trial) -> str:
    """Returns the criteria for health professionals, quoted in full, by determination."""
    lines = []
    for determination_id, determination in trial.definition.determinations.items():
        lines.append(f"{say(determination.name)}: {say(determination.asks)}")
        for criterion_id, criterion in trial.definition.criteria.items():
            if criterion.determination == determination_id:
                lines.append(f"{criterion_id} ({criterion.kind}): “{criterion.quote}”")
        if determination.quote is not None:
            lines.append(headings.QUOTED.format(quote=determination.quote))
    return "\n".join([*lines, describe_source(trial)])


def make_plain_page(trial: Trial) -> str:
    """Returns the criteria in plain words for families: by determination, what is needed and what must not be."""
    about = trial.definition.about
    lines = [headings.IN_PLAIN_WORDS]
    for determination_id in trial.definition.determinations:
        lines += ["", *_list_plain_lines(trial, determination_id)]
    quoted = [headings.FOR_PATIENTS.format(said=say(each)) for each in about.criteria_for_families]
    return "\n".join([*lines, "", *quoted, describe_source(trial), say(trial.definition.pre_check)])


def _list_plain_lines(trial: Trial, determination_id: str) -> Iterator[str]:
    determination = trial.definition.determinations[determination_id]
    yield say(determination.name)
    if determination.plain is not None:
        yield say(determination.plain)
    for kind, heading in (("inclusion", headings.NEEDED), ("exclusion", headings.MUST_NOT_BE)):
        plain = [
            say(each.plain)
            for each in trial.definition.criteria.values()
            if (each.determination, each.kind) == (determination_id, kind)
        ]
        if plain:
            yield f"{heading}:"
            yield from (f"- {each}" for each in plain)


def make_pathway_page(trial: Trial) -> str:
    """Returns the treatment pathway, as information."""
    return "\n".join([headings.PATHWAY, *map(say, trial.definition.about.pathway)])


def make_hospitals_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> str:
    """Returns the hospitals that are listed, then what the source says of them."""
    listed = [f"- {_format_hospital(each)}" for each in contacts.hospitals]
    if listed:
        listed.insert(0, headings.HOSPITALS)
    return "\n".join([*listed, say(trial.definition.about.hospitals)])


def make_report_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> str:
    """Returns how to report an inaccuracy, with the address where one is listed."""
    at = [] if contacts.inaccuracies is None else [headings.INACCURACIES.format(address=say(contacts.inaccuracies))]
    return "\n".join([say(trial.definition.about.inaccuracy), *at])


def make_support_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> str:
    """Returns where support is to be found: the lines that are listed, then those of the trial."""
    lines = [f"{say(item.name)}: {say(item.say)}" for item in (*contacts.support, *trial.definition.about.support)]
    return "\n".join(lines) or headings.NO_SUPPORT


def make_why_page(trial: Trial, fact_id: str) -> str:
    """Returns why a fact is asked: the reason, what its values mean, notes, and the quoted criteria that use it."""
    fact = trial.facts[fact_id]
    lines = [say(fact.why), headings.ASKED_OF_FAMILIES.format(ask=say(fact.ask_family))]
    if isinstance(fact, OptionFact):
        lines += [
            f"{get_option_label(fact, str(code))}: {say(option.explain)}"
            for code, option in fact.options.items()
            if option.explain is not None
        ]
    lines += [headings.NOTE.format(note=say(note)) for note in fact.notes]
    for rule in trial.rules.criteria:
        if fact_id in {leaf.fact for leaf in iterate_leaves(rule.condition)}:
            criterion = trial.definition.criteria[rule.id]
            lines.append(f"{rule.id} ({criterion.kind}): “{criterion.quote}”")
            lines += [
                headings.NOTE_ON.format(id=rule.id, note=say(note.say)) for note in criterion.notes if note.when is None
            ]
    return "\n".join([*lines, describe_source(trial)])


def _format_hospital(hospital: Hospital) -> str:
    city = "" if hospital.city is None else f", {say(hospital.city)}"
    return f"{say(hospital.name)}{city}: {say(hospital.contact)}"
