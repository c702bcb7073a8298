"""Options that an open ask-back holds already: an answer about other options does not lose them."""

from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import SeveralFact
from dialogs.reading import AskBackReading, Misread, Reading
from dialogs.reading.several.ordering import order_selected
from dialogs.rules.answers import Selected


def keep_options(fact: SeveralFact, doubt: Doubt, text: str, reading: Reading) -> Reading:
    """Returns what a text says under an ask-back, together with what each of its offers says of options not named now.

    'HIV positive, HBV ?' and then 'HBV negative' is HIV, or none of them: that is asked. What was only counted, as by
    'all but HIV', was not named.
    """
    if isinstance(reading, Misread) or doubt.reason == "counted":
        return reading
    offered = [each for each in doubt.offers if isinstance(each, Selected)]
    said = reading.offers if isinstance(reading, AskBackReading) else (reading.answer,)
    meant = [each for each in said if isinstance(each, Selected)]
    if not offered or len(offered) < len(doubt.offers) or not meant or len(meant) < len(said):
        return reading
    from dialogs.reading.several.pieces import list_named  # noqa: PLC0415 - few screenings have such an ask-back

    named = list_named(fact, text)
    codes = set.intersection(*(set(each.codes) for each in offered)) - named
    untested = set.intersection(*(set(each.untested) for each in offered)) - named
    joined = [order_selected(fact, {*each.codes, *codes}, {*each.untested, *untested} - codes) for each in meant]
    if joined == meant:
        return reading
    coded = reading.coded if isinstance(reading, AskBackReading) else ()
    return AskBackReading("named", tuple(dict.fromkeys([*joined, *meant])), coded)
