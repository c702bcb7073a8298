"""What numbers of insurances, cards and accounts look like, and addresses that are written in other ways than ours."""

import re

from dialogs.notes.identifier_words import HAS_LONG_NUMBER, SEP, make_test
from dialogs.notes.looking import look_for

_CARDS = (
    "insurance", "policy", "health card", "member", "passport", "card", "licen", "visa", "file", "folder", "claim",
    "svnr", "ahv", "kvnr", "vnr", "steuer", "tax", "curp", "rut", "cpf", "nino", "ehic", "medicare", "medicaid", "niss",
    "cnp", "oib", "amka", "ausweis", "versicherung", "plan", "group no", "certificate", "plate", "fiscal",
)  # fmt: skip
_CARD = (
    r"(?<!\w)(?:(?:health[ ]|medical[ ])?insurance|insurer|policy|health[ ]?card|member(?:ship)?|passport"
    r"|reisepass|personalausweis|ausweis"
    r"|(?:id|identity|national id|insurance|green|residence)[ ]card|(?:driver'?s?|driving)[ ]licen[cs]e"
    r"|licen[cs]e[ ]plate|visa|file|folder"
    r"|claim|certificate|svnr|sv-nr|ahv|kvnr|vnr|vsnr|steuer-?id|tax[ ]id|curp|rut|cpf|nino|ehic|medicare"
    r"|medicaid|niss|cnp|oib|amka"
    r"|versicherung(?:snummer)?|codice[ ]fiscale)\b\.?(?:[ ]*(?:card|no\b\.?|nr\b\.?|num(?:ber)?\b|id\b|#))*"
)
_CARD_NUMBER = (
    r"(?=(?:[A-Za-z]{0,6}[ ./-]?\d){4})[A-Za-z]{0,6}[ -]?\d[\w./-]*\w(?:[ ]\d{3,}\b)*(?:[ ]\d\b(?![ ]?[a-z%]))?"
)
_STREETS = (
    "rue", "avenue", "boulevard", "bd", "place", "chemin", "impasse", "all", "quai", "calle", "avenida", "plaza", "via",
    "piazza", "rua", "straat",
)  # fmt: skip
_TOWN = r"(?:,?[ ](?:[A-Z]{1,2}-)?\d{4,5}[ ][^\W\d_a-zß-ÿ][\w-]+)?"
_GERMAN = r"[^\W\d_a-zß-ÿ][\w-]*(?:str(?:\.|a(?:ss|ß)e)|weg|platz|gasse|allee|ufer|damm)"
_LATIN = (
    r"(?:rue|avenue|boulevard|bd\.?|place(?=[ ]d)|chemin|impasse|all[ée]e|quai|calle|avenida|plaza|via|viale"
    r"|piazza|rua|straat)"
)

NUMBER_PATTERNS = (
    look_for(make_test(*_CARDS), rf"{_CARD}{SEP}({_CARD_NUMBER})", re.IGNORECASE),
    look_for(
        HAS_LONG_NUMBER,
        r"(?<![\w-])(?!CD\d)([A-Z]{2}\d{2}(?=(?:[ ]?[A-Z]{0,4}\d){9})(?:[ ]?[A-Z\d]{4}){2,7}(?:"
        r"[ ]?[A-Z\d]{1,4})?)(?!\w)",
    ),
    look_for(make_test("iban"), r"\biban\b[ :=]*([a-z]{2}\d{2}(?:[ ]?\w{4}){2,7}(?:[ ]?\d{1,4})?)\b", re.IGNORECASE),
    look_for(
        make_test("str.", "strasse", "straße", "weg", "platz", "gasse", "allee", "ufer", "damm"),
        rf"(?<!\w)({_GERMAN}[ ]\d{{1,4}}[a-z]?\b{_TOWN})",
    ),
    look_for(
        make_test(*_STREETS),
        rf"(?<![\w.,/])(\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ]{_LATIN}[ ]\w[\w']*(?:[ ]\w[\w']*){{0,4}}{_TOWN})(?![\w'])",
        re.IGNORECASE,
    ),
    look_for(
        make_test("via", "calle", "rua", "plaza", "piazza", "avenida", "straat"),
        rf"(?<!\w)((?:Via|Viale|Calle|Rua|Plaza|Piazza|Avenida)[ ](?:[A-Z]?[\w'.]+[ ]){{1,4}}\d{{1,4}}\b{_TOWN}"
        rf"|[A-Z]\w+straat[ ]\d{{1,4}})",
    ),
    look_for(
        make_test("case", "record", "chart", "subject", "file"),
        r"(?<!\w)(?:[Cc]ase|[Rr]ecord|[Cc]hart|[Ss]ubject|[Ff]ile)[ ]*[:#][ ]*(?!CD|CNS|KMT"
        r"|MLL)([A-Z]{1,4}-?\d{2,}[\w-]*)",
    ),
    look_for(make_test("plate"), r"\b[Pp]lates?\b[ :]*([^\W\d_a-z]{1,3}-[A-Z]{1,2}[ ]?\d{1,4})\b"),
    look_for(make_test("box"), r"\b(p\.?[ ]?o\.?[ ]?box[ ]\d+)", re.IGNORECASE),
    look_for(
        make_test("lives in", "living in", "resides in", "c/o"),
        r"\b(?:(?:lives|living|resides)[ ]in|c/o)[ ]([^\n;,.]+)",
    ),
    look_for(make_test("@"), r"(?<![\w.+@-])(@[A-Za-z_]\w{2,})"),
    look_for(
        make_test("skype", "twitter", "instagram", "facebook", "telegram", "wechat", "tiktok"),
        r"\b(?:skype|twitter|instagram|facebook|telegram|wechat|tiktok)(?:[ ]?(?:id|name))?[ ]*[:=][ ]*@?([\w.]+)",
        re.IGNORECASE,
    ),
)  # fmt: skip
"""Numbers and addresses, each where a word or its own form tells of it."""
