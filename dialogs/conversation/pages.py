"""Pages of information: the trial, its criteria, the pathway, hospitals, support, and why a question is asked."""

from collections.abc import Iterator

from dialogs.conversation.blocks import Block, Paragraph, Quotation, Section, make_items
from dialogs.conversation.plain_text import list_text_lines
from dialogs.definition import small_words
from dialogs.definition.facts import OptionFact, SeveralFact, get_option_label
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts, Hospital
from dialogs.rules.conditions import iterate_leaves
from dialogs.verdict import headings
from dialogs.verdict.source import describe_source

WITH_A_VERDICT = 3
"""How many hospitals are named where a page says in short how to reach a trial site."""


def make_trial_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> tuple[Block, ...]:
    """Returns what the trial is: title, sponsor, conditions, status with its date, and how to reach a trial site."""
    about = trial.definition.about
    lines = [
        say(about.title),
        headings.SCIENTIFIC_TITLE.format(title=say(about.scientific_title)),
        headings.IDENTITY.format(acronym=about.acronym, phase=about.phase, sponsor=about.sponsor),
        headings.CONDITIONS.format(conditions=say(about.conditions)),
        headings.AGE_RANGE.format(range=say(about.age_range)),
        headings.SUMMARY.format(summary=say(about.summary)),
        describe_source(trial),
        say(trial.definition.pre_check),
    ]
    return (*map(Paragraph, lines), *make_reaching_blocks(contacts))


def make_reaching_blocks(contacts: Contacts) -> tuple[Block, ...]:
    """Returns how to reach a trial site, in short; nothing where none is listed."""
    listed = list_first_hospitals(contacts)
    return (Paragraph(headings.REACH), make_items(listed)) if listed else ()


def list_first_hospitals(contacts: Contacts) -> list[str]:
    """Returns the first hospitals in lines, and how many more there are."""
    more = len(contacts.hospitals) - WITH_A_VERDICT
    further = [headings.MORE_HOSPITALS.format(count=more)] if more > 0 else []
    return [*map(_format_hospital, contacts.hospitals[:WITH_A_VERDICT]), *further]


def list_reaching_lines(contacts: Contacts) -> list[str]:
    """Returns in plain lines how to reach a trial site, in short; nothing where none is listed."""
    return [line.text for line in list_text_lines(make_reaching_blocks(contacts))]


def make_criteria_page(trial: Trial) -> tuple[Block, ...]:
    """Returns the criteria for health professionals, quoted in full, by determination."""
    blocks: list[Block] = []
    for determination_id, determination in trial.definition.determinations.items():
        name, asks = say(determination.name), say(determination.asks)
        blocks.append(Paragraph(small_words.NAMED.format(name=name, value=asks)))
        for criterion_id, criterion in trial.definition.criteria.items():
            if determination_id in criterion.determinations:
                blocks.append(_quote_criterion(trial, criterion_id))
        if determination.quote is not None:
            blocks.append(Paragraph(small_words.QUOTED.format(quote=determination.quote)))
    return (*blocks, Paragraph(describe_source(trial)))


def make_plain_page(trial: Trial) -> tuple[Block, ...]:
    """Returns the criteria in plain words for families: by determination, what is needed and what must not be."""
    about = trial.definition.about
    quoted = [headings.FOR_PATIENTS.format(said=say(each)) for each in about.criteria_for_families]
    closing = (*quoted, describe_source(trial), say(trial.definition.pre_check))
    parts = [
        Section(say(determination.name), tuple(_list_plain_blocks(trial, determination_id)))
        for determination_id, determination in trial.definition.determinations.items()
    ]
    return (Paragraph(headings.IN_PLAIN_WORDS), *parts, Section("", tuple(map(Paragraph, closing))))


def _list_plain_blocks(trial: Trial, determination_id: str) -> Iterator[Block]:
    determination = trial.definition.determinations[determination_id]
    if determination.plain is not None:
        yield Paragraph(say(determination.plain))
    for kind, heading in (("inclusion", headings.NEEDED), ("exclusion", headings.MUST_NOT_BE)):
        plain = [
            say(each.plain)
            for each in trial.definition.criteria.values()
            if determination_id in each.determinations and each.kind == kind
        ]
        if plain:
            yield Paragraph(small_words.TITLED.format(title=heading))
            yield make_items(plain)


def make_pathway_page(trial: Trial) -> tuple[Block, ...]:
    """Returns the treatment pathway, as information."""
    return tuple(map(Paragraph, (headings.PATHWAY, *map(say, trial.definition.about.pathway))))


def make_hospitals_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> tuple[Block, ...]:
    """Returns the hospitals that are listed, then what the source says of them."""
    listed = make_items(map(_format_hospital, contacts.hospitals))
    heading = (Paragraph(headings.HOSPITALS), listed) if contacts.hospitals else ()
    return (*heading, Paragraph(say(trial.definition.about.hospitals)))


def make_inaccuracy_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> tuple[Block, ...]:
    """Returns how to report an inaccuracy, with the address where one is listed."""
    at = [] if contacts.inaccuracies is None else [headings.INACCURACIES.format(address=say(contacts.inaccuracies))]
    return tuple(map(Paragraph, (say(trial.definition.about.inaccuracy), *at)))


def make_support_page(trial: Trial, contacts: Contacts = NO_CONTACTS) -> tuple[Block, ...]:
    """Returns where support is to be found: the lines that are listed, then those of the trial."""
    listed = (*contacts.support, *trial.definition.about.support)
    lines = [small_words.NAMED.format(name=say(each.name), value=say(each.say)) for each in listed]
    return tuple(map(Paragraph, lines or [headings.NO_SUPPORT]))


def make_why_page(trial: Trial, fact_id: str) -> tuple[Block, ...]:
    """Returns why a fact is asked: the reason, what its values mean, notes, and the quoted criteria that use it."""
    fact = trial.facts[fact_id]
    lines = [say(fact.why), headings.ASKED_OF_FAMILIES.format(ask=say(fact.ask_family))]
    if isinstance(fact, OptionFact | SeveralFact):
        lines += [
            small_words.NAMED.format(name=get_option_label(fact, str(code)), value=say(option.explain))
            for code, option in fact.options.items()
            if option.explain is not None
        ]
    lines += [headings.NOTE.format(note=say(note)) for note in fact.notes]
    blocks: list[Block] = list(map(Paragraph, lines))
    for rule in trial.rules.criteria:
        if fact_id in {leaf.fact for leaf in iterate_leaves(rule.condition)}:
            notes = trial.definition.criteria[rule.id].notes
            said = [headings.NOTE_ON.format(id=rule.id, note=say(note.say)) for note in notes if note.when is None]
            blocks += [_quote_criterion(trial, rule.id), *map(Paragraph, said)]
    return (*blocks, Paragraph(describe_source(trial)))


def _quote_criterion(trial: Trial, criterion_id: str) -> Quotation:
    criterion = trial.definition.criteria[criterion_id]
    kind = headings.KINDS[criterion.kind]
    return Quotation(criterion.quote, headings.CRITERION_OF.format(id=criterion_id, kind=kind))


def _format_hospital(hospital: Hospital) -> str:
    name, city = say(hospital.name), hospital.city
    where = name if city is None else headings.HOSPITAL_IN.format(name=name, city=say(city))
    return small_words.NAMED.format(name=where, value=say(hospital.contact))
