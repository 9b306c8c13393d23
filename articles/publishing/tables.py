"""Whether every table and column is there that a page may ask for."""

from django.apps import apps
from django.db import connection

from articles.finding.search import search
from articles.policy import Language


def all_there() -> bool:
    """By name alone, in one question, so that it can be asked often."""
    wanted = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return wanted <= set(connection.introspection.table_names())


def check() -> None:
    """What is missing is a DatabaseError; a sync that has nothing to do would not meet it, nor would most pages."""
    for model in apps.get_models(include_auto_created=True):
        model._default_manager.values_list(*(field.name for field in model._meta.concrete_fields)).first()
    search("naltrexone", Language.EN)
