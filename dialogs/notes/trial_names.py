"""How notes name the trial that is asked about, and other trials."""

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def compile_trial_names(acronym: str | None) -> re.Pattern[str]:
    """Returns the pattern of words that name the trial itself: 'for Interfant-21', 'to the study'."""
    own = re.escape(acronym or "").replace("\\-", "[ -]?") or "(?!)"
    return re.compile(
        rf"\b(?:(?:for|to|into|in|on|of|with)\s+)?(?:(?:the|this|our)\s+)?(?:(?:participation|enrolment|enrollment|entry)\s+"
        rf"(?:in|into|to)\s+)?(?:(?:the|this|our)\s+)?(?<!other )(?<!previous )(?<!different )"
        rf"(?:{own}|trial|study|protocol)(?:\s+(?:participation|enrolment|enrollment|entry))?\b",
        re.IGNORECASE,
    )
