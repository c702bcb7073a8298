"""The sites file: the hospitals, support lines and address for inaccuracies that a deployment lists.

They are listed for one trial or for every one.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dialogs.definition.document import Document
from dialogs.definition.plain_numbers import is_no_bool
from dialogs.definition.trial import Item, TrialId
from dialogs.definition.wording import Model, Wording
from dialogs.loading.loading import read


class Hospital(Model):
    """A hospital that takes part in a trial, or that can say which one does."""

    name: Wording
    city: Wording | None = None
    contact: Annotated[
        Wording, Field(description="How to reach it: a phone number, an address for mail, whom to ask for.")
    ]


class Contacts(Model):
    """What is listed for a trial."""

    hospitals: Annotated[list[Hospital], Field(description="The one to be asked first stands first.")] = []
    support: list[Item] = []
    inaccuracies: Annotated[
        Wording | None,
        Field(
            description=(
                "Where an inaccuracy is reported. Without it, what people choose to report is kept for the coordinator."
            )
        ),
    ] = None


class Sites(Model):
    """A sites file."""

    format: Annotated[Literal[1], BeforeValidator(is_no_bool), Field(description="The version of this format.")]
    every_trial: Contacts = Contacts.model_construct()
    trials: Annotated[
        dict[TrialId, Contacts],
        Field(description="What a trial lists stands in place of what is listed for every trial, key by key."),
    ] = {}

    def find_contacts(self, trial: str) -> Contacts:
        """Returns what is listed for the trial with this id."""
        own = self.trials.get(trial, NO_CONTACTS)
        return self.every_trial.model_copy(update={key: getattr(own, key) for key in own.model_fields_set})


NO_CONTACTS = Contacts.model_construct()
"""Nothing is listed: pages say what the trial's own definition says."""

NO_SITES = Sites.model_construct(format=1)
"""A sites file that lists nothing. Neither is checked, for which pydantic would first build the whole format."""


def read_sites(text: str, file: str) -> tuple[Document, Sites]:
    """Returns the sites that the YAML `text` lists, beside the text's lines; `file` is the name used in faults.

    Raises `DefinitionError` with every fault found: file, line, key, fault and remedy.
    """
    return read(text, file, Sites, "the file lists no sites: begin it with 'format: 1', as docs/sites.yaml does")
