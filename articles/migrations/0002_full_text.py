"""The full-text index beside articles_passage; the database keeps it in step by itself.

It is handed stems, so it needs no grammar. SQLite: an external-content FTS5 table and three triggers, as its manual
shows. PostgreSQL: a generated column.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_passage_fts USING fts5(
        head, body, content='articles_passage', content_rowid='id', tokenize="unicode61 remove_diacritics 0"
    )
    """,
    """
    CREATE TRIGGER articles_passage_added AFTER INSERT ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(rowid, head, body) VALUES (new.id, new.head, new.body);
    END
    """,
    """
    CREATE TRIGGER articles_passage_gone AFTER DELETE ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(articles_passage_fts, rowid, head, body)
        VALUES ('delete', old.id, old.head, old.body);
    END
    """,
    """
    CREATE TRIGGER articles_passage_changed AFTER UPDATE ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(articles_passage_fts, rowid, head, body)
        VALUES ('delete', old.id, old.head, old.body);
        INSERT INTO articles_passage_fts(rowid, head, body) VALUES (new.id, new.head, new.body);
    END
    """,
]
POSTGRESQL = [
    """
    ALTER TABLE articles_passage ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, head), 'A') || setweight(to_tsvector('simple'::regconfig, body), 'D')
    ) STORED
    """,
    "CREATE INDEX articles_passage_document ON articles_passage USING gin (document)",
]


def make(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_index")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
