"""`trialscreen replay --generate`, and the set that it made for Interfant-21 in tests/scripts/generated."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from test_atlas import reached_by

from dialogs.coverage.atlas import atlas, undecided
from dialogs.coverage.map import Map
from dialogs.coverage.tours import tours
from dialogs.definition.loading import load
from dialogs.dialogue import Dialogue
from dialogs.scripts.blocks import Bot, Me
from dialogs.scripts.player import FIXED_NOW, START

HERE = Path(__file__).parent
DEFINITION = HERE.parent / "dialogs" / "trials" / "interfant-21.yaml"
GENERATED = HERE / "scripts" / "generated"
SKELETON = HERE.parent / "dialogs" / "trials" / "skeleton.txt"

DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))
SCRIPTS = tours(DIALOGUE, FIXED_NOW)
