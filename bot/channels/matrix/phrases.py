"""Every sentence that only the Matrix channel says."""

WELCOME = (
    "You are let in. This chat is encrypted from end to end. All the same, never write a name, a date of birth or"
    " another identifier here."
)
CONTINUED = "{title} (continued)"
EDITED = "* {text}"

NOT_READ = (
    "A message of yours could not be read here, so it was not recorded. Send it again. If no answer comes, open a new"
    " encrypted chat with me."
)
NO_REACTIONS = (
    "A reaction is not an answer, and was not recorded: the server sees reactions in clear. Type your answer, or its"
    " number."
)
NOT_SIGNED = (
    "One of your devices is not verified, so nothing that you write is recorded. In Element, open Settings, then"
    " Sessions; verify it or sign it out, and write again."
)
NEW_IDENTITY = (
    "The keys of your account have changed since you were let in, so nothing that you write is recorded. If you reset"
    " them yourself, tell whoever runs this service: they can accept the new ones."
)
NO_IDENTITY = (
    "Your account has no keys that vouch for your devices, so nothing that you write is recorded. In Element, open"
    " Settings, then Encryption, and set up recovery; then write again."
)
NOT_ENCRYPTED = "This room is not encrypted, so nothing is recorded here. Open an encrypted chat with me alone."
NOT_TWO = (
    "Somebody else is in this room, or invited, so nothing is recorded here. Open an encrypted chat with me alone."
)
IN_CLEAR = "That message was not encrypted, so it was not recorded. Send it again from an app that encrypts."
