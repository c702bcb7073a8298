"""A screening's report: what it says, as a value, text, page and JSON; and the command that writes it."""

import json
import os
import random
import re
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import Ran, trialscreen
from odd_trials import odd_trial
from other_people import acts_as
from reported import AT, CODE, adult, infant, reported
from stores import dialogue

from bot.cli.app import run
from bot.documents.report import html as page
from bot.documents.report import text
from bot.documents.report.formats import render_report
from bot.documents.report.part import ReportPart
from bot.documents.report.plain import make_plain_report
from bot.documents.report.report import Report, make_file_name, make_report
from bot.phrases import UNKEPT_CODE
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.rules.answers import PENDING, UNKNOWN, Answer
from dialogs.rules.standings import Standing
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_verdict import make_full_verdict

SAID = (
    "birth 2026-01-31, diagnosis 2026-05-31\nMy name is"
    " Zebedee\nB-ALL\nnew\nrearranged\nnone\nno\ngiven\npositive\nwaiting\nno\nnone\nno\nshow the result\n"
)


def part(report: Report, name: str) -> ReportPart:
    return next(each for each in report.parts if each.id == name)


def test_each_determination_has_a_headline_reasons_and_a_clock_of_its_own() -> None:
    """Protects "Two verdicts, never one": a live vaccine delays blinatumomab and consent delays entry, each alone."""
    report = infant(consent="pending", live_vaccine="given", live_vaccine_days=20)
    entry, blinatumomab = part(report, "protocol"), part(report, "blinatumomab")
    assert (entry.badge, blinatumomab.badge) == ("? not yet determined", "? not yet")
    assert ([row.id for row in entry.reasons], [row.id for row in blinatumomab.reasons]) == ([], ["B4"])
    assert [each.fact for each in entry.come_back] == ["consent"]
    assert [each.when for each in blinatumomab.come_back] == ["delay the first dose by at least 9 days"]
    assert ([gap.fact for gap in entry.gaps], blinatumomab.gaps, blinatumomab.waits_for) == (
        ["consent"],
        (),
        ("Trial entry",),
    )


@pytest.mark.parametrize(
    ("report", "badges"),
    [
        (infant(), ["✔ eligible", "✔ eligible"]),
        (infant(kmt2a="germline"), ["✘ not eligible", "– not applicable"]),
        (infant(cns_eoi="cns2"), ["✔ eligible", "✘ excluded"]),
        (infant(cns_eoi="pending"), ["✔ eligible", "? not yet determined"]),
        (infant(live_vaccine="given", live_vaccine_days=20), ["✔ eligible", "? not yet"]),
        (infant("review", live_vaccine="given", live_vaccine_days=20), ["✔ so far: eligible", "? so far: not yet"]),
        (infant("review"), ["✔ so far: eligible", "✔ so far: eligible"]),
        (
            infant("asking_consent", consent=None, cns_eoi="cns3"),
            ["? not yet determined", "✘ so far: excluded, provisionally"],
        ),
        (adult(flt3="pending"), ["✔ eligible", "? not yet determined", "? not yet determined"]),
    ],
)
def test_every_headline_is_a_sign_and_a_word(report: Report, badges: list[str]) -> None:
    """Protects "Status never by colour alone". A verdict that may still change does not read like a final one."""
    assert [each.badge for each in report.parts] == badges


def test_a_gap_says_why_and_who_can_settle_it() -> None:
    """Protects "what is missing and who can settle it": each cause in its words; persons only from the definition."""
    report = infant(
        consent="pending", cns_eoi={"pending": "2026-12-01"}, kmt2a="unknown", age_days={"min": 334, "max": 396}
    )
    told = text.format_text(report)
    out = "would settle it: not eligible for Interfant-21 as answered.\n"
    assert (
        "- Informed consent: not asked for yet. To be settled by the parents or guardian. Informed consent Refused"
        f" {out}" in told
    )
    assert (
        f"- KMT2A status: not known. To be found out, then changed in the screening. KMT2A status Germline {out}"
        in told
    )
    assert (
        "- Age at diagnosis: 334 to 396 days, not exact enough. To be answered more exactly. Age at diagnosis more"
        f" than 365 days {out}" in told
    )
    assert (
        "- CNS status at the end of induction: not done yet, expected 1 December 2026. To be settled by the"
        " laboratory.\n" in told
    )
    assert "(about day 33): expected 1 December 2026; then open K7Q4-2MX.\n" in told
    assert "This also depends on Trial entry, not yet determined." in told
    assert [gap.fact for gap in part(report, "blinatumomab").gaps] == ["cns_eoi"]


