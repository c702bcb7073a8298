"""A stand-in for Matrix in this process: a homeserver, the engine of one device, and people who write to it.

What it does is taken from the specification (spec.matrix.org) and from Synapse, and it is strict where that is. Nothing
is encrypted: what would be is carried in a form that only who has the key of its session reads.
"""

from bot.workbench.matrix_standin.homeserver import StandinHomeserver
from bot.workbench.matrix_standin.matrix_people import MatrixPerson, SeenMessage
from bot.workbench.matrix_standin.standin_engine import DeviceKeys, StandinEngine

__all__ = ["DeviceKeys", "MatrixPerson", "SeenMessage", "StandinEngine", "StandinHomeserver"]
