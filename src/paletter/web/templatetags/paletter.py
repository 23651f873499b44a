"""Small words for templates; loaded into every template."""

from django import template

register = template.Library()
