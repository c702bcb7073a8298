"""The name of the person at the terminal: that of the account that runs this process.

Variables such as `LOGNAME` count for nothing, since anybody can set them.
"""

import os
import sys

if sys.platform != "win32":
    import pwd


def get_login_name() -> str:
    """Returns the name of the account that runs this process, by its effective user id; its number if it has no name.

    Windows is asked for its own word of it.
    """
    if sys.platform == "win32":
        return os.getlogin()
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"
