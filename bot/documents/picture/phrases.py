"""Every fixed word and sentence of the pictures. What belongs to a trial stands in its definition."""

from dialogs.rules.truth import Truth

DECISION = "The decision on screening {code}"
MADE = "{time}. Trial definition {trial} {version}."
MADE_PRE_CHECK = "{made} {pre_check}"
DESCRIPTION = "{verdicts}. {pre_check} {count} criteria in {lanes} lanes, each with its answers; made {time}."

CRITERION = "{id}  {name}"
TOLD = "{id} {name}: {status}. {reason}"
LANE = "{number}  {name}"
VERDICT = "{name}: {word}"
KINDS = {"inclusion": "Inclusion", "exclusion": "Exclusion"}
STATUS = "{kind}, {status}."
STATUSES = {Truth.YES: "met", Truth.NO: "not met", Truth.UNKNOWN: "unknown"}
ANSWER = "{name}: {answer}."
DOES_NOT_APPLY = "does not apply"
MISSING = "Missing: {name}: {why}."
NOT_NEEDED = "Not needed: {name}: {why}."
NOT_EXACT = "{answer}, {why}"
COME_BACK = "Come back: {when}."
NEAR = "Near a threshold, worth checking: {near}."
NOTE = "Note: {note}"

NEEDS = "Needs {name}: {wanted}. {state}"
NEEDS_ONE = "Needs one of these: {wanted}. {state}"
HOLDS = {Truth.YES: "It is.", Truth.NO: "It is not, so what follows does not apply.", Truth.UNKNOWN: "Not yet known."}

PATHWAY = "The treatment pathway"
PATHWAY_DESCRIPTION = (
    "The treatment pathway of {acronym} in {count} parts, in the order in which they are told. Information only."
)
INFORMATION = "Information only, in the order in which it is told. Not every part is for every patient."

WRITTEN_DECISION = "{file}: the picture of {code}. It holds its answers: health data."
WRITTEN_PATHWAY = "{file}: the picture of the pathway of {trial}."
