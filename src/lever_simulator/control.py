"""The control door: how a test or a script steers this world. Lever has nothing like it.

All bodies and answers are JSON. A wrong request is answered 400 with {"error": "what is wrong"}.

GET  /_control                       what is there: seed, time, switches, faults, counts
POST /_control/reset                 forget all that happened, open the same seed again; faults and log are empty too
POST /_control/reseed                {"seed": "demo" | "large" | "empty"}
GET  /_control/clock                 {"now": ms}
POST /_control/clock                 {"advance": seconds}: tokens expire, rate limits refill, nothing waits
GET  /_control/switches              how unknown behaviour is played
POST /_control/switches              any of: {"rotation": "strict" | "lenient", "revoking_kills_access_tokens": bool,
                                     "tags_locked": bool, "requests_per_second": 10 (0: no limit), "burst": 20,
                                     "access_token_seconds": 3600, "code_seconds": 120}
GET  /_control/faults                those still to strike
POST /_control/faults                one of these, or a list of them under "faults":
       {"action": "status", "status": 429 | 500 | 503 | 401 | any, "times": 3, "body": {…}?, "headers": {…}?}
       {"action": "drop_after", …}   do what was asked, then cut the connection without an answer
       {"action": "drop_before", …}  cut the connection and do nothing
       {"action": "hang", "seconds": 2, …}  wait first, then answer as usual
     each with "method" ("*"), "path" (a pattern, "/v1/*"), "times" (1; null: until cleared),
     "skip" (0: how many matching requests pass first), "chance" (1.0: the share of requests it strikes)
DELETE /_control/faults              nothing more goes wrong
GET  /_control/requests              ?method=POST&path=/v1/opportunities/*: calls so far, oldest first, as
                                     {method, path, query, status, at, milliseconds, credential, fault}
DELETE /_control/requests            empty the log
POST /_control/redirect-uris         {"uri": "http://…/callback"}: one more for the app "Paletter"
POST /_control/authorize             {"url": "<the whole /authorize address>", "user": "sigrid", "accept": true}
                                     -> {"location": "<where Lever would send the browser>"}
POST /_control/revoke                {"client_id": "paletter-demo"}: as "Revoke access" does
POST /_control/api-keys              {"key": "…", "scopes": ["notes:read:admin", …]}
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

from flask import Blueprint, current_app, request

from lever_simulator.control_things import sent, things
from lever_simulator.control_webhooks import webhooks
from lever_simulator.here import the_account, the_world
from lever_simulator.journeys import through_the_pages
from lever_simulator.world import consents
from lever_simulator.world.grants import ApiKey
from lever_simulator.world.incidents import Fault
from lever_simulator.world.seeds.foundation import CLIENT_ID
from lever_simulator.world.writes import Refused

door = Blueprint("control", __name__, url_prefix="/_control")
door.register_blueprint(things)
door.register_blueprint(webhooks)

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
    return {"now": the_world().clock.ms()}


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


@door.get("/faults")
def list_faults() -> Json:
    return {"faults": the_world().faults.listed()}


@door.post("/faults")
def order_faults() -> Json:
    body = sent()
    for fault in [Fault(**row) for row in body.get("faults", [body])]:
        the_world().faults.add(fault)
    return list_faults()


@door.delete("/faults")
def clear_faults() -> Json:
    the_world().faults.clear()
    return list_faults()


@door.get("/requests")
def list_requests() -> Json:
    wanted = request.args
    found = the_world().log.matching(wanted.get("method", "*"), wanted.get("path", "*"))
    return {"requests": [asdict(entry) for entry in found]}


@door.delete("/requests")
def forget_requests() -> Json:
    the_world().log.clear()
    return {"requests": []}


@door.post("/redirect-uris")
def add_redirect_uri() -> Json:
    the_world().add_redirect_uri(str(sent()["uri"]))
    return {"redirect_uris": the_account().apps[CLIENT_ID].redirect_uris}


@door.post("/authorize")
def authorize() -> Json:
    body = sent()
    location = through_the_pages(
        current_app._get_current_object(),  # type: ignore[attr-defined]
        str(body["url"]),
        user=str(body.get("user", "sigrid")),
        accept=bool(body.get("accept", True)),
    )
    return {"location": location}


@door.post("/revoke")
def revoke() -> Json:
    client_id = str(sent().get("client_id", CLIENT_ID))
    return {"revoked": consents.revoke(the_world(), client_id)}


@door.post("/api-keys")
def add_api_key() -> Json:
    body = sent()
    key = ApiKey(str(body["key"]), str(body.get("name", body["key"])), list(body["scopes"]))
    the_account().api_keys[key.key] = key
    return {"key": key.key, "scopes": key.scopes}
