"""A new page belongs into one of the walks of this folder, or here with the reason why it is none."""

import ast
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

HERE = Path(__file__).parent
STAND_INS = (str(UUID(int=7)), "7", "code")
"""For what a walk fills in: a key, a number, a word."""

ONLY_POSTED = {
    *("candidate:begin", "candidate:take_back", "candidate:line", "candidate:see", "candidate:keep"),
    *("candidate:draft", "candidate:write", "candidate:submit", "candidate:uploads", "candidate:upload"),
    *("recruiter:leave", "recruiter:reopen", "recruiter:try_again", "recruiter:retire_template"),
    *("recruiter:ats_toggle", "recruiter:ats_sync", "recruiter:ats_key", "recruiter:retry_parked"),
    *("recruiter:invite_member", "recruiter:change_role", "recruiter:remove_member"),
    *("recruiter:withdraw_invitation", "recruiter:organisation", "recruiter:audit_import", "recruiter:audit_remove"),
    *("report:level", "report:withdraw_level", "report:publish_corrections", "report:let_count", "set_language"),
}
NO_PAGE = {
    "candidate:download": "a zip file",
    "candidate:download_all": "a zip file",
    "candidate:prompt": "a picture or a recording",
    "candidate:prompt_captions": "captions",
    "candidate:takes": "JSON for the outbox",
    "recruiter:template_file": "TOML",
    "recruiter:template_prompt": "a picture or a recording",
    "recruiter:template_captions": "captions",
    "recruiter:ats_callback": "leads on to the settings",
    "recruiter:audit_figures": "CSV",
    "report:recording": "a recording",
    "report:poster": "a picture",
    "report:variant": "a recording",
    "report:captions": "captions",
    "recruiter:audit_public": "a page to take along, of the audits' own tests",
    "mfa_download_recovery_codes": "a text file",
    "mailbox": "of the demo alone, which shows mails to whoever tries it",
    "healthz": "for machines",
    "account_signup": "leads on to the login",
}


def named(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name
        else:
            yield from named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)


def addresses(source: str) -> Iterator[str]:
    """Find all texts of a module, with something in place of what it fills in: the addresses are among them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            for filled in STAND_INS:
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else filled for part in node.values)


def walked() -> set[str]:
    found = set()
    for module in HERE.glob("test_*_pages.py"):
        for address in addresses(module.read_text()):
            try:
                found.add(resolve(address.split("?")[0]).view_name)
            except Resolver404:
                continue
    return found


def left_out() -> set[str]:
    return set(named(get_resolver().url_patterns)) - walked() - ONLY_POSTED - set(NO_PAGE)


def test_no_page_is_left_out() -> None:
    assert left_out() == set()


def test_what_is_excepted_is_there_and_is_not_walked_after_all() -> None:
    everything = set(named(get_resolver().url_patterns))

    assert (ONLY_POSTED | set(NO_PAGE)) - everything == set()
    assert (ONLY_POSTED | set(NO_PAGE)) & walked() == set()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("walk.past('/interviews/')", "candidate:interviews"),
        ("walk.past(f'/i/{one.key}/questions/1')", "candidate:question"),
        ("walk.past(f'/requests/{asked.pk}?back=1')", "recruiter:request"),
    ],
)
def test_an_address_is_known_by_its_page(source: str, name: str) -> None:
    assert name in {resolve(one.split("?")[0]).view_name for one in addresses(source) if _is_there(one)}


def _is_there(address: str) -> bool:
    try:
        resolve(address.split("?")[0])
    except Resolver404:
        return False
    return True
