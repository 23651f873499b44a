"""Walks through the consent pages as a person would, for tests and scripts that have no browser."""

from urllib.parse import urlsplit

from flask import Flask

from lever_simulator.here import the_account


class LostOnTheWay(ValueError):
    """The pages did not send the browser back to the app."""


def through_the_pages(app: Flask, url: str, *, user: str = "sigrid", accept: bool = True) -> str:
    """Sign in as `user` (username), press Accept or Deny, and return the address that the browser is sent to."""
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}"
    with app.app_context():
        user_id = next((u.id for u in the_account().users.values() if u.username == user), None)
    if user_id is None:
        raise LostOnTheWay(f"Nobody here is called “{user}”.")
    browser = app.test_client()
    browser.post(address, data={"decision": "sign in", "user": user_id})
    reply = browser.get(address)
    if reply.status_code == 200:
        reply = browser.post(address, data={"decision": "accept" if accept else "deny"})
    if reply.status_code != 302:
        raise LostOnTheWay(f"The consent page answered {reply.status_code}: {reply.get_data(as_text=True)}")
    return reply.headers["Location"]
