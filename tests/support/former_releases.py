"""Backups that former releases made: real ones, kept beside the tests."""

import lzma
from contextlib import closing
from pathlib import Path

from stores import ROOT

from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.migrations import downgrade

FORMER = ROOT / "tests" / "keeping" / "former_releases"


def make_former(file: Path, schema: str) -> None:
    """Writes a backup as an earlier release made it. Those of schemas 0005 and 0006 are real ones, with all rows.

    Earlier ones are what the steps down leave of a real one that holds screenings only.
    """
    name = f"schema_{schema}" if schema >= "0005" else "schema_0005_screenings_only"
    file.write_bytes(lzma.decompress((FORMER / f"{name}.backup.xz").read_bytes()))
    if schema >= "0005":
        return
    with closing(Database(make_file_address(file))) as old, old.writing() as connection:
        downgrade(connection, schema)
