"""The PDF of any screening of Interfant-21: two pages of readable letters, on either paper, and nothing is lost."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from drawn_answers import ALL_OPEN, draw_answers
from pypdf import PageObject, PdfReader
from reported import infant, reported
from stores import dialogue

from bot.documents.report.pdf import render_pdf
from bot.documents.report.report import Report
from dialogs.definition.wording import say
from dialogs.rules.standings import Standing

SMALLEST = 8
"""The smallest letters that may stand on paper, in points."""

REACHING = ("To reach a trial site:", *(f"- Hospital {number} of a long name, Town: 012345" for number in range(3)))
STATES = ("concluded", "review", "asking_age_days")


def close_up(text: str) -> str:
    """The text without its gaps: lines and columns break it anywhere."""
    return "".join(text.split())


def list_sizes(page: PageObject) -> list[float]:
    """The sizes of all letters on a page, in points."""
    sizes: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.append(round(abs(size * tm[3] * cm[3]), 2))

    page.extract_text(visitor_text=visit)
    return sizes


def list_losses(report: Report, first: str, second: str) -> Iterator[str]:
    """What of a report stands on neither page, or not where it belongs."""
    wanted_first = [report.code, report.digest, report.version, report.source, report.pre_check]
    wanted_first += [line.removeprefix("- ") for line in report.reaching]
    for part in report.parts:
        wanted_first += [f"{part.name}{part.sign}{part.word}{part.say}", *part.told, *part.near]
        wanted_first += [f"{gap.name}: {gap.why}." for gap in part.gaps]
        wanted_first += [f"{each.name}: {each.when}; then open {report.code}." for each in part.come_back]
        if part.standing is not Standing.OFF:
            wanted_first += [f"{row.id} {row.name}. {row.reason}" for row in part.reasons]
    wanted_second = [f"{row.id} {row.kind} {row.sign} {row.status_words}" for row in report.rows]
    for row in report.rows:
        notes = report.trial.definition.criteria[row.id].notes
        wanted_second += [f"“{row.quote}”", *(say(note.say) for note in notes if note.when is None)]
        wanted_second += [f"{name}: {answer}" for name, answer in row.answers]
    yield from (each for each in wanted_first if close_up(each) not in first)
    yield from (each for each in wanted_second if close_up(each) not in second)


def check_pages(report: Report, paper: str) -> None:
    pages = PdfReader(io.BytesIO(render_pdf(report, paper))).pages
    assert len(pages) == 2, report.screening.answers
    assert min(size for page in pages for size in list_sizes(page)) >= SMALLEST
    first, second = (close_up(page.extract_text()) for page in pages)
    assert list(list_losses(report, first, second)) == [], report.screening.answers


@pytest.mark.thinned(7)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "answers",
    [
        ALL_OPEN,
        {},
        {"diagnosis": "t_all", "kmt2a": "germline", "age_days": 372, "consent": "refused", "chemotherapy": "yes",
         "disease_phase": "relapsed", "cd19": "negative", "cns_eoi": "cns3", "hypersensitivity": "yes",
         "live_vaccine": "given", "live_vaccine_days": 28, "live_vaccine_planned": "yes"},
        {**ALL_OPEN, "cns_eoi": "cns3", "hypersensitivity": "yes", "cd19": "negative", "live_vaccine_days": 26},
        {**ALL_OPEN, "age_days": {"min": 360, "max": 365}, "diagnosis": "b_mpal", "live_vaccine_days": 28},
    ],
    ids=["all open", "nothing", "all fails", "excluded", "near and noted"],
)  # fmt: skip
def test_the_longest_reports_take_two_pages(answers: dict[str, object], state: str, paper: str) -> None:
    """Protects "at most two pages, A4 and Letter", the first sufficient, where most is to be said."""
    check_pages(replace(reported(dialogue().trial, answers, state), reaching=REACHING), paper)


@pytest.mark.thinned(4)
@pytest.mark.parametrize("seed", range(4))
def test_any_report_takes_two_pages_of_readable_letters_and_loses_nothing(seed: int) -> None:
    """Protects the same for a sample of all answers; the sweep draws hundreds more."""
    check_drawn(4, seed)


def check_drawn(count: int, seed: int) -> None:
    for number, answers in enumerate(draw_answers(count, seed)):
        report = replace(reported(dialogue().trial, answers, STATES[number % 3]), reaching=REACHING)
        check_pages(report, ("a4", "letter")[number % 2])


@pytest.mark.long
@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 103))
def test_a_sweep_of_reports_takes_two_pages(seed: int) -> None:
    """Protects the same, for hundreds of sets of answers."""
    check_drawn(50, seed)


def test_an_outdated_source_is_told_right_beneath_the_verdicts() -> None:
    """Protects "an outdated source stands beside the headline": before the reasons, not after all the rest."""
    first = close_up(PdfReader(io.BytesIO(render_pdf(infant(cns_eoi="cns2")))).pages[0].extract_text())
    assert first.index("checktheregistry") < first.index("WhyBlinatumomab")
    current = replace(infant(cns_eoi="cns2"), verdict=replace(infant().verdict, stale=False), source="Source: today.")
    first = close_up(PdfReader(io.BytesIO(render_pdf(current))).pages[0].extract_text())
    assert first.index("WhyBlinatumomab") < first.index("Source:today.")
