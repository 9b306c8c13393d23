"""For templates: `{{ words|unbroken }}` shows plain words as articles.unbroken would have them, and
`{{ title|whole_words }}` a title whose words with a hyphen stay whole, and `{{ address|at_slashes }}` an address that
goes on in the next line after a slash, and not amid a word."""

import html
import re

from django import template
from django.utils.safestring import SafeString

from articles.unbroken import with_telephones, with_units

register = template.Library()


@register.filter
def unbroken(words: str) -> SafeString:
    return _html(with_telephones(html.escape(with_units(words))))


@register.filter
def at_slashes(address: str) -> SafeString:
    return _html(re.sub("/(?=.)", "/<wbr>", html.escape(address)))


@register.filter
def whole_words(title: str) -> SafeString:
    return _html(re.sub(r"\w+(?:-\w+)+", r'<span class="together">\g<0></span>', html.escape(title)))


def _html(escaped: str) -> SafeString:
    return SafeString(escaped)  # nosec B703
