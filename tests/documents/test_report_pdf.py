"""The report as a PDF file: what stands in it, its tags and fonts, how it breaks, how quick it is."""

import io
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from reported import adult, infant, reported
from stores import definition_text

from bot.config.errors import UsageFault
from bot.documents.report.pdf import Typesetter, render_pdf
from bot.documents.report.report import Report
from dialogs.loading.loading import load

INELIGIBLE = {"age_days": 370, "kmt2a": "germline", "chemotherapy": "yes", "consent": "refused", "diagnosis": "t_all"}
UNDETERMINED = {
    "consent": "pending",
    "cns_eoi": {"pending": "2026-12-01"},
    "cd19": "unknown",
    "age_days": {"min": 334, "max": 365},
}
PROVISIONAL = {
    "consent": "pending",
    "cns_eoi": "cns2",
    "diagnosis": "b_mpal",
    "live_vaccine": "given",
    "live_vaccine_days": 20,
}


def opened(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(read: PdfReader) -> str:
    """The text of all pages, without its gaps: lines and columns break it anywhere."""
    return close_up("".join(page.extract_text() for page in read.pages))


def close_up(text: str) -> str:
    return "".join(text.split())


def tags(read: PdfReader) -> Iterator[str]:
    """The tags of the structure, in the order of reading."""
    root: Any = read.root_object
    todo = [root["/StructTreeRoot"]["/K"]]
    while todo:
        found = todo.pop()
        found = found.get_object() if hasattr(found, "get_object") else found
        if isinstance(found, list):
            todo += reversed(found)
        elif isinstance(found, dict):
            yield from [str(found["/S"])] if "/S" in found else []
            todo += [found["/K"]] if "/K" in found else []


@cache
def long_report() -> Report:
    """A report of a trial with 36 criteria, some of them quoted at length."""
    more = "".join(
        f"  X{number}:\n    kind: exclusion\n    determination: protocol\n    name: {{en: Further {number}}}\n   "
        f" quote: Quote {number}{' of the source, at some length,' * (number % 5 * 6)} to its end {number}\n    plain:"
        " {en: Plain.}\n    met_when: {diagnosis: t_all}\n"
        for number in range(24)
    )
    text = definition_text().replace("\ncriteria:\n", f"\ncriteria:\n{more}", 1)
    return reported(load(text, "long.yaml"), {"diagnosis": "t_all"})


def with_quote(quote: str) -> Report:
    """A report with another quotation in its first row."""
    report = infant()
    first = report.parts[0]
    return replace(
        report, parts=(replace(first, rows=(replace(first.rows[0], quote=quote), *first.rows[1:])), *report.parts[1:])
    )


@pytest.mark.parametrize(
    "report",
    [
        infant(),
        infant(**INELIGIBLE),
        infant(**UNDETERMINED),
        infant(**PROVISIONAL),
        infant("asking_age_days"),
        adult(flt3="pending"),
        long_report(),
    ],
    ids=["eligible", "ineligible", "undetermined", "provisional", "unfinished", "three determinations", "36 criteria"],
)
def test_the_file_says_all_that_the_report_says(report: Report) -> None:
    """Protects quotes, answers, headlines, notes, digest and code on paper: all of each is read back from the file."""
    told = words(opened(render_pdf(report)))
    wanted = [report.code, report.digest, report.title, report.source, report.pre_check, "23 November 2026, 07:45 UTC"]
    for part in report.parts:
        wanted += [f"{part.name} {part.sign} {part.word} {part.say}", *part.told, *part.near]
        wanted += [f"{gap.name}: {gap.why}." for gap in part.gaps]
        wanted += [f"{each.name}: {each.when}" for each in part.come_back]
        for row in part.rows:
            wanted += [f"{row.id} {row.kind} {row.sign} {row.status_words}", f"“{row.quote}”", *row.notes]
            wanted += [f"{name}: {answer}" for name, answer in row.answers]
    assert [each for each in wanted if close_up(each) not in told] == []
    assert ("UNFINISHED" in told) != report.is_finished


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_has_the_size_that_was_asked_for(paper: str, size: tuple[int, int]) -> None:
    """Protects printing in Europe and in America: nothing is scaled or cut."""
    for page in opened(render_pdf(infant(**PROVISIONAL), paper)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_a_long_table_breaks_between_rows_and_repeats_its_header() -> None:
    """Protects a trial with 36 criteria: each page of a table names its columns, and its part of the report."""
    pages = [page.extract_text() for page in opened(render_pdf(long_report())).pages]
    assert len(pages) > 2
    assert all("Criterion, status" in page for page in pages[1:])
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("Screening report K7Q4-2MX, Interfant-21. This is a pre-check" in page for page in pages)
    for number in range(24):
        holding = [page for page in pages if f"X{number} exclusion" in page]
        assert len(holding) == 1
        assert f"to its end {number}”" in " ".join(holding[0].split())


def test_the_file_is_tagged_and_names_itself() -> None:
    """Protects who listens to the page (PDF/UA): title, language, headings, lists, tables with headers, in order."""
    read = opened(render_pdf(infant(**PROVISIONAL)))
    root: Any = read.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en",
        True,
        True,
    )
    assert read.metadata is not None
    assert read.metadata.title == "Screening report K7Q4-2MX, Interfant-21"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = Counter(tags(read))
    assert (found["/H1"], found["/H2"], found["/Table"], found["/TH"], found["/TR"]) == (1, 9, 2, 6, 14)
    assert found["/TD"] == 36
    assert found["/LI"] == 8  # a gap, two returns, two reasons, what would change it, a note, whom to call


def test_the_file_says_nothing_of_the_machine_and_is_the_same_again() -> None:
    """Protects the person at the machine from the file's properties, and an auditor who compares two copies."""
    report = infant()
    read = opened(render_pdf(report))
    assert read.metadata is not None
    assert set(read.metadata) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert str(read.metadata["/CreationDate"]) == "D:20261123074500Z"
    assert render_pdf(report) == render_pdf(report) == Typesetter().typeset(report, "a4")
    assert render_pdf(report) != render_pdf(replace(report, code="0000-000"))


def test_every_font_is_in_the_file_and_came_with_the_typesetter() -> None:
    """Protects a server without any font, and a reader without ours."""
    pages: list[Any] = list(opened(render_pdf(infant(**PROVISIONAL))).pages)
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            [inner] = font["/DescendantFonts"]
            assert font["/BaseFont"].split("+")[1].startswith(("LibertinusSerif", "DejaVuSansMono"))
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"].get_object())


def test_no_text_becomes_markup() -> None:
    """Protects the typesetter from a definition whose wording looks like its language."""
    odd = '#panic("no") *bold* _it_ $x^2$ @ref <label> \\u{41} // gone /* gone */ = Title [x] "q" \' -- ~ `raw`'
    assert close_up(f"“{odd}”") in words(opened(render_pdf(with_quote(odd))))


def test_a_character_that_no_font_has_is_one_clear_line() -> None:
    """Protects "a font that is missing: one clear line": it names the character and the remedy. A next report works."""
    with pytest.raises(
        UsageFault, match=r"^the PDF cannot be made: no font at hand has the character 中; take --format html$"
    ):
        render_pdf(with_quote("中文"))
    assert len(opened(render_pdf(infant())).pages) == 2


def test_the_first_file_takes_under_half_a_second_and_the_next_a_twentieth() -> None:
    """Protects "PDF: the first in under 0.5 s, the next under 0.05 s", in processor time."""
    begun = time.process_time()
    typesetter = Typesetter()
    typesetter.typeset(infant(), "a4")
    first = time.process_time() - begun
    later = []
    for age in range(100, 105):
        report = infant(**UNDETERMINED | {"age_days": age})
        begun = time.process_time()
        typesetter.typeset(report, "a4")
        later.append(time.process_time() - begun)
    assert first < 0.5
    assert min(later) < 0.05


def test_other_threads_run_while_a_file_is_made() -> None:
    """Protects "without holding up other chats": the typesetter releases the interpreter, for several callers."""
    reports = [replace(long_report(), code=f"000{number}-000") for number in range(3)]
    alone = [render_pdf(report) for report in reports]
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    clock = threading.Thread(target=tick)
    clock.start()
    try:
        with ThreadPoolExecutor(3) as threads:
            together = list(threads.map(render_pdf, reports))
    finally:
        done.set()
        clock.join()
    assert together == alone
    assert ticks >= 8, "one that held the interpreter would let a tick pass between two files"
