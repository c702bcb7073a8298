"""What few people meet: text that is not safe beside a selection, requirements made by programs, washouts compared."""

import pytest
from several_trial import GENES
from written_definitions import WASHOUTS, build, write_criterion, write_determination

from dialogs.conversation.selecting import NOTHING
from dialogs.conversation.selecting_words import find_selection_key
from dialogs.definition.criteria import AnyRequired, Determination
from dialogs.loading.compiled_trial import Trial
from dialogs.reading.cleaning import MAX_CHARACTERS
from dialogs.testing.changes.likeness import Likeness
from dialogs.testing.changes.side import Side

pytestmark = pytest.mark.traced


def test_what_one_of_several_requirements_is_can_be_written_by_a_program() -> None:
    """Protects definitions made of objects, whose requirements are no plain data."""
    required = AnyRequired(any=[{"entry": ["passes"]}])
    determination = Determination.model_validate(write_determination("off") | {"requires": required})
    assert determination.alternatives == [{"entry": ["passes"]}]


def test_what_is_not_safe_to_read_names_no_option() -> None:
    """Protects a selection from text that is refused before it is read."""
    assert find_selection_key(GENES, NOTHING, "ATM", has_numbers=True) is not None
    for text in ("A\x07TM", "ATM" + " " * MAX_CHARACTERS):
        assert find_selection_key(GENES, NOTHING, text, has_numbers=True) is None


def wait(days: int) -> Trial:
    """Returns a trial whose only drug has to be stopped for some days."""
    drugs = {"drug": {"label": {"en": "A drug"}, "days": days}}
    criteria = {"C": write_criterion({"washouts": "over"}, "entry")}
    return build({"washouts": WASHOUTS | {"drugs": drugs}}, criteria, {"entry": write_determination()})


@pytest.mark.parametrize(("days", "is_alike"), [(7, True), (8, False)])
def test_washouts_of_other_days_are_not_alike(days: int, *, is_alike: bool) -> None:
    """Protects comparisons from ending where a longer wait still changes the verdict."""
    assert Likeness(Side(wait(7)), Side(wait(days))).has_one_structure is is_alike
