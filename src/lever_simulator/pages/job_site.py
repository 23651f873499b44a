"""The public job site, where candidates read postings and apply."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import now_ms, the_account
from lever_simulator.world import writes
from lever_simulator.world.hiring import Posting

screens = Blueprint("job_site", __name__, url_prefix="/jobs/<site>")


@screens.get("/")
def listing(site: str) -> str:
    _check(site)
    listed = [posting for posting in the_account().postings.values() if posting.is_on_job_site]
    return render_template("jobs.html", postings=sorted(listed, key=lambda p: p.text.casefold()))


@screens.get("/<posting_id>")
def one(site: str, posting_id: str) -> str:
    return render_template("job.html", posting=_posting(site, posting_id))


@screens.get("/<posting_id>/apply")
def form(site: str, posting_id: str) -> str:
    return render_template("apply.html", posting=_posting(site, posting_id), problems={}, given={})


@screens.post("/<posting_id>/apply")
def send(site: str, posting_id: str) -> Response | tuple[str, int]:
    posting = _posting(site, posting_id)
    given = {name: request.form.get(name, "").strip() for name in ("name", "email", "phone")}
    problems = _problems(given)
    if problems:
        return render_template("apply.html", posting=posting, problems=problems, given=given), 400
    candidate = writes.Candidate(given["name"], [given["email"]], given["phone"] or None)
    writes.apply(the_account(), posting, candidate, now=now_ms())
    return redirect(url_for("pages.job_site.thanks", site=site, posting_id=posting_id), 303)


@screens.get("/<posting_id>/thanks")
def thanks(site: str, posting_id: str) -> str:
    return render_template("thanks.html", posting=_posting(site, posting_id))


def _problems(given: dict[str, str]) -> dict[str, str]:
    problems = {}
    if not given["name"]:
        problems["name"] = "Please tell us your name."
    name, at, host = given["email"].partition("@")
    if not (name and at and host):
        problems["email"] = "Please give an e-mail address, such as kari@example.org."
    return problems


def _posting(site: str, posting_id: str) -> Posting:
    """Return a posting that can be applied to; an unlisted one too, for those who have its link."""
    _check(site)
    posting = the_account().postings.get(posting_id)
    return posting if posting and posting.takes_applications else abort(404)


def _check(site: str) -> None:
    if site != the_account().site:
        abort(404)
