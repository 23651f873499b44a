"""The control door: how a test or a script steers this world. Lever has nothing like it.

The page at /control-room does the same for people.

All bodies and answers are JSON. A wrong request is answered 400 with {"error": "what is wrong"}.

GET  /_control                       what is there: seed, time, switches, faults, counts
POST /_control/reset                 forget all that happened, open the same seed again; faults and log are empty too
POST /_control/reseed                {"seed": "demo" | "large" | "empty"}
GET  /_control/clock                 {"now": ms, "ahead": seconds before this machine's clock}
POST /_control/clock                 {"advance": seconds}: tokens expire, rate limits refill, nothing waits. Below 0,
                                     Lever's clock runs behind the caller's: clock skew
GET  /_control/switches              how unknown behaviour is played
POST /_control/switches              any of them; world/switches.py says what each decides
GET  /_control/faults                those still to strike
POST /_control/faults                one of these, or a list of them under "faults":
       {"action": "status", "status": 429 | 500 | 503 | 401 | any, "body": {…}?, "headers": {"Retry-After": "7"}?, …}
       {"action": "invalid_offset", …}  any page but the first is answered "Invalid offset token"
       {"action": "proxy_page", …}   a proxy answers in Lever's place: 502 (or "status") and a page of HTML
       {"action": "redirect", "location": "https://host", …}  301 to the same path on another host
       {"action": "hang", "seconds": 2, …}  wait first, then answer as usual
       {"action": "trickle", "seconds": 2, …}  answer as usual, the body in drops
       {"action": "drop_before", …}  cut the connection and do nothing
       {"action": "drop_after", …}   do what was asked, then cut the connection without an answer
       {"action": "cut_short", …}    do what was asked, then cut the connection halfway through the answer
       {"action": "half_json", …}    do what was asked, then answer half of the JSON as if it were all
       {"action": "change", "change": {"what": …, "id"?, "to"?}, …}  somebody does this just before the request
     each with "method" ("*"), "path" (a pattern, "/v1/*"), "times" (1; null: until cleared),
     "skip" (0: how many matching requests pass first), "chance" (1.0: the share of requests it strikes),
     "query" (null: a parameter the request must carry; "offset": second and later pages)
DELETE /_control/faults              nothing more goes wrong
DELETE /_control/faults/<number>     one of them is called off
POST /_control/changes               {"what": …, "id"?: …, "to"?: …}: somebody does this now
     on an opportunity ("id": its id, or an address; in a fault without one: that of the request's path)
       delete_opportunity, archive_opportunity, anonymize_contact, merge_contact ("to": contact id, or with a twin),
       apply_twice, drop_emails, add_email ("to"), capitalize_emails, plus_tag_emails ("to"?), lose_updated_at,
       forbid_storing
     on a posting ("id": its id, or its title; in a fault without one: that of the request's path or opportunity)
       rename_posting ("to"), close_posting, unlist_posting, make_posting_confidential, delete_posting
     on the account
       revoke_access ("id": client id, or all), deactivate_user and reactivate_user ("id": user name, or who
       authorized last), lock_tags, leave_package
GET  /_control/requests              ?method=POST&path=/v1/opportunities/*&after=<number>&limit=100: calls so far,
                                     oldest first, as {number, method, path, query, status, at, milliseconds,
                                     credential, fault, arrived}; the last 100,000 are kept
DELETE /_control/requests            empty the log
GET  /_control/rate                  ?method&path&credential&after&window=1: {requests, refused (429s), seconds between
                                     the first and the last, average, peak: the most in any window, window}
POST /_control/redirect-uris         {"uri": "http://…/callback"}: one more for the app "Paletter"
GET  /_control/apps                  the registered ones, without their secrets
POST /_control/apps                  {"name", "description", "redirect_uris": […], "scopes": […]}: as Lever's staff do
POST /_control/authorize             {"url": "<the whole /authorize address>", "user": "sigrid", "accept": true}
                                     -> {"location": "<where Lever would send the browser>"}
POST /_control/revoke                {"client_id": "paletter-demo"}: as "Revoke access" does
POST /_control/api-keys              {"key": "…", "scopes": ["notes:read:admin", …], "name"?}
DELETE /_control/api-keys/<key>
GET  /_control/postings              all of them, confidential ones too
POST /_control/postings              {"text": "…", "distribution": "external", "status": "open", "team"?, "department"?,
                                     "locations"?: […], "commitment"?, "tags"?: […], "description"?}
POST /_control/postings/<id>         any of {"text", "distribution", "status", "tags"}
DELETE /_control/postings/<id>
GET  /_control/opportunities         ?email=…: all that match, with their notes
POST /_control/opportunities         {"name": "…", "emails": […], "posting": "<id or title>", "created_at"?: ms}
POST /_control/opportunities/<id>    any of {"stage": id, "archived": reason id or null, "emails": […],
                                     "may_be_stored": bool, "updated_at": ms or null, "anonymize": true}
DELETE /_control/opportunities/<id>
POST /_control/contacts/merge        {"kept": contact id, "merged": contact id}
GET  /_control/webhooks              {switched_on: events, held, waiting: calls, tricks, webhooks with their tokens}
POST /_control/webhooks              {"url": "…", "event": "…", "origins"?: […], "signed": true}: as a person would make
                                     it on the page
DELETE /_control/webhooks/<id>       also one that an app made
POST /_control/webhooks/switch       {"event": "…" | "*", "on": bool}: as a Super Admin does; all are off at first
POST /_control/webhooks/verify       {"webhook": id}: a test call with "data": {}
GET  /_control/webhooks/deliveries   ?event=…&state=waiting | received | failed | "called off": oldest first, each
                                     {id, webhook, url, state, is_test, due_at, tries: [{at, milliseconds, status,
                                     problem}], call: what is sent}
DELETE /_control/webhooks/deliveries                forget all, also those that wait
POST /_control/webhooks/deliveries/<id>/rerun       send the same call once more
POST /_control/webhooks/send         {"event": "…", "data": {…}, "webhook"?: id, …}: call all webhooks of this event, or
                                     the one, whether switched on or not; with any of the words of a trick
POST /_control/webhooks/tricks       how the next calls are spoiled: {"event": "*", "times": 1 (null: until cleared),
                                     "copies": 1 (0: it is lost), "delay": seconds, "seconds_old": how far triggeredAt
                                     lies back (below 0: ahead), "signature": "right" | "wrong" | "missing",
                                     "replayed": bool (the token, time and signature of the webhook's call before, on
                                     other data), "empty": bool}
DELETE /_control/webhooks/tricks     no more tricks
POST /_control/webhooks/hold         nothing goes out
POST /_control/webhooks/release      {"reverse": bool}: what was held goes out, the last first if you like
POST /_control/webhooks/settle       {"timeout": 10}: wait until every call that is due was answered or has failed
                                     -> {settled, now, waiting: those that are not due yet}
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint

from lever_simulator.control_access import access
from lever_simulator.control_incidents import incidents
from lever_simulator.control_things import sent, things
from lever_simulator.control_webhooks import webhooks
from lever_simulator.here import the_account, the_world
from lever_simulator.world.writes import Refused

door = Blueprint("control", __name__, url_prefix="/_control")
for part in (things, incidents, access, webhooks):
    door.register_blueprint(part)

Json = dict[str, Any]


@door.errorhandler(Refused)
@door.errorhandler(ValueError)
@door.errorhandler(TypeError)
def _wrong(error: Exception) -> tuple[Json, int]:
    return {"error": str(error)}, 400


@door.errorhandler(KeyError)
def _missing(error: KeyError) -> tuple[Json, int]:
    return {"error": f"{error} is missing or unknown"}, 400


@door.get("")
def overview() -> Json:
    world, account = the_world(), the_account()
    return {
        "seed": world.seed,
        "now": world.clock.ms(),
        "switches": asdict(world.switches),
        "faults": world.faults.listed(),
        "postings": len(account.postings),
        "opportunities": len(account.opportunities),
        "notes": len(account.notes),
        "requests": len(world.log),
    }


@door.post("/reset")
def reset() -> Json:
    the_world().start_over()
    return overview()


@door.post("/reseed")
def reseed() -> Json:
    the_world().start_over(str(sent()["seed"]))
    return overview()


@door.get("/clock")
def clock() -> Json:
    clock = the_world().clock
    return {"now": clock.ms(), "ahead": clock.offset}


@door.post("/clock")
def advance_clock() -> Json:
    the_world().clock.advance(float(sent()["advance"]))
    return clock()


@door.get("/switches")
def switches() -> Json:
    return asdict(the_world().switches)


@door.post("/switches")
def switch() -> Json:
    the_world().switch(sent())
    return switches()
