"""From the text of a definition to a trial, or to all of its faults at once."""

import hashlib
import json
import math
from typing import Any, TypeVar

from pydantic import ValidationError

from dialogs.definition.document import Document, DocumentError, parse
from dialogs.definition.faults import DefinitionError, Fault, make_fault
from dialogs.definition.trial import Definition
from dialogs.definition.wording import Model
from dialogs.loading.checks import check_definition
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.contradiction_checks import check_contradictions
from dialogs.loading.size_checks import check_size
from dialogs.loading.thresholds import keep_thresholds
from dialogs.rules.diagrams import DiagramTooLarge
from dialogs.rules.engine import Rules

M = TypeVar("M", bound=Model)


def load(text: str, file: str) -> Trial:
    """Returns the trial that the YAML `text` defines; `file` is the name used in faults.

    Raises `DefinitionError` with every fault found: file, line, key, fault and remedy.
    """
    document, definition = read(text, file, Definition, _NO_DEFINITION)
    located = list(check_definition(definition)) or list(check_size(definition))
    found = [make_fault(document, file, path, message) for path, message in located]
    if found:
        raise DefinitionError(found)
    try:
        rules = Rules(definition)
        rules.diagrams.work_left = math.inf  # what testers ask of a trial that was let in is bounded by its nodes
    except DiagramTooLarge:
        raise DefinitionError([make_fault(document, file, ("criteria",), _TOO_ENTANGLED)]) from None
    if faults := [make_fault(document, file, path, message) for path, message in check_contradictions(rules)]:
        raise DefinitionError(faults)
    keep_thresholds(definition)
    return Trial(definition, compute_digest(document.value), rules)


def read(text: str, file: str, model: type[M], no_mapping: str) -> tuple[Document, M]:
    """Returns what the YAML `text` says, as a document and as `model` has it.

    `no_mapping` is the fault of a file that has no keys at all. Raises `DefinitionError` as `load` does.
    """
    try:
        document = parse(text)
    except DocumentError as error:
        raise DefinitionError([Fault(file, error.line, "", str(error))]) from error
    if not isinstance(document.value, dict):
        raise DefinitionError([Fault(file, 1, "", no_mapping)])
    try:
        return document, model.model_validate_json(json.dumps(document.value))
    except ValidationError as error:
        from dialogs.loading.schema_faults import make_schema_faults  # noqa: PLC0415 - most files have no fault

        raise DefinitionError(make_schema_faults(document, file, error)) from error


def compute_digest(content: Any) -> str:
    """Returns the digest of a definition's content: "sha256:" and 64 hexadecimal digits.

    Comments and layout do not count.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


_NO_DEFINITION = "the file is no trial definition: start from `trialscreen trial new`"
_TOO_ENTANGLED = (
    "the conditions are too entangled to be decided exactly: split the determination, use fewer thresholds, or let"
    " facts of one condition follow each other"
)
