"""Recordings of screenings, in memory and stored, with what is told of them: what no script can hold."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import phrases
from bot.config.errors import UsageFault
from bot.config.new_file import write_new
from bot.config.output import print_notes
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Happened, Screening
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.recording import Recording, Unrecordable, record


def make_recording(dialogue: Dialogue, history: Iterable[Happened], screening: Screening) -> Recording:
    """Returns the recording of a screening. Raises `UsageFault` where its history does not lead to where it stands."""
    definition = dialogue.trial.definition
    try:
        return record(
            dialogue,
            history,
            screening,
            phrases.RECORDING_TITLE.format(trial=definition.id, version=definition.version),
        )
    except Unrecordable as error:
        raise UsageFault(phrases.UNRECORDABLE) from error


@contextmanager
def record_to(file: Path | None, made: Callable[[], Recording | None]) -> Iterator[None]:
    """Writes what was `made` of a conversation into a new file, however it ends; with no file, does nothing."""
    try:
        yield
    except UsageFault:  # there was no conversation
        raise
    except BaseException:
        _write(file, made)
        raise
    _write(file, made)


def list_notes(of: Recording) -> list[str]:
    """Returns what is to be known before a recording is replayed, a sentence each."""
    clock = [] if of.now == FIXED_NOW else [phrases.REPLAY_AT.format(day=f"{of.now:%Y-%m-%d}")]
    return [*clock, *(f"{sentence}." for sentence in of.left_out)]


def _write(file: Path | None, made: Callable[[], Recording | None]) -> None:
    if file is None:
        return
    of = made()
    if of is None:
        print_notes([phrases.NOTHING_RECORDED.format(file=file)])
        return
    write_new(file, of.text)
    print_notes([phrases.RECORDED.format(file=file), *list_notes(of)])
