"""The same twelve rules in zen-engine, for `bench.py`: as compiled expressions, and as a decision with a trace."""

import json
from typing import Any

import zen

EXPRESSIONS = {
    "I1": "diagnosis in ['b_precursor_all', 'b_mpal'] and disease_phase == 'newly_diagnosed' and kmt2a == 'rearranged'",
    "I2": "age_days <= 365",
    "I3": "consent == 'given'",
    "E1": "kmt2a == 'germline'",
    "E2": "diagnosis == 't_all'",
    "E3": "age_days > 365",
    "E4": "disease_phase == 'relapsed'",
    "E5": (
        "chemotherapy == 'yes' or (corticosteroids == 'systemic' and corticosteroid_dose > 10 and corticosteroid_days"
        " > 7)"
    ),
    "B1": "diagnosis == 'b_precursor_all' and cd19 == 'negative'",
    "B2": "cns_eoi in ['cns2', 'cns3']",
    "B3": "hypersensitivity == 'yes'",
    "B4": "live_vaccine_planned == 'yes' or (live_vaccine == 'given' and live_vaccine_days <= 28)",
}


def compile_rules() -> list[Any]:
    """Returns the rules as compiled expressions."""
    return [zen.compile_expression(expression) for expression in EXPRESSIONS.values()]


def make_decision() -> Any:
    """Returns the rules as one decision: an input, an expression node with the rules, an output."""
    expressions = [{"id": key, "key": key, "value": value} for key, value in EXPRESSIONS.items()]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
