"""Mutations of notes: what haste, phones, copying and other people's histories make of a text."""

import string
from collections.abc import Callable, Sequence
from random import Random

NEGATIONS = ("no ", "not ", "without ", "denies ", "never had ", "?", "no evidence of ", "suspected ", "unknown ")
SUBJECTS = ("mother: ", "twin: ", "Family history: ", "sibling had ", "father - ", "patient: ", "at diagnosis ")
SIGNS = (",", ".", ";", ":", "?", "!", "/", "-", "(", ")", "\n", " - ", "...", "+", "%", "±", "~", '"', "'")
ODD = (
    "\u00a0",
    "\u200b",
    "\u2013",
    "\u2212",
    "\u00b2",
    "\u00b5",
    "\ufb01",
    "\u0301",
    "\U0001f476",
    "\u202e",
    "\x00",
    "\ud800",
    "½",
    "İ",
    "ß",
)

Mutation = Callable[[Random, list[str], Sequence[str]], list[str]]


def mutate(draw: Random, text: str, others: Sequence[str]) -> str:
    """Returns the note after one to four mutations. `others` are notes of which parts may be glued to it."""
    words = text.split(" ")
    for _ in range(draw.randint(1, 4)):
        words = draw.choice(MUTATIONS)(draw, words, others) or [text]
    return " ".join(words)


def _swap(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    one, other = draw.randrange(len(words)), draw.randrange(len(words))
    swapped = list(words)
    swapped[one], swapped[other] = words[other], words[one]
    return swapped


def _drop(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    place = draw.randrange(len(words))
    return words[:place] + words[place + 1 :]


def _double(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    place = draw.randrange(len(words))
    return [*words[:place], words[place], *words[place:]]


def _slip(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    place = draw.randrange(len(words))
    word = words[place]
    at = draw.randint(0, len(word))
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + draw.choice(string.ascii_lowercase + string.digits) + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
        word.swapcase(),
    )
    return [*words[:place], draw.choice(slips), *words[place + 1 :]]


def _shuffle_clauses(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    clauses = " ".join(words).split(", ")
    draw.shuffle(clauses)
    return ", ".join(clauses).split(" ")


def _glue(draw: Random, words: list[str], others: Sequence[str]) -> list[str]:
    other = draw.choice(others).split(" ")
    start = draw.randrange(len(other))
    part = other[start : start + draw.randint(1, 12)]
    return words + part if draw.random() < 0.5 else part + words


def _truncate(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
    text = " ".join(words)
    return text[: draw.randint(1, max(1, len(text)))].split(" ")


def _insert(pieces: Sequence[str]) -> Mutation:
    def insert(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
        place = draw.randint(0, len(words))
        return [*words[:place], draw.choice(pieces).strip(" "), *words[place:]]

    return insert


def _put_within(pieces: Sequence[str]) -> Mutation:
    def put_within(draw: Random, words: list[str], _: Sequence[str]) -> list[str]:
        text = " ".join(words)
        at = draw.randint(0, len(text))
        return (text[:at] + draw.choice(pieces) + text[at:]).split(" ")

    return put_within


MUTATIONS: tuple[Mutation, ...] = (
    _swap,
    _drop,
    _double,
    _slip,
    _shuffle_clauses,
    _glue,
    _truncate,
    _insert(NEGATIONS),
    _insert(SUBJECTS),
    _put_within(SIGNS),
    _put_within(ODD),
)
