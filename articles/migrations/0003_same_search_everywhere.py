"""PostgreSQL looks for the same words as SQLite does, and an unused column goes.

Like SQLite's tokenizer, `articles_plain` takes accents away and ends a word at every sign that is no letter or digit,
and no word is too common to be found. It changes no character's place, so that highlights can be carried over.
"""

import unicodedata

from django.db import migrations

SIGNS = [
    *range(0x21, 0x100),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x205F),
    *map(ord, "←↑→↓−≈≠≤≥•✓"),
]  # translate() walks through them all


def plain(letter):
    """One character for one character."""
    if not letter.isalnum():
        return " "
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isalnum() else letter


def plain_function():
    changed = [(sign, plain(sign)) for sign in map(chr, SIGNS) if plain(sign) != sign]
    old, new = ("".join(letters) for letters in zip(*changed, strict=True))
    return f"""
        CREATE FUNCTION articles_plain(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN translate(given, '{old.replace("'", "''")}', '{new}')
    """


POSTGRESQL = [
    # those that an index left behind which was damaged and set aside
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS articles CASCADE",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS articles_stem CASCADE",
    "DROP FUNCTION IF EXISTS articles_plain CASCADE",
    "CREATE TEXT SEARCH DICTIONARY articles_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION articles (PARSER = default)",
    """
    ALTER TEXT SEARCH CONFIGURATION articles ADD MAPPING FOR
        asciiword, word, numword, int, uint, float, sfloat, version, hword, hword_part, hword_asciipart, hword_numpart,
        asciihword, numhword WITH articles_stem
    """,
    plain_function(),
    "DROP INDEX articles_passage_document",
    "ALTER TABLE articles_passage DROP COLUMN document",
    """
    ALTER TABLE articles_passage ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('articles'::regconfig, articles_plain(title)), 'A')
        || setweight(to_tsvector('articles'::regconfig, articles_plain(heading)), 'B')
        || setweight(to_tsvector('articles'::regconfig, articles_plain(words)), 'C')
        || setweight(to_tsvector('articles'::regconfig, articles_plain(text)), 'D')
    ) STORED
    """,
    "CREATE INDEX articles_passage_document ON articles_passage USING gin (document)",
]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for statement in POSTGRESQL:
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_full_text")]
    operations = [
        migrations.RemoveField(model_name="article", name="mentioned"),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
