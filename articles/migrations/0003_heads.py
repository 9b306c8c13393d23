"""PostgreSQL looks words up in heads by an index of their own: with weights in one index it would have to read every
passage that has the word anywhere."""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE articles_passage
    ADD COLUMN head_document tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, head)) STORED
    """,
    "CREATE INDEX articles_passage_head_document ON articles_passage USING gin (head_document)",
]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_full_text")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
