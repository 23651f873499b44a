"""Sentences for people in a template that nobody marked for translation."""

import re
from html.parser import HTMLParser

NAMES = {"Paletter", "UTC"}
"""Words that are the same in every language."""
SEEN = {"aria-label", "aria-description", "alt", "placeholder", "title"}
"""Attributes that people read or hear."""
MARKED = re.compile(r"\{% blocktrans(?:late)?\b.*?%\}.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
SAID_NOTHING = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}", re.DOTALL)
STYLED = re.compile(r"\{% block (?:body|main)_class %\}.*?\{% endblock %\}")
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LITERAL = re.compile(r"(?<!date:)(?<!time:)(?<!json_script:)(?:\"([^\"]*)\"|'([^']*)')")
WORD = re.compile(r"[^\W\d_]{2,}")


def in_template(text: str) -> list[str]:
    """Return what people would read of a template in English whatever their language."""
    text = STYLED.sub("", MARKED.sub("", SAID_NOTHING.sub("", text)))
    reader = _Reader()
    reader.feed(VARIABLE.sub(_put_out, TAG.sub("", text)))
    reader.close()
    return [one for one in reader.found if any(word not in NAMES for word in WORD.findall(one))]


def _put_out(variable: re.Match[str]) -> str:
    """Return the words that a variable's filters may put out, such as those of default:"no answer" or pluralize."""
    literals = ["".join(pair) for pair in LITERAL.findall(variable[0])]
    return " ".join([*literals, *(["pluralize"] if "|pluralize" in variable[0] else [])])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SEEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code and data.strip():
            self.found.append(" ".join(data.split()))
