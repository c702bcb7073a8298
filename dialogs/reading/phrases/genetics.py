"""Genetic findings as laboratories write them: fusions, translocations with or without bands, karyotypes.

Each becomes a sign.

A finding is clear only where a table of the definition says so: a known partner, or the gene's own place beside a known
one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.definition.options import Fusions
from dialogs.reading.phrases import marks


@dataclass(frozen=True)
class Findings:
    """How the findings of one gene are recognised; `sign` stands for one that is clear."""

    sign: str
    fusion: re.Pattern[str]
    unknown_fusion: re.Pattern[str]
    chromosome: str
    locus: str
    partner_loci: tuple[str, ...]
    translocations: frozenset[frozenset[str]]

    def mark(self, text: str) -> str:
        """Returns `text`, in small letters, with a sign in place of each genetic finding."""
        text = self.fusion.sub(f" {self.sign} ", text)
        text = self.unknown_fusion.sub(_UNCLEAR, text)
        text = _ABERRATION.sub(lambda found: _UNCLEAR if self._is_on_chromosome(found[1]) else _NEUTRAL, text)
        text = _TRANSLOCATION.sub(lambda found: f" {self._mark_translocation(found)} ", text)
        text = _NUMERICAL.sub(lambda found: _UNCLEAR if found[1] == self.chromosome else _NEUTRAL, text)
        text = _CLONES.sub(f"{_UNCLEAR}\\g<0>", text)
        for pattern in _FRAME:
            text = pattern.sub(_NEUTRAL, text)
        return _LOCUS.sub(lambda found: _NEUTRAL if _lies_in(found[0], self.locus) else _UNCLEAR, text)

    def _mark_translocation(self, found: re.Match[str]) -> str:
        chromosomes, bands = _split_places(found[1]), _split_places(found[2] or "")
        if self._is_clear(chromosomes, bands):
            return self.sign
        return marks.UNCLEAR if self.chromosome in chromosomes else marks.NEUTRAL

    def _is_clear(self, chromosomes: Sequence[str], bands: Sequence[str]) -> bool:
        if not bands:
            return frozenset(chromosomes) in self.translocations
        if not len(chromosomes) == len(bands) == _TWO:
            return False
        loci = [chromosome + band for chromosome, band in zip(chromosomes, bands, strict=True)]
        ways = (loci, loci[::-1])
        return any(
            _lies_in(one, self.locus) and any(_lies_in(other, each) for each in self.partner_loci)
            for one, other in ways
        )

    def _is_on_chromosome(self, places: str) -> bool:
        return re.search(rf"(?<!\d){self.chromosome}(?!\d)", places) is not None


def compile_findings(fusions: Fusions, sign: str) -> Findings:
    """Returns how the findings of `fusions` are recognised and marked with `sign`."""
    genes, partners = (_join_alternatives(each) for each in (fusions.genes, fusions.partners))
    locus = fusions.locus.casefold()
    fusion = rf"(?:{genes}{_JOINED}{partners}|{partners} ?(?:::|[-/]) ?{genes})(?![^\W_])"
    return Findings(
        sign,
        re.compile(rf"(?<![^\W_]){fusion}"),
        re.compile(rf"(?<![^\W_])(?:{genes} ?:: ?[\w.-]+|[\w.-]+ ?:: ?{genes}(?![^\W_]))"),
        re.split("[pq]", locus)[0],
        locus,
        tuple(each.casefold() for each in fusions.partner_loci),
        frozenset(_iterate_known(fusions.translocations)),
    )


def _iterate_known(translocations: Sequence[str]) -> Iterator[frozenset[str]]:
    return (
        frozenset(_split_places(found[1]))
        for each in translocations
        if (found := _TRANSLOCATION.fullmatch(each.casefold()))
    )


def _lies_in(place: str, locus: str) -> bool:
    return place == locus or place.startswith(f"{locus}.")


def _split_places(places: str) -> list[str]:
    return [each for each in re.split(r"[;:,/ ]+", places) if each]


def _join_alternatives(names: Sequence[str]) -> str:
    return f"(?:{'|'.join(re.escape(each.casefold()) for each in sorted(names, key=len, reverse=True))})"


_TWO = 2
_UNCLEAR, _NEUTRAL = f" {marks.UNCLEAR} ", f" {marks.NEUTRAL} "
_JOINED = r" ?(?:::|[-/])? ?"
_CHROMOSOME = r"(?:1\d|2[0-2]|[1-9]|x|y)"
_BAND = r"[pq]\d+(?:\.\d+)?"
_BETWEEN = r" ?[;:,/] ?"
_TRANSLOCATION = re.compile(
    rf"(?<![^\W_])t ?\(? ?({_CHROMOSOME}(?:{_BETWEEN}{_CHROMOSOME})+)(?![\d.]) ?\)?(?: ?\("
    rf" ?({_BAND}(?:{_BETWEEN}{_BAND})+) ?\))?"
)
_ABERRATION = re.compile(
    r"(?<![^\W_])(?:del|dup|add|inv|ins|i|idic|dic|der|r|trp|tas) ?(\([^()]*\)(?: ?t?\([^()]*\))*)",
)
_NUMERICAL = re.compile(rf"(?:(?<=[,\s])|^)[+-]({_CHROMOSOME}|mar)(?![\w.;:/])")
_FRAME = (re.compile(r"(?<![\w.])\d{2}(?:[-~]\d{2})?, ?(?:xx?y?)(?![^\W_]),?"), re.compile(r"\[(?:cp)?\d+\] ?/?"))
"""The beginning of a karyotype, '46,xx,', and how many cells had it, '[20]'."""
_CLONES = re.compile(r"\[(?:cp)?0+\]|\] ?/|/ ?\d{2}(?:[-~]\d{2})?, ?xx?y?(?![^\W_])")
"""A finding that no cell had, '[0]', or two clones: which of them counts is not for a program to say."""
_LOCUS = re.compile(rf"(?<![\w.]){_CHROMOSOME}{_BAND}(?![\w])")
