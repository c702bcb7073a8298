"""Every sentence that only the Matrix channel says."""

WELCOME = (
    "You are let in. This chat is encrypted from end to end. All the same, never write a name, a date of birth or"
    " another identifier here."
)
CONTINUED = "{title} (continued)"
EDITED = "* {text}"

NOT_READ = "A message of yours could not be read here, so it was not recorded. Send it again."
NO_REACTIONS = (
    "A reaction is no answer, and was not recorded: the server sees reactions in clear. Type your answer, or its"
    " number."
)
NOT_SIGNED = (
    "A device of yours is not verified, so nothing that you write is recorded. Verify it in its settings, or sign it"
    " out; then write again."
)
NEW_IDENTITY = (
    "The keys of your account are not those that were seen here first, so nothing that you write is recorded. If you"
    " made new ones yourself, tell whoever runs this service."
)
NO_IDENTITY = (
    "Your account has no keys that vouch for your devices, so nothing that you write is recorded. Set up the recovery"
    " in your app's settings; then invite me again."
)
NOT_ENCRYPTED = "This room is not encrypted, so nothing is recorded here. Invite me to an encrypted chat of us two."
NOT_TWO = "This room is not one of us two, so nothing is recorded here. Invite me to an encrypted chat of us two."
IN_CLEAR = "That message was not encrypted, so it was not recorded. Send it again from an app that encrypts."
