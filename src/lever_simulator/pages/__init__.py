"""What people see: the recruiter's screens, the settings, and the job site."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from lever_simulator.here import the_account, the_world
from lever_simulator.pages import (
    candidates,
    control_room,
    credentials,
    job_site,
    postings,
    settings,
    webhook_orders,
    webhooks,
    words,
)
from lever_simulator.world.writes import Refused


def pages() -> Blueprint:
    screens = Blueprint("pages", __name__)
    for part in (postings, candidates, settings, credentials, job_site, control_room, webhooks, webhook_orders):
        screens.register_blueprint(part.screens)
    screens.add_url_rule("/", "home", _home)
    screens.app_context_processor(_always)
    screens.app_template_filter("noted")(words.noted)
    screens.app_template_filter("moment")(words.moment)
    screens.app_template_filter("distribution")(words.distribution)
    screens.app_template_filter("second")(words.second)
    screens.app_template_filter("span")(words.span)
    screens.app_template_filter("number")(words.number)
    screens.register_error_handler(Refused, _refused)
    return screens


def _home() -> str:
    account = the_account()
    open_postings = sum(posting.is_open for posting in account.postings.values())
    active = sum(o.archived is None for o in account.opportunities.values())
    return render_template("home.html", open_postings=open_postings, active=active)


def _always() -> dict[str, object]:
    return {"account": the_account(), "seed": the_world().seed}


def _refused(error: Refused) -> Response:
    """Say why on the page where it was tried."""
    flash(str(error), "problem")
    return redirect(request.path.rsplit("/", 1)[0], 303)
