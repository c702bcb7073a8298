"""The forms of what can be had as a file, as they are said, and the sizes of paper."""

PDF, PAGE, TEXT, PICTURE = "pdf", "html", "text", "picture"
"""The forms, as they are said."""


LOG, CSV, XLSX = "log", "csv", "xlsx"
"""The forms of the screening log."""


KINDS = {PDF: "report", PAGE: "report", PICTURE: "picture"} | dict.fromkeys((LOG, CSV, XLSX), "log")
"""What each form is of."""


LOG_FILES = frozenset({CSV, XLSX})


PAPERS = ("a4", "letter")
