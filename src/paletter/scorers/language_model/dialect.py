"""What an endpoint takes of OpenAI's parameters. Servers differ; what one refuses is left out from then on.

Schemas are kept by OpenAI, Ollama (0.5 and later), vLLM and llama.cpp's server; others know `json_object` only, or
neither. Newer hosted models want `max_completion_tokens` and no temperature but their own. Some templates know no
system role.
"""

from dataclasses import dataclass, replace
from typing import Any

from paletter.scorers.language_model.settings import Format

SIMPLER = {Format.SCHEMA: Format.JSON, Format.JSON: Format.PLAIN}
NEXT_LIMIT = {"max_tokens": "max_completion_tokens", "max_completion_tokens": ""}
ABOUT_FORM = ("response_format", "json_schema", "json_object", "json mode", "structured output", "grammar", "guided")
ABOUT_SYSTEM = ("system role", "role 'system'", 'role "system"', "system message", "roles must alternate")


@dataclass(frozen=True)
class Dialect:
    """How one endpoint is spoken to. `limit` is the name of the parameter that bounds a reply, or empty."""

    format: Format = Format.SCHEMA
    limit: str = "max_tokens"
    has_temperature: bool = True
    has_seed: bool = True
    has_system: bool = True

    def parameters(self, *, schema: dict[str, Any], reply_tokens: int, seed: int) -> dict[str, Any]:
        """Return what goes into a request besides model and messages."""
        chosen: dict[str, Any] = {}
        if self.format is Format.SCHEMA:
            form = {"name": "judgement", "strict": True, "schema": schema}
            chosen["response_format"] = {"type": "json_schema", "json_schema": form}
        elif self.format is Format.JSON:
            chosen["response_format"] = {"type": "json_object"}
        if self.limit:
            chosen[self.limit] = reply_tokens
        if self.has_temperature:
            chosen["temperature"] = 0
        if self.has_seed:
            chosen["seed"] = seed
        return chosen

    def messages(self, system: str, user: str) -> list[dict[str, str]]:
        if self.has_system:
            return [{"role": "system", "content": system}, {"role": "user", "content": user}]
        return [{"role": "user", "content": f"{system}\n\n{user}"}]

    def without(self, refused: str) -> "Dialect | None":
        """Return the dialect that avoids what a refusal names; None when it names nothing that could be left out."""
        said = refused.lower()
        if self.limit and self.limit in said:
            return replace(self, limit=NEXT_LIMIT[self.limit])
        if self.has_temperature and "temperature" in said:
            return replace(self, has_temperature=False)
        if self.has_seed and "seed" in said.replace("exceed", ""):
            return replace(self, has_seed=False)
        if self.has_system and any(word in said for word in ABOUT_SYSTEM):
            return replace(self, has_system=False)
        if self.format in SIMPLER and any(word in said for word in ABOUT_FORM):
            return replace(self, format=SIMPLER[self.format])
        return None