def test_what_is_missing_and_needed_by_nobody_is_said_alone() -> None:
    """Protects an infant who is not eligible from a list of examinations that can change nothing."""
    report = infant(kmt2a="germline", cns_eoi="pending", cd19=None)
    assert all(not each.gaps for each in report.parts)
    assert report.not_needed == ("CD19 at diagnosis (not asked)", "CNS status at the end of induction (not done yet)")


def test_an_unfinished_screening_is_marked_as_such() -> None:
    """Protects "An unfinished screening gives a report too, plainly marked": in each format, before a headline."""
    report = infant("asking_kmt2a", kmt2a=None)
    for form in ("text", "html"):
        told = render_report(report, form).decode()
        assert 0 < told.index("UNFINISHED, answers so far: 11. This is not a result") < told.index("Trial entry")
        assert "UNFINISHED" not in render_report(infant(), form).decode()
    assert (make_plain_report(report)["finished"], make_plain_report(infant())["finished"]) == (False, True)


@pytest.mark.parametrize(
    "report", [infant(), infant(kmt2a="germline", consent="refused"), infant("asking_age_days"), adult()]
)
@pytest.mark.parametrize("form", ["text", "html"])
def test_every_report_carries_what_an_auditor_asks_for(report: Report, form: str) -> None:
    """Protects "table of criteria (status, answer, quoted text)", source, digest, code, time and pre-check."""
    told = render_report(report, form).decode()
    told = read_page(told).words if form == "html" else told
    for criterion_id, criterion in report.trial.definition.criteria.items():
        assert criterion_id in told
        assert f"“{criterion.quote}”" in told
        assert all(note.say["en"] in told for note in criterion.notes if note.when is None)
    for row in report.rows:
        assert (
            f"{row.sign} {row.status_words}" in told or f"{row.sign} {row.id} ({row.kind}): {row.status_words}" in told
        )
        assert all(f"{name}: {answer}" in told for name, answer in row.answers)
    for wanted in (
        CODE,
        report.digest,
        report.trial.definition.version,
        "23 November 2026, 07:45 UTC",
        "18:03 UTC",
        report.pre_check,
    ):
        assert wanted in told
    assert (": check the registry." in told) == (
        report.trial.id == "interfant-21"
    )  # the other trial's source is of this year


def test_nothing_of_a_verdict_is_lost_on_its_way_into_the_parts() -> None:
    """Protects every return, gap, reason and note of any trial: it is in its determination's part, or on its own."""
    rng = random.Random(6)
    for _ in range(150):
        trial = odd_trial(rng)
        answers: dict[str, Answer] = {
            fact: rng.choice([*trial.coded[fact].values(), UNKNOWN, PENDING]) for fact in trial.facts
        }
        answers = dict(trial.drop_inapplicable({fact: each for fact, each in answers.items() if rng.random() < 0.7}))
        verdict = Evaluator(trial).evaluate(answers, AT.date())
        report = make_report(trial, Screening(trial.id, trial.digest, CONCLUDED, answers), verdict, CODE, AT)
        assert {each.fact for part in report.parts for each in part.come_back} == {
            each.fact for each in verdict.come_back
        }
        gaps = {gap.fact for part in report.parts for gap in part.gaps}
        assert gaps == {fact for settling in verdict.settling.values() for fact in settling.needed}
        assert len(gaps) + len(report.not_needed) == len(verdict.missing)
        assert {row.id for row in report.rows} == {finding.criterion for finding in verdict.findings}
        assert report.last_answer is None


def test_json_is_the_verdict_of_check_with_the_screening_around_it() -> None:
    """Protects programs that read both: the verdict has the same keys and values in `check --json` and in a report."""
    report = infant(cns_eoi={"pending": "2026-12-01"}, age_days={"min": 334, "max": 365})
    read = json.loads(render_report(report, "json"))
    assert read["verdict"] == make_full_verdict(report.trial, report.verdict)
    assert (read["code"], read["made_at"]) == (CODE, "2026-11-23T07:45:00+00:00")
    assert read["answers"]["age_days"] == {"min": 334, "max": 365}
    [gap] = read["headlines"][1]["missing"]
    assert (gap["fact"], gap["cause"], gap["settled_by"]) == ("cns_eoi", "pending", "the laboratory")
    assert read["headlines"][1]["come_back"][0]["date"] == "2026-12-01"


