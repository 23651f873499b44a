"""The small icons that templates draw."""

from collections.abc import Mapping

# Lines on a 24 x 24 field, drawn in the colour of the text around them.
ICONS: Mapping[str, str] = {
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "back": '<path d="M20 12H5M11 6l-6 6 6 6"/>',
    "camera": '<rect x="3" y="6.5" width="12.5" height="11" rx="2.5"/><path d="M15.5 11l5.5-3v8l-5.5-3z"/>',
    "card": '<rect x="4" y="4.5" width="16" height="15" rx="2.5"/><path d="M8 9h8M8 13h5"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "copy": '<rect x="8.5" y="8.5" width="11" height="11.5" rx="2.5"/>'
    '<path d="M15.5 8.5V6A2 2 0 0 0 13.5 4H6.5A2 2 0 0 0 4.5 6v7.5a2 2 0 0 0 2 2h2"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "exit": '<path d="M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10.5 12H20M16.5 8.5L20 12l-3.5 3.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.6a2.6 2.6 0 1 1 3.6 2.4c-.8.35-1.1.9-1.1 1.6"/>'
    '<path d="M12 16.5v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7.1l3-3a4 4 0 0 0-5.7-5.7l-1 1"/>'
    '<path d="M14 10a4 4 0 0 0-5.7-.1l-3 3A4 4 0 0 0 11 18.6l1-1"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2.5"/><path d="M4 7.5l8 6 8-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "microphone": '<rect x="9" y="3.5" width="6" height="10.5" rx="3"/>'
    '<path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5"/>',
    "outside": '<path d="M13.5 4.5h6v6M19.5 4.5l-9 9M17 14v3.5a2 2 0 0 1-2 2H6.5a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2H10"/>',
    "pause": '<path d="M9 5.5v13M15 5.5v13"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.8 19.5c.4-3.6 3-5.5 6.2-5.5s5.8 1.9 6.2 5.5"/>'
    '<path d="M15.5 5.5a3.2 3.2 0 0 1 0 6M17.5 14.5c2.2.7 3.5 2.4 3.7 5"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c.5-4 3.5-6 7.2-6s6.7 2 7.2 6"/>',
    "play": '<path d="M8 5.5l10.5 6.5L8 18.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "record": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4" fill="currentColor"/>',
    "retry": '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4"/>',
    "settings": '<path d="M4 7.5h9M17.5 7.5H20M4 16.5h2.5M11 16.5h9"/>'
    '<circle cx="15.2" cy="7.5" r="2.2"/><circle cx="8.7" cy="16.5" r="2.2"/>',
    "tag": '<path d="M4.5 4.5h7l8 8-7 7-8-8z"/><path d="M8.5 8.5v.1"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7"/>',
    "upload": '<path d="M12 16V5M7.5 9L12 4.5 16.5 9M4.5 16v3.5h15V16"/>',
    "warning": '<path d="M12 4.5L21 19.5H3z"/><path d="M12 10v4.5M12 17v.1"/>',
}

DIRECTED = frozenset({"arrow", "back", "exit"})
"""Icons that point along the line that is read; pages from right to left turn them round."""
