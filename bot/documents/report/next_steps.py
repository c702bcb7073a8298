"""What to do next, as a report says it: go on with the screening or call a site, and when to come back."""

from bot.documents.report import phrases
from bot.documents.report.missing_parts import name_fact
from bot.documents.report.report import Report
from dialogs.conversation.state_machine import find_fact
from dialogs.definition import small_words
from dialogs.rules.standings import Standing


def list_next_steps(report: Report) -> list[str]:
    """Returns what to do next: whom to call, and when to come back, and with which code, where it is kept.

    As long as a screening is neither finished nor ruled out, it is gone on with before anybody is called.
    """
    return_to = phrases.RETURN_TO if report.is_kept else phrases.RETURN_TO_UNKEPT
    returns = [
        return_to.format(name=each.name, when=each.when, code=report.code)
        for part in report.parts
        for each in part.come_back
    ]
    first = phrases.CALL if report.is_finished or is_ruled_out(report) else _word_going_on(report)
    return [first, *([join_reaching(report)] if report.reaching else []), *dict.fromkeys(returns)]


def join_reaching(report: Report) -> str:
    """Returns the lines for reaching a site as one sentence: what they list stands behind their title."""
    title, *listed = report.reaching
    bare = [line.removeprefix(small_words.ITEM.format(item="")) for line in listed]
    return phrases.REACH.format(title=title, sites=small_words.SEMICOLON.join(bare))


def is_ruled_out(report: Report) -> bool:
    """Says whether the answers so far rule the main determination out for good."""
    first = report.verdict.main_decision
    return first.apparent in {Standing.FAILS, Standing.OFF} and not first.provisional


def _word_going_on(report: Report) -> str:
    fact = find_fact(report.screening.state) or report.verdict.next_question
    if fact is None:
        return (phrases.CHECK_NEXT if report.is_kept else phrases.CHECK_NEXT_UNKEPT).format(code=report.code)
    answer_next = phrases.ANSWER_NEXT if report.is_kept else phrases.ANSWER_NEXT_UNKEPT
    return answer_next.format(code=report.code, name=name_fact(report.trial, fact))
