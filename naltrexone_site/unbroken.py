"""For templates: `{{ words|unbroken }}` shows plain words as articles.unbroken would have them."""

import html

from django import template
from django.utils.safestring import SafeString

from articles.unbroken import with_telephones, with_units

register = template.Library()


@register.filter
def unbroken(words: str) -> SafeString:
    return SafeString(with_telephones(html.escape(with_units(words))))  # nosec B703
