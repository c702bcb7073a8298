"""Slips in one character of the words that a fact knows: none reads as another option."""

import pytest
from proof_slips import misread, option_facts

EVERY = 29
"""Every 29th slip here, some in each word that a fact knows; each of them in `make proof`."""


@pytest.mark.thinned(3)
@pytest.mark.parametrize("name", option_facts())
def test_no_slip_in_one_character_reads_as_another_option(name: str) -> None:
    """Protects: 'small typing slips only where no two readings compete'.

    A slip that is another option's own word is that word.
    """
    assert list(misread(option_facts()[name], every=EVERY)) == []
