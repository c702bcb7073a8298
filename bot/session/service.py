"""The session service: a person's way to their stored screenings: begun, listed, opened, handed over, forgotten.

It holds nothing of any chat: what a chat is at between two events is its state, which the channel keeps.
"""

from bot.config.dialogue_registry import Dialogues
from bot.session.chat_state import ChatState
from bot.session.file_rate_limit import FileLimit
from bot.session.screening_session import ScreeningSession
from bot.session.trial_choice import TrialChoice
from storage.model.retention import Retention
from storage.unit_of_work.unit_of_work import UnitOfWork


class SessionService:
    """The session service of one program.

    `trial` is what new screenings are for. `files` is there where the channel can send files. With `writes_files`,
    whoever holds the conversation writes each file that a reply orders.
    """

    def __init__(
        self,
        dialogues: Dialogues,
        trial: str,
        retention: Retention,
        files: FileLimit | None = None,
        *,
        writes_files: bool = False,
    ) -> None:
        self.trials = TrialChoice(dialogues, trial)
        self.retention = retention
        self.files = files
        self.writes_files = writes_files

    def open_session(self, uow: UnitOfWork, chat_state: ChatState, role: str) -> ScreeningSession:
        """Returns a session: what one event at `uow` can do, by a person with this role.

        Its methods write to that unit of work only.
        """
        return ScreeningSession(
            self.trials,
            self.retention,
            uow,
            chat_state,
            role=role,
            files=self.files,
            writes_files=self.writes_files,
        )
