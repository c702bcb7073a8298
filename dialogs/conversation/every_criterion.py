"""Everything that a result rests on, a tap away: each criterion, and all that the verdicts say besides."""

from collections import Counter
from collections.abc import Iterator

from dialogs.conversation.blocks import Block, CriterionLine, Paragraph, Section, Table, make_items
from dialogs.conversation.cards import list_changes
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.pages import make_reaching_blocks
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts
from dialogs.rules.criteria import Effect
from dialogs.verdict import headings
from dialogs.verdict.result import (
    describe_near,
    list_closing_lines,
    list_missing_parts,
    list_recorded_answers,
    list_settling_lines,
    word_status,
)
from dialogs.verdict.verdict import Finding, Verdict


def make_criteria_messages(trial: Trial, verdict: Verdict) -> Iterator[Message]:
    """Yields a page for each determination, with every criterion of it."""
    for determination_id, determination in trial.definition.determinations.items():
        findings = [each for each in verdict.findings if determination_id in each.determinations]
        title = headings.EVERY_CRITERION.format(name=say(determination.name), counted=_count_effects(findings))
        yield Message(MessageKind.PAGE, (Section(title, (Table(tuple(map(_make_row, findings))),)),))


def make_rest(trial: Trial, verdict: Verdict, contacts: Contacts = NO_CONTACTS) -> Section:
    """Returns all else that a result carries: notes, what is missing and what it would settle, the definition."""
    sections = [
        Section(small_words.TITLED.format(title=title), (make_items(entries),))
        for title, entries in _list_parts(trial, verdict)
        if entries
    ]
    reaching = make_reaching_blocks(contacts)
    closing: tuple[Block, ...] = tuple(map(Paragraph, list_closing_lines(trial, verdict)))
    return Section("", (*sections, *([Section("", reaching)] if reaching else []), Section("", closing)))


def list_result_texts(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns the result and all that it rests on, in plain text."""
    criteria = [message.text for message in make_criteria_messages(trial, verdict)]
    return [make_result_message(trial, verdict).text, *criteria, render_plain([make_rest(trial, verdict)])]


def _list_parts(trial: Trial, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    """Yields the titles, each with its list, which may be empty."""
    names = {fact_id: say(fact.name) for fact_id, fact in trial.facts.items()}
    yield headings.ANSWERS, list_recorded_answers(trial, verdict.answers)
    yield headings.NOTES, [*dict.fromkeys(note for finding in verdict.findings for note in finding.told)]
    yield headings.CHANGING, list_changes(trial, verdict)
    yield from list_missing_parts(trial, verdict)
    settling = (list_settling_lines(trial, each, of) for each, of in verdict.settling.items())
    yield headings.SETTLING, [line for lines in settling for line in lines]
    yield (
        headings.COME_BACK,
        [small_words.NAMED.format(name=names[each.fact], value=each.when) for each in verdict.come_back],
    )
    yield headings.NEAR, [describe_near(trial, each) for each in verdict.near]


def _count_effects(findings: list[Finding]) -> str:
    """Returns how many criteria there are, and what they do: '8 criteria, 7 passes, 1 open'."""
    counts = Counter(each.effect for each in findings)
    told = [words.format(count=counts[effect]) for effect, words in _COUNTS.items() if counts[effect]]
    return small_words.COMMA.join([headings.CRITERIA_COUNT.format(count=len(findings)), *told])


def _make_row(finding: Finding) -> CriterionLine:
    return CriterionLine(
        finding.criterion,
        headings.KINDS[finding.kind],
        finding.effect,
        word_status(finding),
        finding.reason,
        finding.quote,
        finding.notes,
        finding.name,
    )


_COUNTS = {
    Effect.PASSES: headings.PASSING_COUNT,
    Effect.FAILS: headings.FAILING_COUNT,
    Effect.OPEN: headings.OPEN_COUNT,
}
