"""A whole screening on a pseudo-terminal: a person at the keys, a real screen, a real process."""

import re
import signal
from pathlib import Path

import pytest
from on_terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, LEFT, PATIENCE, RIGHT, SPACE, terminal

from bot.channels.terminal import wording


def test_arrows_choose_numbers_choose_and_typing_answers() -> None:
    """Protects "arrow keys, numbers or typing", up to the verdict as a page."""
    with terminal() as person:
        person.see("How old was the infant")
        person.press("120 days", ENTER)
        person.see("Age at diagnosis: 120 days")
        person.see("8 Back")
        person.press(DOWN, DOWN)
        person.see("❯ 2 B-cell MPAL")
        person.press(RIGHT)
        person.see("❯ 6 Waiting")
        person.press(LEFT, ENTER)
        person.see("Diagnosis: B-cell MPAL")
        person.press("2", ENTER)
        person.see("Phase of the disease: Relapsed")
        person.press("stop here", ENTER)
        person.see("Show the result")
        person.press(DOWN, ENTER)
        person.see("Trial entry: Not eligible")
        person.see("▸ In the words of the source")
        person.press(SPACE)
        person.see("▾ In the words of the source")
        person.see("“Relapsed ALL”")
        person.press(SPACE)
        person.see("▸ In the words of the source")
        person.see("Start over")
        person.press("1", ENTER)
        person.see("EVERY CRITERION: Trial entry")
        person.see("▸ Details")
        person.press(CTRL_D)
        assert person.left() == 0
        assert person.seen.count("“Relapsed ALL”") == 1


def test_enter_alone_does_nothing_and_a_double_enter_is_harmless() -> None:
    """Protects the next question from the second Enter of an impatient person."""
    with terminal() as person:
        person.see("How old was the infant")
        person.press(ENTER, ENTER, DOWN)
        person.see("❯ • Don't know")
        person.press(ENTER, ENTER, ENTER)
        person.see("Age at diagnosis: not known")
        person.see("What is the diagnosis?")
        person.press("status", ENTER)
        person.see("with 1 answered")
        person.press(CTRL_C)
        assert person.left() == 0


def test_ctrl_c_clears_and_then_leaves() -> None:
    """Protects "Ctrl-C and Ctrl-D leave politely"."""
    with terminal() as person:
        person.see("How old was the infant")
        person.press("12 mon")
        person.see("12 mon")
        person.press(CTRL_C, CTRL_C)
        assert person.left() == 0
        assert "✓" not in person.seen


def test_escape_clears_a_text() -> None:
    """Protects the way out of a mistyped answer: the hint comes back, and the rows can be marked again."""
    with terminal() as person:
        person.see(wording.ANSWER_HINT)
        person.press("12 mon")
        person.see("12 mon")
        person.press(ESCAPE)
        person.see(wording.ANSWER_HINT[len("12 mon") :])
        person.press(DOWN)
        person.see("❯ • Don't know")
        person.press(CTRL_D)
        assert person.left() == 0


def test_an_interrupt_from_outside_leaves() -> None:
    """Protects the terminal when a signal comes instead of a key."""
    with terminal() as person:
        person.see("Why?")
        person.process.send_signal(signal.SIGINT)
        assert person.left() == 0


@pytest.mark.parametrize("columns", [20, 40])
def test_forty_columns_hold_every_line(columns: int) -> None:
    """Protects a phone over ssh: no line of a page is cut, or wrapped within a word."""
    with terminal(columns, 30) as person:
        person.see("Why?")
        person.press("400", ENTER)
        person.see("List every")
        person.press("stop here", ENTER)
        person.see("Show the")
        person.press("1", ENTER)
        person.see("Trial entry")
        begins = len(person.seen)
        person.see("This is a pre-check")
        person.see("Every criterion")
        page = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", person.seen[begins:].rsplit("\n", 1)[0])
        assert max(len(line.rstrip("\r")) for line in page.split("\n")) <= columns
        person.press(CTRL_D)
        assert person.left() == 0


def test_no_color_means_none() -> None:
    """Protects NO_COLOR: no foreground or background is ever set; bold and reverse remain."""
    with terminal(NO_COLOR="1") as person:
        person.see("Why?")
        person.press("400", ENTER)
        person.see("List every reason")
        person.press("stop here", ENTER)
        person.see("Show the result")
        person.press("1", ENTER)
        person.see("Every criterion")
        person.press(DOWN)
        person.see("❯ 1")
        person.press(CTRL_D)
        assert person.left() == 0
        codes = {code for codes in re.findall(r"\x1b\[([0-9;]*)m", person.seen) for code in codes.split(";")}
        assert codes <= {"", "0", "1", "2", "3", "7"}


def test_an_ascii_terminal_shows_every_page() -> None:
    """Protects terminals without Unicode: signs are spelled, boxes are drawn with what there is."""
    with terminal(PYTHONIOENCODING="ascii") as person:
        person.see("Why?")
        person.press("400", ENTER)
        person.see("List every reason")
        person.press("stop here", ENTER, "1", ENTER)
        person.see("Trial entry: Not eligible")
        person.see("[+] In the words of the source")
        person.press(SPACE)
        person.see("[-] In the words of the source")
        person.see('"<=365 days of age')
        person.press(CTRL_D)
        assert person.left() == 0
        assert person.seen.isascii()


@pytest.mark.parametrize("leave", [CTRL_D, ""])
def test_a_dumb_terminal_gets_plain_lines_and_a_prompt(leave: str) -> None:
    """Protects editors' terminals: no escape sequence, but the same screening, and a way out by Ctrl-D or Ctrl-C."""
    with terminal(TERM="dumb") as person:
        person.see("[Why?]\r\n\r\n> ")
        person.press("120 days\n")
        person.see("  8) Back\r\n\r\n> ")
        if leave:
            person.press(leave)
        else:
            person.process.send_signal(signal.SIGINT)
        assert person.left() == 0
        assert "\x1b" not in person.seen


def test_an_unfinished_screening_is_offered_and_gone_on_with(tmp_path: Path) -> None:
    """Protects "`trialscreen chat` resumes": leave in the middle, come back, and go on with two keys."""
    options = {"command": ("-m", "bot", "chat"), "XDG_DATA_HOME": str(tmp_path)}
    with terminal(**options) as person:  # type: ignore[arg-type]  # the options of one call, and the environment
        person.see("A key was made for what is kept here:")
        person.see("How old was the infant")
        person.press("120 days", ENTER)
        person.see("This screening is kept under the code ")
        person.see("What is the diagnosis?")
        person.press(CTRL_C)
        person.see("goes on with it.")
        assert person.process.wait(PATIENCE) == 0
    with terminal(**options) as person:  # type: ignore[arg-type]
        person.see("You have an unfinished screening.")
        person.see("1 answered")
        person.press(DOWN, ENTER)
        person.see("2 of at most")
        person.press("T-ALL", ENTER)
        person.see("Diagnosis: T-ALL")
        person.press(CTRL_C)
        assert person.left() == 0