class Page(HTMLParser):
    """Reads a page: its words, and its tags, each of which must be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - as its base says
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102 - the same
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:  # noqa: D102 - the same
        self.words += data


def read_page(told: str) -> Page:
    read = Page()
    read.feed(told)
    assert read.open == []
    return read


def test_the_page_needs_nothing_from_elsewhere_and_is_in_order() -> None:
    """Protects a page in a clinic without a network, for a screen reader: headings, sections, folds, a language."""
    read = read_page(page.render_html(infant(consent="pending")))
    tags = [tag for tag, _ in read.seen]
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert "url(" not in page.render_html(infant())
    assert (tags.count("h1"), tags.count("main"), tags.count("details")) == (1, 1, 12)
    assert ("html", {"lang": "en"}) in read.seen
    assert "@media print" in read.words
    assert "prefers-color-scheme: dark" in read.words


def test_what_is_not_kept_is_opened_by_no_code() -> None:
    """Protects readers of a report without a code: what it says to do next can be done."""
    awaiting = replace(infant(cns_eoi="pending"), code=UNKEPT_CODE)
    told = text.format_text(awaiting)
    assert "; then change the answer, or begin again.\n" in told
    going_on = replace(awaiting, is_finished=False)
    checking = replace(going_on, verdict=replace(going_on.verdict, next_question=None))
    for each in (awaiting, going_on, checking):
        assert f"pen {UNKEPT_CODE}" not in text.format_text(each)
        assert f"pen {UNKEPT_CODE}" not in page.render_html(each)
    assert "- Check the answers, and have the result shown.\n" in text.format_text(checking)


@pytest.mark.parametrize("changed", [{}, {"consent": "refused", "cns_eoi": "cns2"}, {"cns_eoi": "pending"}])
def test_the_page_says_the_verdicts_first_then_why_then_what_next(changed: dict[str, object]) -> None:
    """Protects "cards first, then why, next, folded details": what is read on a phone needs no turning of the page."""
    report = infant(**changed)
    body = read_page(page.render_html(report).partition("<body>")[2].partition("</body>")[0]).words
    words = " ".join(body.split())
    failing = [row.id for part in report.parts for row in part.reasons if part.standing is not Standing.OFF]
    order = [
        *(f"{part.name} {part.badge} {part.say}" for part in report.parts), report.source,
        *(["Why"] if failing else []), *(f"{row} " for row in failing[:1]), "Next", "Call the trial site",
        *(["then open K7Q4-2MX."] if report.verdict.come_back else []),
        report.pre_check, "Every criterion: Trial entry", "I1 ", report.digest,
    ]  # fmt: skip
    places = [words.index(each) for each in order]
    assert places == sorted(places), order


def test_each_quotation_is_folded_on_the_page() -> None:
    """Protects one look: of a criterion its name and status stand there, and the source's words open on a tap."""
    folded = page.render_html(infant(cns_eoi="cns2"))
    for outside in re.split(r"<details>.*?</details>", folded, flags=re.DOTALL):
        assert "“" not in outside.partition("<body>")[2]
    summaries = re.findall(r"<summary>(.*?)</summary>", folded)
    assert read_page(summaries[0]).words == "In the source's words"
    assert read_page(summaries[-3]).words == "B2 CNS2 or CNS3 at the end of induction (exclusion) ✘ met, fails"


def test_a_text_of_the_trial_never_becomes_markup() -> None:
    """Protects the page from a definition whose wording looks like HTML."""
    report = infant(kmt2a="germline")
    odd = "<b>&amp;</b><script>alert(1)</script>"
    first = report.parts[0]
    rows = tuple(replace(row, quote=odd, answers=((odd, odd),), reason=odd) for row in first.rows)
    told = page.render_html(
        replace(
            report,
            title=odd,
            source=odd,
            parts=(replace(first, name=odd, say=odd, told=(odd,), rows=rows), *report.parts[1:]),
        )
    )
    assert "<script" not in told
    assert odd in read_page(told).words


