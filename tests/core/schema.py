"""What stands in a database, read from its own catalogue: two of them are the same when these are equal."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Schema = dict[str, list[list[Any]]]

POSTGRES = {
    "columns": """
        SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
               format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
               a.attidentity::text, a.attgenerated::text, l.collname
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation
             LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = current_schema()::regnamespace
              AND a.attnum > 0 AND NOT a.attisdropped""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace""",
    "triggers": """
        SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace""",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences
        WHERE schemaname = current_schema()""",
    "collations": """
        SELECT collname, collprovider::text, collisdeterministic FROM pg_collation
        WHERE collnamespace = current_schema()::regnamespace""",
}
SQLITE = {
    # Not in their order: making a table anew after a change, Django puts its keys to itself last. Nobody asks by the place.
    "columns": """
        SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
        FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view')""",
    "indexes": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index'",
    "triggers": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')",
    # Checks, collations, keys and what is unique are nowhere but in the sentence that makes the table.
    "constraints": "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
}


def what_stands(connection: BaseDatabaseWrapper) -> Schema:
    found: Schema = {}
    with connection.cursor() as cursor:
        for part, question in (POSTGRES if connection.vendor == "postgresql" else SQLITE).items():
            cursor.execute(question)
            found[part] = sorted((list(row) for row in cursor.fetchall()), key=repr)
    if connection.vendor == "sqlite":
        found["constraints"] = [[table, *_parts(sql)] for table, sql in found["constraints"]]
    return found


def _parts(sql: str) -> list[str]:
    """Of the sentence of a table, in one order: a column that was added later is written behind the constraints."""
    parts, depth, quoted = [""], 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "'\"":
            quoted = sign
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return sorted(part.strip() for part in parts)
