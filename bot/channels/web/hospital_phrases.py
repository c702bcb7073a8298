"""Every sentence that only the sign-in of hospitals says."""

SIGN_IN_WITH = "Sign in with {name}"
SIGN_OUT_AT = "Sign out at {name} too"
WAYS_IN_SAY = (
    "If your hospital is named above, sign in there: you need no invitation, and have the same account each time."
)

NOT_IDENTIFIED_TITLE = "You are not let in"
NOT_IDENTIFIED_TEXT = (
    "What came back from the hospital is not for this browser, was used before, or came too late. Begin the sign-in"
    " again; if that does not help, tell your coordinator."
)
BROKEN_OFF_TEXT = (
    "{name} signed nobody in: it was broken off there, or you may not use this page. Begin again, or ask your"
    " coordinator for an invitation."
)
NO_ROLE_TEXT = (
    "{name} knows you, but none of your groups there gives you a role here. Ask your coordinator which group you need;"
    " once you are in it, sign in again."
)
ACCESS_REVOKED_TEXT = "Your access was taken away here, so {name} does not let you in any more. Ask your coordinator."
AWAY_TITLE = "The hospital's sign-in cannot be used just now"
AWAY_TEXT = (
    "{name} does not answer as it should, and nothing was changed. Try again in a few minutes, or ask your coordinator"
    " for an invitation."
)
NOT_YET_TITLE = "You are not let in yet"
NOT_YET_TEXT = "Nothing can be kept just now. Begin the sign-in again in a moment."
TOO_MANY_TITLE = "Too many tries"
TOO_MANY_TEXT = (
    "So many sign-ins by a hospital failed from your network that none is taken just now. Begin again in a few minutes."
)

COMING_BACK_BY = 'To come to your screenings again, press "Sign in with {name}": you have the same account each time.'
STILL_SIGNED_IN_THERE = (
    "At {name} this browser may still be signed in: then whoever uses it next comes in here as you, without a password."
    " Sign out there too."
)
SIGN_OUT_THERE_YOURSELF = (
    "At {name} this browser may still be signed in: then whoever uses it next comes in here as you, without a password."
    " Sign out there as you usually do, or close all its windows."
)
