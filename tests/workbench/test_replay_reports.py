"""What `trialscreen replay` tells of many scripts: a page with failures side by side, a summary, whole files."""

import json
import os
import re
import stat
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import AML, trialscreen
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import FAILING, PASSING, write_script

from bot.workbench.replay.reports.words import Piece, TextChange, compare_texts

VOID = {"meta", "input"}
HOSTILE = '</title><script>alert(1)</script>"&<img src=x onerror=alert(2)> \u202e\uffff'


class Page(HTMLParser):
    """A page as a reader finds it: what is open or closed, marked, and named; it must be closed properly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.inside == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - called by the base class
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102 - called by the base class
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:  # noqa: D102 - called by the base class
        if data.strip() and self.inside:
            self.texts.append((self.inside[-1], data))

    def told(self, tag: str) -> list[str]:
        """Returns the texts directly in elements of this name."""
        return [text for inside, text in self.texts if inside == tag]

    def values(self, tag: str, name: str) -> list[str | None]:
        """Returns the values of an attribute of elements of this name."""
        return [value for each, attribute, value in self.attributes if (each, attribute) == (tag, name)]


def page(tmp_path: Path, *arguments: str | Path) -> Page:
    """Replays with `--html`, and returns the page."""
    report = tmp_path / "report.html"
    trialscreen("replay", *arguments, "--html", report)
    return Page(report.read_text(encoding="utf-8"))


# the page


def test_a_failure_is_shown_side_by_side_with_the_words_that_differ_marked(tmp_path: Path) -> None:
    """Protects "transcripts side by side and the differing words marked": one word of a long message, and no other."""
    shown = page(tmp_path, write_script(tmp_path, PASSING.replace("Recorded:", "Noted:")))
    assert (shown.told("del"), shown.told("ins")) == (["Noted"], ["Recorded"])
    assert shown.told("figcaption") == ["expected, line 6", "said", "expected, line 12", "said"]
    assert shown.values("details", "class") == ["script failed"]
    assert shown.values("details", "open") == [None]
    assert shown.values("a", "href") == ["#difference-0"]
    assert "difference-0" in shown.values("div", "id")


def test_a_button_a_value_and_a_message_that_are_missing_are_marked(tmp_path: Path) -> None:
    """Protects each kind of expectation: expected words are struck out, said ones underlined; more buttons may come."""
    wrong = FAILING.replace("T-ALL", "T-NONE") + "\n#bot\nAnd more.\n"
    shown = page(tmp_path, write_script(tmp_path, wrong))
    assert shown.told("del") == ["T-NONE", "asking_kmt2a", "And more."]
    assert shown.told("ins") == ["asking_diagnosis"]
    assert "nothing" in shown.told("span")
    unexpected = page(
        tmp_path,
        write_script(tmp_path, PASSING.replace("#me\n120 days\n\n#bot", "#me\n120 days\n\n#me\nback\n\n#bot")),
    )
    assert any(text.startswith("Recorded: Age at diagnosis: 120 days.") for text in unexpected.told("ins"))


def test_what_passed_is_folded_and_what_cannot_be_read_says_why(folder: Path, tmp_path: Path) -> None:
    """Protects the list: a sign and a word for each result, so that none needs a colour; passed ones need no more."""
    shown = page(tmp_path, folder)
    assert shown.values("details", "class") == ["script unreadable", "script passed", "script failed"]
    assert len(shown.values("details", "open")) == 2
    assert [text for text in shown.told("span") if text in {"✓", "✗", "!"}] == ["!", "✓", "✗"]
    assert "0 passed, 0 failed" not in shown.told("title")[0]
    assert shown.told("title") == ["1 passed, 1 failed, 1 not readable"]
    assert any("there are no blocks" in text for text in shown.told("p"))
    assert any(text.startswith("Recorded: Age at diagnosis: 120 days.\n2 of at most 15") for text in shown.told("p"))
    assert shown.values("input", "id") == [
        "show-amiss", "show-every", "show-failed", "show-unreadable", "show-passed",
    ]  # fmt: skip


def test_the_page_opens_on_what_did_not_pass(folder: Path, tmp_path: Path) -> None:
    """Protects whoever opens the report of a thousand scripts from looking for the two that failed."""
    for scripts, chosen in (
        (folder, "show-amiss"),
        (folder / "more", "show-amiss"),
        (folder / "b.convo.txt", "show-every"),
    ):
        page(tmp_path, scripts)
        text = (tmp_path / "report.html").read_text(encoding="utf-8")
        assert re.findall(r'id="([^"]*)" checked', text) == [chosen]


def test_the_page_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    """Protects who opens a report from what a script, its title or its file name holds; the page needs no network."""
    file = write_script(
        tmp_path, f"{HOSTILE}\n\n#me\n/start\n\n#bot\n{HOSTILE}\n\n#me\n{HOSTILE}\n", "<b>&amp;'.convo.txt"
    )
    shown = page(tmp_path, file)
    assert set(shown.tags).isdisjoint({"script", "img", "link", "iframe", "object", "b"})
    assert {name for _, name, _ in shown.attributes}.isdisjoint({"src", "onerror", "onload", "style"})
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ("://" in text, "@import" in text, "url(" in text, "\uffff" in text) == (False, False, False, False)
    assert HOSTILE.replace("\uffff", "\ufffd").replace("\u202e", "\ufffd") in shown.told("p")


def test_of_many_failures_all_are_folded(tmp_path: Path) -> None:
    """Protects the list of a run in which much failed: it can be seen as a whole."""
    for number in range(11):
        write_script(tmp_path, FAILING, f"{number}.convo.txt")
    assert page(tmp_path, tmp_path).values("details", "open") == []


TEXTS = st.text(alphabet="ab .\n", max_size=30)


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_both_sides_are_whole_whatever_is_marked(expected: str, said: str) -> None:
    """Protects the transcripts: marking leaves nothing out, and what is marked as the same is so on both sides."""
    left, right = compare_texts(expected, said)
    assert (joined(left), joined(right)) == (expected, said)
    assert {mark for mark, _ in left} <= {TextChange.SAME, TextChange.EXPECTED}
    assert {mark for mark, _ in right} <= {TextChange.SAME, TextChange.SAID}
    if expected == said:
        assert {mark for mark, _ in (*left, *right)} <= {TextChange.SAME}
    assert "".join(text for mark, text in left if mark is TextChange.SAME) in "".join(
        text for mark, text in right if mark is TextChange.SAME
    )


def joined(pieces: list[Piece]) -> str:
    return "".join(text for _, text in pieces)


def test_words_that_differ_side_by_side_are_one_mark() -> None:
    """Protects the eye from a phrase in shreds."""
    left, right = compare_texts("It is not met at all.", "It was never met at all.")
    assert [text for mark, text in left if mark is TextChange.EXPECTED] == ["is not"]
    assert [text for mark, text in right if mark is TextChange.SAID] == ["was never"]


def test_very_long_texts_are_marked_as_a_whole() -> None:
    """Protects the time that a report takes from two texts that have nothing in common."""
    left, right = compare_texts("a " * 3_000, "b " * 3_000)
    assert (left, right) == ([(TextChange.EXPECTED, "a " * 3_000)], [(TextChange.SAID, "b " * 3_000)])


# files


def test_a_report_that_cannot_be_written_is_known_before_anything_is_played(tmp_path: Path) -> None:
    """Protects minutes of playing from a name that was mistyped."""
    file = write_script(tmp_path, FAILING)
    for option in ("--html", "--junit", "--coverage-json"):
        there = tmp_path / "nope" / "report"
        assert (
            trialscreen("replay", option, there, file).refused()
            == f"{there}: cannot be written (no such file or directory)"
        )
    assert (
        trialscreen("replay", "--html", tmp_path, file).refused() == f"{tmp_path}: this is a folder; name a file in it"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """Protects exit 2 with a sentence where a report fails at its end."""
    ran = trialscreen("replay", "--html", "/dev/full", write_script(tmp_path, PASSING))
    assert (ran.code, ran.err) == (2, "trialscreen: /dev/full: cannot be written (no space left on device)\n")


@pytest.mark.parametrize("option", ["--junit", "--html", "--coverage-json"])
def test_a_pipe_that_lies_in_a_folder_and_a_dash_are_refused(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects a run that would wait for a reader without a word, and a folder from a file that is called `-`."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("link").symlink_to("pipe")
    script = write_script(tmp_path, PASSING)
    for name in ("pipe", "link"):
        refused = trialscreen("replay", script, option, name).refused()
        assert refused == f"{name}: this is a pipe, and no file; name a file, or /dev/stdout"
    refused = trialscreen("replay", script, option, "-").refused()
    assert refused == "-: this names no file to be written; name one, or /dev/stdout"
    assert not Path("-").exists()


def test_a_file_is_written_whole_and_keeps_its_place_and_its_mode(tmp_path: Path) -> None:
    """Protects scripts that are links, or not for all to read, when they are rewritten; the folder has nothing new."""
    (tmp_path / "kept").mkdir()
    file = write_script(tmp_path / "kept", FAILING)
    file.chmod(0o640)
    link = tmp_path / "link.convo.txt"
    link.symlink_to(file)
    assert trialscreen("replay", "--accept-verdicts", link, "--html", tmp_path / "new.html").code == 0
    assert link.is_symlink()
    assert "asking_diagnosis" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.html").stat().st_mode) == 0o666 & ~mask
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["it.convo.txt", "kept", "link.convo.txt", "new.html"]


# the summary


def test_the_summary_counts_folder_by_folder(folder: Path) -> None:
    """Protects a run of many folders: which of them has what failed."""
    *_, headings, first, second, last = trialscreen("replay", folder).out.splitlines()
    assert headings.split() == ["passed", "failed", "not", "readable", "seconds"]
    assert first.split()[:4] == [str(folder), "1", "0", "1"]
    assert second.split()[:4] == [f"{folder}/more", "0", "1", "0"]
    assert last == "1 passed, 1 failed, 1 not readable"


def test_coverage_is_told_before_the_last_line_and_written_beside_it(tmp_path: Path) -> None:
    """Protects "`--coverage`": what the scripts reached together, also where another process played them."""
    for name, said in (("a", "76"), ("b", "don't know")):
        write_script(tmp_path, f"An answer.\n\n#me\n{said}\n\n#bot\nRecorded\n", f"{name}.convo.txt")
    file = tmp_path / "coverage.json"
    options = ("--coverage", "--jobs", "2", "--trial", AML, "--coverage-json", file)
    ran = trialscreen("replay", *options, tmp_path)
    assert ran.printed().splitlines()[-1] == "2 passed, 0 failed, 0 not readable"
    assert "states" in ran.out
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["coverage"]["answers"]["reached"] == 2, "one by each script"
