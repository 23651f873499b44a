"""The addresses of a noun of the Data API. Whatever /opportunities answers, /candidates answers too: its old name."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

NOW, BEFORE = "/opportunities", "/candidates"


class Noun(Blueprint):
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        options["provide_automatic_options"] = provide_automatic_options
        super().add_url_rule(rule, endpoint, view_func, **options)
        if rule.startswith(NOW):
            name = endpoint or getattr(view_func, "__name__", "view")
            super().add_url_rule(rule.replace(NOW, BEFORE, 1), f"{name}_as_before", view_func, **options)