def test_the_lines_of_the_text_fit_a_phone() -> None:
    """Protects "fits a chat on a phone": no line is a table, and each page begins with what it is about."""
    first, entry, blinatumomab = text.format_pages(infant(cns_eoi="pending"))
    assert first.startswith("Screening report K7Q4-2MX, Interfant-21\n")
    assert entry.startswith("Every criterion: Trial entry\n\n✔ I1 (inclusion): met, passes\n")
    assert blinatumomab.count("\n\n") == 4
    assert not re.search(r"\t|  |[|]", first + entry + blinatumomab)


def test_a_file_is_named_after_code_and_day() -> None:
    """Protects a folder of reports from names that say anything of a patient."""
    assert make_file_name(infant(), "pdf") == "trialscreen-K7Q4-2MX-2026-11-23.pdf"


# the command


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The URL of a database, and the code of the screening in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'screenings.db'}"
    said = trialscreen("chat", "--database", url, stdin=SAID).out
    return url, re.findall(r"kept under the code (\S+)\.", said)[-1]


def report(stored: tuple[str, str], *arguments: str | Path) -> Ran:
    return trialscreen("screening", "report", stored[1], "--database", stored[0], *arguments)


def trail(stored: tuple[str, str]) -> list[str]:
    read = json.loads(trialscreen("screening", "audit", stored[1], "--database", stored[0], "--json").printed())
    assert read["faults"] == []
    return [entry["note"] for entry in read["entries"] if entry["what"] == "exported"]


def test_the_command_prints_each_format_and_notes_each_in_the_trail(stored: tuple[str, str]) -> None:
    """Protects "Exports are audited", and answers only: nothing that was typed, no date of birth."""
    before = len(trail(stored))
    told = report(stored).printed()
    assert told.startswith(f"Screening report {stored[1]}, Interfant-21\nSource: ")
    assert told.index("check the registry") < told.index("\n\nTrial entry: ✔ eligible\n"), "its age is told first"
    assert "Zebedee" not in told
    assert "2026-01-31" not in told
    assert "31 January" not in told
    assert (
        json.loads(report(stored, "--format", "json", "--now", "2027-02-03T04:05").printed())["made_at"]
        == "2027-02-03T04:05:00+00:00"
    )
    assert report(stored, "--format", "html").printed().startswith("<!doctype html>")
    assert trail(stored)[before:] == ["report, text", "report, json", "report, html"]


def test_a_file_is_new_and_only_its_owners_and_its_name_says_the_format(
    stored: tuple[str, str], tmp_path: Path
) -> None:
    """Protects health data on a shared machine, and a report of yesterday from being overwritten by today's."""
    file = tmp_path / "report.json"
    assert "It holds its answers: health data." in report(stored, "--output", file).printed()
    assert json.loads(file.read_text())["code"] == stored[1]
    assert file.stat().st_mode & 0o777 == 0o600
    before = trail(stored)
    assert "there is a file already" in report(stored, "--output", file, "--format", "text").refused()
    assert trail(stored) == before
    report(stored, "--output", tmp_path, "--format", "html", "--now", "2026-11-23").printed()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "report.json",
        f"trialscreen-{stored[1]}-2026-11-23.html",
    ]


def test_bad_input_is_one_line_and_writes_and_notes_nothing(stored: tuple[str, str], tmp_path: Path) -> None:
    """Protects "An unknown, mistyped or forgotten code, an export path that cannot be written": one line, no file."""
    before = trail(stored)
    assert "no format of a report; write one of text, html, json, pdf" in report(stored, "--format", "doc").refused()
    assert "no size of paper here; write a4 or letter" in report(stored, "--paper", "a5").refused()
    assert "cannot be written (no such file" in report(stored, "--output", tmp_path / "none" / "x.pdf").refused()
    assert "that is no code" in report((stored[0], "K7Q4-2MY")).refused()
    assert "no screening with this code" in report((stored[0], "K7Q4-2MX")).refused()
    assert "--now" in report(stored, "--now", "tomorrow").refused()
    assert list(tmp_path.iterdir()) == []
    assert trail(stored) == before


def test_a_forgotten_screening_has_no_report(tmp_path: Path) -> None:
    """Protects the promise that nobody can bring a forgotten screening back."""
    url = f"sqlite:///{tmp_path / 'screenings.db'}"
    code = re.findall(r"kept under the code (\S+)\.", trialscreen("chat", "--database", url, stdin="120\n").out)[-1]
    assert "UNFINISHED, answers so far: 1." in report((url, code)).printed()
    trialscreen("screening", "forget", code, "--database", url, "--yes").printed()
    assert "may have been forgotten" in report((url, code)).refused()


