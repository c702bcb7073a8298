"""What stands in a database's schema: nothing but tables, and their indexes, that migrations made.

A trigger changes rows behind the program's back, and a view or a foreign table gives others in their place.
"""

from hashlib import sha256

from sqlalchemy import Connection, text

from storage.database.address import DatabaseAddress
from storage.model.errors import Refused


def refuse_foreign_objects(connection: Connection, address: DatabaseAddress) -> None:
    """Raises `Refused`, with its name, where there is a trigger, a view, a foreign table or a rule."""
    planted = connection.execute(_FILE_OBJECTS if connection.dialect.name == "sqlite" else _SERVER_OBJECTS).all()
    if planted:
        kind, name = planted[0]
        more = f" and {len(planted) - 1} more" if len(planted) > 1 else ""
        raise Refused(
            f"{address}: the database holds the {kind} {name}{more}, which this program never makes; find out who made"
            " it, remove it, and look at the trail with `trialscreen screening audit`"
        )


def digest_schema(connection: Connection) -> str:
    """Returns the digest of the text of a file's schema; a server spells its own, so that of a server is empty."""
    if connection.dialect.name != "sqlite":
        return ""
    rows = connection.execute(_FILE_SCHEMA).all()
    return sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


_FILE_OBJECTS = text(
    "SELECT CASE WHEN type = 'table' THEN 'virtual table' ELSE type END, name FROM sqlite_master"
    " WHERE type IN ('trigger', 'view') OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%') ORDER BY name"
)
_FILE_SCHEMA = text(
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    " AND name <> 'backup' ORDER BY type, name"
)
_SERVER_OBJECTS = text(
    """
    WITH ours AS (
      SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (current_schemas(false))
    )
    SELECT CASE relkind WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' ELSE 'view' END, relname
      FROM ours WHERE relkind IN ('v', 'm', 'f', 'p')
    UNION ALL
    SELECT 'trigger', t.tgname FROM pg_trigger t JOIN ours ON ours.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', r.rulename FROM pg_rewrite r JOIN ours ON ours.oid = r.ev_class WHERE ours.relkind = 'r'
    UNION ALL
    SELECT 'policy', p.polname FROM pg_policy p JOIN ours ON ours.oid = p.polrelid
    UNION ALL
    SELECT 'check', k.conname FROM pg_constraint k JOIN ours ON ours.oid = k.conrelid WHERE k.contype IN ('c', 'f', 'x')
    UNION ALL
    SELECT 'unlogged table', ours.relname FROM ours JOIN pg_class c ON c.oid = ours.oid
      WHERE ours.relkind = 'r' AND c.relpersistence <> 'p'
    UNION ALL
    SELECT 'table with row security', ours.relname FROM ours JOIN pg_class c ON c.oid = ours.oid
      WHERE c.relrowsecurity OR c.relforcerowsecurity
    UNION ALL
    SELECT 'computed index', ours.relname FROM ours JOIN pg_index i ON i.indexrelid = ours.oid
      WHERE i.indexprs IS NOT NULL
    UNION ALL
    SELECT 'inheriting table', ours.relname FROM pg_inherits i JOIN ours ON ours.oid = i.inhrelid
    UNION ALL
    SELECT 'generated column', a.attname FROM pg_attribute a JOIN ours ON ours.oid = a.attrelid
      WHERE a.attgenerated <> '' AND ours.relkind = 'r'
    UNION ALL
    SELECT 'second table', relname FROM ours WHERE relkind = 'r' GROUP BY relname HAVING count(*) > 1
    ORDER BY 2
    """
)
