"""An audit as one page that anybody may read: self-contained, asks nothing of any server, names nobody."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from paletter.audits import explanations
from paletter.audits.layout import Page

HERE = Path(__file__).parent
LOOK = HERE.parent / "web" / "static" / "paletter"
"""The product's own style sheets: read as data, so that the page looks like the product's."""

SOURCE = (
    "Counted are interviews that candidates of this employer gave and that Paletter scored from the words in them, "
    "each once: somebody who applied for two jobs counts twice. Of an interview scored more than once the score that "
    "its report shows counts. What people are was told by themselves, collected by the employer, and matched by the "
    "employer's own file; nothing was guessed from names, voices, faces or words."
)


def render(page: Page) -> str:
    """Return the audit as one HTML page with its styles inside."""
    style = _style()
    context = {
        "page": page,
        "terms": explanations.TERMS,
        "limits": explanations.LIMITS,
        "self_audit": explanations.SELF_AUDIT,
        "synthetic": explanations.SYNTHETIC_MEANING,
        "source": SOURCE,
        "style": SafeString(style),
        "policy": _policy(style),
    }
    return render_to_string("audits/public.html", context)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _style() -> str:
    tokens = (LOOK / "tokens.css").read_text(encoding="utf-8")
    # Fonts lie beside the product's pages, not inside this file: it names the system's instead.
    tokens = tokens[tokens.index(":root") :]
    sheets = (LOOK / "recruiter" / "audit.css", HERE / "templates" / "audits" / "public.css")
    return "\n".join([tokens, *(sheet.read_text(encoding="utf-8") for sheet in sheets)])
