"""The result as messages: the verdicts with reasons and next steps, then every criterion of each determination."""

from collections.abc import Iterator

from dialogs.conversation.blocks import (
    Block,
    CriterionLine,
    Headline,
    Items,
    Paragraph,
    Quotation,
    Section,
    Table,
    Title,
    make_items,
)
from dialogs.conversation.messages import Message, MessageKind
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.outcome_words import word_outcome
from dialogs.verdict.result import (
    describe_near,
    describe_reason,
    find_failing,
    list_closing_lines,
    list_missing_parts,
    list_settling_lines,
    word_status,
)
from dialogs.verdict.verdict import Finding, Verdict


def make_result_messages(trial: Trial, verdict: Verdict) -> Iterator[Message]:
    """Yields the result, and a page with every criterion for each determination."""
    yield make_result_message(trial, verdict)
    for determination_id, determination in trial.definition.determinations.items():
        rows = tuple(_make_row(each) for each in verdict.findings if each.determination == determination_id)
        title = headings.EVERY_CRITERION.format(name=say(determination.name))
        yield Message(MessageKind.PAGE, (Section(title, (Table(rows),)),))


def make_result_message(trial: Trial, verdict: Verdict) -> Message:
    """Returns the verdicts, with what stands behind them and what comes next."""
    sections = [
        Section(small_words.TITLED.format(title=title), (items,))
        for title, items in _list_parts(trial, verdict)
        if items.entries
    ]
    closing = Section("", tuple(map(Paragraph, list_closing_lines(trial, verdict))))
    title = Title(headings.RESULT)
    return Message(MessageKind.RESULT, (title, *make_headlines(trial, verdict), *sections, closing))


def _list_parts(trial: Trial, verdict: Verdict) -> Iterator[tuple[str, Items]]:
    """Yields the parts of the result, each a title and its list, which may be empty."""
    names = {fact_id: say(fact.name) for fact_id, fact in trial.facts.items()}
    yield headings.WHY, make_reason_items(verdict)
    yield headings.NOTES, make_items(dict.fromkeys(note for finding in verdict.findings for note in finding.told))
    for title, missing in list_missing_parts(trial, verdict):
        yield title, make_items(missing)
    settling = (list_settling_lines(trial, each, of) for each, of in verdict.settling.items())
    yield headings.SETTLING, make_items(line for lines in settling for line in lines)
    come_back = (small_words.NAMED.format(name=names[each.fact], value=each.when) for each in verdict.come_back)
    yield headings.COME_BACK, make_items(come_back)
    yield headings.NEAR, make_items(describe_near(trial, each) for each in verdict.near)


def make_reason_items(verdict: Verdict) -> Items:
    """Returns why determinations fail, criterion by criterion."""
    return Items(tuple(_quote_reasons(verdict)))


def make_headlines(trial: Trial, verdict: Verdict) -> Iterator[Headline]:
    """Yields each verdict."""
    for each in verdict.decisions:
        name = say(trial.definition.determinations[each.determination].name)
        yield Headline(name, each.apparent, word_outcome(each), each.say)


def make_reasons(trial: Trial, verdict: Verdict) -> list[Block]:
    """Returns each verdict, and why a determination fails."""
    return [*make_headlines(trial, verdict), *_quote_reasons(verdict)]


def _quote_reasons(verdict: Verdict) -> list[Quotation]:
    return [Quotation(each.quote, describe_reason(each)) for each in find_failing(verdict)]


def _make_row(finding: Finding) -> CriterionLine:
    return CriterionLine(
        finding.criterion,
        headings.KINDS[finding.kind],
        finding.effect,
        word_status(finding),
        finding.reason,
        finding.quote,
        finding.notes,
    )
