"""For templates: `{{ words|unbroken }}` shows plain words as articles.unbroken would have them, and
`{{ address|at_slashes }}` an address that goes on in the next line after a slash, and not amid a word."""

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


def _html(escaped: str) -> SafeString:
    return SafeString(escaped)  # nosec B703
