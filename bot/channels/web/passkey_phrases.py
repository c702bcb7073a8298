"""Every sentence that only the page of passkeys says."""

TITLE = "Passkeys"
COME_BACK = "Come back with a passkey"
DEFAULT_NAME = "Passkey {number}"
USER_NAME = "Trial screening ({reference})"

ABOUT = (
    "With a passkey you come back by yourself, without an invitation. Your device asks for your finger, your face or"
    " its PIN. None of that leaves the device: only a key that it makes is kept here."
)
NEEDS = (
    "A passkey needs this page's script, and a browser that knows passkeys. Without them you need an"
    " invitation back: ask your coordinator for one."
)
NONE_YET = "You have no passkey yet."
MADE_ON = "Made on {day}"
USED_ON = "used last on {day}"
NEVER_USED = "never used"
IN_USE = "you are signed in with it"
REMOVE = "Remove"
NAME = "Name of the new passkey"
ADD = "Add a passkey"
BY_HOSPITAL = "You come in by your hospital, and need no passkey: sign in there again to come back."
ENOUGH = "You have {most} passkeys, and more are not kept. Remove one that you do not need."

USE_TITLE = "Come back with a passkey"
USE_SAYS = "If you added a passkey here before, press the button. Your device then asks whether it is you."
USE = "Use a passkey"
WITHOUT = "Without a passkey you need an invitation back: ask your coordinator for one."

REMOVE_TITLE = "Remove {name}?"
REMOVE_SAYS = (
    "Nobody comes in by this passkey any more, and other browsers that came in by it are signed out. Your device may"
    " still list it: delete it there too."
)
REMOVE_LAST = "It is your last one: to come back, you then need an invitation back."
KEEP = "Keep it"

CANCELLED = (
    "Your browser brought no passkey. You may have cancelled, or taken too long, or there is none for this page on your"
    " device. Nothing was changed; you can try again."
)
THERE_ALREADY = "This device has a passkey for this page already. Nothing was changed."
NOT_VERIFIED = (
    "Your device cannot check that it is you, by finger, face or PIN, and without that a passkey is of no use here."
    " Nothing was changed."
)
WRONG_ADDRESS = "Passkeys do not work at this address of the page. Open it as in the link of an invitation."
FAILED = "Your browser could not do that with a passkey. Nothing was changed; try again, or another device."

NOT_USED = (
    "This passkey does not let you in. It may have been removed, or this page may have stood open for over ten minutes."
    " Try once more; if that does not help, ask your coordinator for an invitation back."
)
NOT_ADDED = (
    "No passkey was added. This page may have stood open for over ten minutes, or your device did not check that it is"
    " you. Try again."
)
KNOWN = "No passkey was added: this one is kept here already. Remove it first, or use another device."
LATER = "You are not let in yet: nothing can be kept just now. Press the button again in a moment."
LATER_TITLE = "That cannot be kept just now"
LATER_TEXT = "No passkey was added or removed. Open the page of your passkeys again in a moment."
TOO_MANY_TITLE = "Too many tries"
TOO_MANY_TEXT = (
    "So many passkeys that let nobody in were tried that none is taken just now. Try again in a few minutes, or ask"
    " your coordinator for an invitation back."
)