def test_a_pdf_is_not_poured_into_a_terminal(stored: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Protects whoever forgets --output: a line that names the file to write, and no export noted."""
    before = trail(stored)
    leader, follower = os.openpty()
    os.set_blocking(follower, False)  # nobody reads there, so what is poured all the same fails, and does not wait
    with os.fdopen(follower, "w") as terminal, redirect_stdout(terminal):
        code = run(["screening", "report", stored[1], "--database", stored[0], "--format", "pdf"])
    os.close(leader)
    assert code == 2
    assert f"name a file with --output, such as --output trialscreen-{stored[1]}-" in capsys.readouterr().err
    assert trail(stored) == before


def test_without_the_extra_a_pdf_is_refused_in_one_line(
    stored: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "an extra that is missing: one clear line, nothing half-written", and no export noted."""
    before = trail(stored)
    monkeypatch.setitem(sys.modules, "typst", None)  # it cannot be imported
    file = tmp_path / "report.pdf"
    refused = trialscreen("screening", "report", stored[1], "--database", stored[0], "--output", file).refused()
    assert (
        refused == "the PDF needs the extra [reports]: pip install 'trialscreen[reports]'; --format html needs"
        " nothing more"
    )
    assert list(tmp_path.iterdir()) == []
    assert trail(stored) == before


def test_another_persons_screening_is_noted_as_read_and_exported(
    stored: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "Reads and exports by others are logged too"."""
    acts_as(monkeypatch, "somebody-else")
    report(stored).printed()
    entries = json.loads(trialscreen("screening", "audit", stored[1], "--database", stored[0], "--json").printed())[
        "entries"
    ]
    last = [(entry["who"], entry["what"], entry["note"]) for entry in entries if entry["who"] == "somebody-else"]
    assert last[:2] == [("somebody-else", "read", "reported"), ("somebody-else", "exported", "report, text")]


def test_the_lines_for_reaching_a_site_stand_in_each_format() -> None:
    """Protects whoever wants to call: what the deployment lists comes with the report."""
    reaching = ("To reach a trial site:", "- Example Hospital: 012345")
    shown = replace(reported(dialogue().trial, {}), reaching=reaching)
    assert "\nNext:\n- Call the trial site: it decides.\n- To reach a trial site: Example" in text.format_text(shown)
    assert "To reach a trial site: Example Hospital: 012345" in read_page(page.render_html(shown)).words


@pytest.mark.parametrize("form", ["text", "html"])
def test_who_is_ruled_out_early_is_reported_so(form: str) -> None:
    """Protects the report of an early end: it is a result, and says what would change it and whom to call."""
    shown = infant("settled", kmt2a="germline")
    told = text.format_text(shown) if form == "text" else read_page(page.render_html(shown)).words
    assert "RULED OUT by the answers so far (" in told
    assert "Not every question was asked and checked." in told
    assert "UNFINISHED" not in told
    assert "KMT2A status Rearranged would change it" in told
    assert "Call the trial site: it decides." in told
    assert make_plain_report(shown)["changing"] == ["If answered wrongly: KMT2A status Rearranged would change it"]
    assert make_plain_report(infant())["changing"] == []


NEXT_STEPS = {
    "a question is open": (
        "asking_cd19",
        {"cd19": None},
        "Open K7Q4-2MX, and answer what is asked next: CD19 at diagnosis.",
    ),
    "before the result": ("review", {}, "Open K7Q4-2MX, check the answers, and have the result shown."),
    "ruled out": ("asking_cd19", {"cd19": None, "kmt2a": "germline"}, "Call the trial site: it decides."),
    "finished": ("concluded", {}, "Call the trial site: it decides."),
}


@pytest.mark.parametrize(("state", "changed", "step"), NEXT_STEPS.values(), ids=NEXT_STEPS)
def test_what_comes_next_is_the_open_question(state: str, changed: dict[str, object], step: str) -> None:
    """Protects a site from a call about half a screening: before the result comes the question that is open."""
    told = text.format_text(infant(state, **changed))
    assert f"\nNext:\n- {step}\n" in told
