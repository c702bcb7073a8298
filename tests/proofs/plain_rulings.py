"""How the determinations of a generated definition stand by Kleene's logic of its criteria."""

from plain_kleene import Kleene, Truth
from plain_words import FAILS, NOT_YET, OFF, PASSES, is_exclusion, list_alternatives, list_determinations, list_wanted
from sampled_values import Plain


class Rulings:
    """The truths of the criteria, now and once every waiting time is over, and how the determinations stand then."""

    def __init__(self, plain: Plain, now: Kleene, later: Kleene) -> None:
        self._plain = plain
        self.truths, self._truths_later = (
            {name: kleene.evaluate(each["met_when"]) for name, each in plain["criteria"].items()}
            for kleene in (now, later)
        )

    def list_effects(self, name: str) -> list[int | None]:
        """Returns what the criteria of a determination do to it now; None where that is open."""
        return self._list_effects(name, self.truths)

    def _list_effects(self, name: str, truths: dict[str, Truth]) -> list[int | None]:
        """Returns what the criteria of a determination do to it; None where that is open."""
        return [
            None if sure != can else FAILS if sure == is_exclusion(self._plain["criteria"][each]) else PASSES
            for each, (sure, can) in truths.items()
            if name in list_determinations(self._plain["criteria"][each])
        ]

    def rule(self, name: str) -> tuple[int | None, bool]:
        """Returns how a determination stands by Kleene's logic (None: open), and whether that is provisional."""
        possible, has_object = self._list_possible(name), self._find_object(name)
        own = possible - {OFF} if FAILS in self.list_effects(name) else possible
        if has_object is False or not own:
            return OFF, False
        return (own.pop(), has_object is None and OFF in possible) if len(own) == 1 else (None, False)

    def _list_possible(self, name: str) -> set[int]:
        """Returns to what a determination can come by Kleene's logic."""
        has_object = self._find_object(name)
        if has_object is False:
            return {OFF}
        effects = self.list_effects(name)
        possible = {FAILS} if FAILS in effects else {PASSES, FAILS} if None in effects else {PASSES}
        if FAILS in possible and "not_yet" in self._plain["determinations"][name]["outcomes"]:
            later = self._list_effects(name, self._truths_later)
            possible |= set() if FAILS in later else {NOT_YET}
            if PASSES not in possible and not {FAILS, None} & {*later}:
                possible = {NOT_YET}
        return possible | ({OFF} if has_object is None else set())

    def _find_object(self, name: str) -> bool | None:
        alternatives = list_alternatives(self._plain["determinations"][name].get("requires", {}))
        found = [self._is_so(each) for each in alternatives] or [True]
        return True if True in found else None if None in found else False

    def _is_so(self, alternative: Plain) -> bool | None:
        parts: list[bool | None] = []
        for name, codes in alternative.items():
            possible, wanted = self._list_possible(name), {*list_wanted(self._plain, name, codes)}
            parts.append(True if possible <= wanted else None if possible & wanted else False)
        return False if False in parts else None if None in parts else True
