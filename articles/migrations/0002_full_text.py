"""The full-text index beside articles_passage; the database keeps it in step by itself.

SQLite: an external-content FTS5 table and three triggers, as its manual shows. PostgreSQL: a generated column.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_passage_fts USING fts5(
        title, heading, words, text, content='articles_passage', content_rowid='id',
        tokenize="porter unicode61 remove_diacritics 2", prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER articles_passage_added AFTER INSERT ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(rowid, title, heading, words, text)
        VALUES (new.id, new.title, new.heading, new.words, new.text);
    END
    """,
    """
    CREATE TRIGGER articles_passage_gone AFTER DELETE ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(articles_passage_fts, rowid, title, heading, words, text)
        VALUES ('delete', old.id, old.title, old.heading, old.words, old.text);
    END
    """,
    """
    CREATE TRIGGER articles_passage_changed AFTER UPDATE ON articles_passage BEGIN
        INSERT INTO articles_passage_fts(articles_passage_fts, rowid, title, heading, words, text)
        VALUES ('delete', old.id, old.title, old.heading, old.words, old.text);
        INSERT INTO articles_passage_fts(rowid, title, heading, words, text)
        VALUES (new.id, new.title, new.heading, new.words, new.text);
    END
    """,
]
POSTGRESQL = [
    """
    ALTER TABLE articles_passage ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', heading), 'B')
        || setweight(to_tsvector('english', words), 'C') || setweight(to_tsvector('english', text), 'D')
    ) STORED
    """,
    "CREATE INDEX articles_passage_document ON articles_passage USING gin (document)",
]


def make(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
