"""Every sentence that only the web page says."""

WELCOME = "You are let in. Never write a name, a date of birth or another identifier here."

FILE_LINK = "{what} ({form})"
FORMS = {"pdf": "PDF", "html": "web page", "picture": "picture", "csv": "CSV", "xlsx": "spreadsheet", "log": "text"}
