"""Words and signs of notes that say nothing about the statement beside them."""

from dialogs.reading.days.month_names import ENGLISH

LEAD_INS = frozenset({
    "consult", "email", "handover", "letter", "mdt", "note", "round", "summary",
})  # fmt: skip
"""What kind of note it is, before a colon."""
LEADING = LEAD_INS | {"night", "referral", "registrar", "transfer", "ward"}
"""The same, and the words before it: 'Ward round:', 'Transfer letter:'."""
HARMLESS = (frozenset(ENGLISH.split()) - {"may"}) | frozenset({
    "a", "according", "acute", "admission", "admitted", "age", "aged", "all", "allergies", "also", "an", "and",
    "any", "are", "as", "at", "attendants", "b", "baby", "be", "because", "been", "before",
    "blast", "blasts", "blood", "bone", "born", "both", "boy", "bright", "by", "case", "cd", "cell", "cells",
    "chart", "child", "classification", "cleared", "cns", "colleague", "complex", "confirmed", "confirming",
    "congenital", "consistent", "count", "course", "csf", "cytometry", "d", "dated", "day", "days", "dear",
    "department", "describe", "described", "describes", "detected", "developed", "diagnosed",
    "diagnosis", "diagnostic", "disease", "dl", "drug", "dx", "elsewhere", "eventually", "f", "far", "father",
    "female", "fever", "finally", "finding", "findings", "first", "fish", "flow", "for", "found",
    "friday", "from", "fusion", "g", "gene", "genetics", "gentleman", "girl", "got", "grl", "had", "has", "hb",
    "he", "healthy", "her", "here", "his", "history", "hospital", "however", "hx", "i", "immunology",
    "immunophenotype", "immunophenotyping", "in", "index", "infant", "infants", "informed", "involving", "is", "it",
    "its", "k", "karyotype", "kg", "kid", "known", "l", "lab", "lady", "lakh", "last",
    "ldh", "legal", "letter", "leukaemia", "leukemia", "life", "lineage", "local", "lp", "lymphoblastic", "m", "m2",
    "male", "man", "marrow", "medical", "metaphases", "mg", "mo", "mom", "monday", "month", "months",
    "mother", "mum", "my", "neonate", "new", "newborn", "newly", "nor", "note", "notes", "obtained",
    "of", "old", "on", "only", "or", "otherwise", "our", "outside", "over", "p", "parents", "partner",
    "patient", "patients", "pcr", "per", "performance", "phase", "platelets", "plt", "pmh", "pre", "precursor",
    "present", "presentation", "presented", "presenting", "presents", "previously", "prior", "pro", "ps", "pt", "q",
    "rare", "referral", "referred", "report", "reported", "reporting", "reports", "revealed", "s", "saturday",
    "say", "says", "second", "seeing", "seen", "she", "showed", "showing", "shows", "signed", "so",
    "spacer", "status", "strong", "strongly", "subsequently", "sunday", "t", "term", "thank", "that", "the",
    "their", "these", "they", "this", "those", "thursday", "tlc", "to", "today", "total", "translocation",
    "treated", "treatment", "tuesday",  "ul", "ultimately", "unique", "us", "verbal", "very", "via",
    "w", "was", "wbc", "wcc", "we", "wednesday", "week", "weeks", "well", "were", "wheeze", "which", "who", "with",
    "wk", "wks", "woman", "writing", "year", "years", "yesterday", "you",
    ",", ";", ":", ".", "(", ")", "&", "/", "[", "]", "*", "'", "=", "#", "%", '"',
})  # fmt: skip
"""Where they stand beside a statement, it stands. Any other word leaves it to be asked."""
