"""How a sign-in names the hospital that let it in."""

from storage.features.sign_ins import SignIn

HOSPITAL_WAY = "hospital:"
"""How its way begins; the key of the hospital follows."""


def is_by_hospital(sign_in: SignIn) -> bool:
    """Says whether a hospital let somebody in: it also says when they are there no more."""
    return sign_in.way.startswith(HOSPITAL_WAY)
