"""Small words for templates; loaded into every template."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select, Widget
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

from paletter.interviews.models import Interview
from paletter.reports import drawing
from paletter.web import drawings
from paletter.web.candidate import sentences

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon in the colour of the text; it says nothing to a screen reader, so words must stand beside it."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        " icon-directed" if name in drawings.DIRECTED else "",
        mark_safe(drawings.ICONS[name]),  # noqa: S308 - our own drawing
    )


@register.simple_tag
def skill_mark(key: str) -> SafeString:
    """Draw a soft skill's shape in its hue; the skill's name must stand beside it."""
    return drawing.mark(key, css=f"skill-{key}")


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """Say a day and time in UTC; local-times.js puts it into the reader's zone and form."""
    return format_html(
        '<time datetime="{}" data-local>{} UTC</time>', at.isoformat(), date_format(at, gettext("j F Y, H:i"))
    )


@register.simple_tag
def asked_in(interview: Interview) -> SafeString:
    """Return the attribute that tells in which language an interview's questions are; "" where the template doesn't."""
    language = interview.template_version.value.language
    return format_html(' lang="{}"', language) if language else SafeString()


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, Any]:
    """Lay out one form field: label, control, hint and the error beside it, all tied together for screen readers.

    What may be left out is called optional, unless the form has `says_optional = False`: where nothing has to be
    filled in, or one of several, the page says so in a sentence.
    """
    widget = bound.field.widget
    classes = [_class_of(widget), css, str(widget.attrs.get("class", ""))]
    attrs: dict[str, Any] = {}
    if bound.errors:
        classes.append("is-invalid")
        attrs["aria-describedby"] = f"{bound.auto_id}_error"
        attrs["aria-invalid"] = "true"
    elif bound.help_text:
        attrs["aria-describedby"] = f"{bound.auto_id}_hint"
    attrs["class"] = " ".join(name for name in classes if name)
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "is_check": isinstance(widget, CheckboxInput),
        "says_optional": not bound.field.required and getattr(bound.form, "says_optional", True),
    }


@register.inclusion_tag("candidate/_outbox.html", takes_context=True)
def outbox(context: template.Context) -> dict[str, Any]:
    """Lay out what tells candidates of takes that still lie on their device; nothing for strangers."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {"facts": None}
    facts = {
        "who": str(request.user.pk),
        "token": get_token(request),
        "takes": reverse("candidate:takes"),
    }
    return {"facts": facts, "sentences": sentences.told(sentences.OUTBOX)}


@register.filter
def duration(seconds: int) -> str:
    """Say a length of time as people do: "45 seconds", "3 minutes", "1 minute 30 seconds", "2 hours"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60) if minutes > 90 else (0, minutes)
    parts = (
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
        (rest, ngettext("{count} second", "{count} seconds", rest)),
    )
    return " ".join(text.format(count=count) for count, text in parts if count) or gettext("0 seconds")


@register.filter
def minus(figure: object) -> str:
    """Write a figure with the sign for minus in place of a hyphen, as wide as the plus beside which it stands."""
    return str(figure).replace("-", "−")


@register.filter
def signed(number: float) -> str:
    """Say a difference to two places with its sign: "+0.60", "−1.20", and "0.00" for none."""
    figure = f"{number:+.2f}"
    return "0.00" if figure in ("+0.00", "-0.00") else minus(figure)


@register.filter
def in_zone(moment: datetime, zone: str) -> str:
    """Write a moment by the clocks of a zone, with its name: for readers whose own zone is not known."""
    local = moment.astimezone(ZoneInfo(zone or "UTC"))
    said = date_format(local, gettext("l j F Y, H:i"))
    return f"{said} ({zone or 'UTC'})"


@register.filter
def ago(moment: datetime) -> str:
    """Say how long ago something was, as people do: "just now", "3 hours ago"."""
    passed = timesince(moment, depth=1)
    return "just now" if passed.startswith("0") else f"{passed} ago"


@register.filter
def for_as_long(moment: datetime) -> str:
    """Say for how long something has been so: "3 hours", "under a minute"."""
    passed = timesince(moment, depth=1)
    return "under a minute" if passed.startswith("0") else passed


def _class_of(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
