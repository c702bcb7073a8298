"""The words of a fact: all that its definition lists, and those of them by which a note is plainly about it."""

from dialogs.definition.facts import Fact, OptionFact
from dialogs.definition.plain_cues import is_unmistakable
from dialogs.definition.wording import words
from dialogs.reading.word_readings import Tokens, get_options, list_codes, list_option_words, split_tokens


def list_cues(facts: dict[str, Fact], fact_id: str) -> list[str]:
    """Returns the words by which a note is about the fact.

    They are its cues, the words that hold one of them, and words of its options that no other word looks like. Without
    cues its name is one.
    """
    fact = facts[fact_id]
    cues = words(fact.cues) or [*fact.name.values()]
    held = _list_holding(fact, cues)
    if fact.mentions is not None or not isinstance(fact, OptionFact):
        return [*cues, *held]
    elsewhere = {
        split_tokens(word) for other_id, other in facts.items() if other_id != fact_id for word in list_words(other)
    }
    own = [word for code in list_codes(fact) for word in list_option_words(fact, code)]
    plain = [word for word in own if is_unmistakable(word) and split_tokens(word) not in elsewhere]
    return [*cues, *held, *plain]


def list_mentions(fact: Fact) -> list[str]:
    """Returns the words by which a note touches the fact, and those of the fact that hold one of them."""
    return [*words(fact.mentions), *_list_holding(fact, words(fact.mentions))]


def _list_holding(fact: Fact, parts: list[str]) -> list[str]:
    tokens = [split_tokens(each) for each in parts]
    return [word for word in list_words(fact) if _holds_any(split_tokens(word), tokens)]


def list_words(fact: Fact) -> list[str]:
    """Returns all words that a definition lists for the answers to a fact, but for those of other times."""
    said = [word for each in (fact.unknown, fact.pending) if each for word in words(each.synonyms)]
    if not isinstance(fact, OptionFact):
        return said
    for option in get_options(fact).values():
        for each in (option.synonyms, option.denied, option.affirmed):
            said += words(each)
        said += [*option.label.values(), *(word for remark in option.remarks for word in words(remark.words))]
    said += [word for each in fact.ask_back for word in words(each.words)]
    return said + (words(fact.times.asked) if fact.times else [])


def list_all_words(fact: Fact) -> list[str]:
    """Returns the words for the answers to a fact, and those that say nothing beside them."""
    return [*list_words(fact), *(words(fact.neutral) if isinstance(fact, OptionFact) else [])]


def _holds_any(tokens: Tokens, parts: list[Tokens]) -> bool:
    return any(tokens[i : i + len(part)] == part for part in parts for i in range(len(tokens) - len(part) + 1))
