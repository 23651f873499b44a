"""/v1/stages, /v1/archive_reasons, /v1/tags, /v1/sources"""

from collections import Counter
from collections.abc import Iterable

from flask import Blueprint

from lever_simulator.here import the_account
from lever_simulator.resources.answering import Json, not_found, page, single
from lever_simulator.resources.asking import asked_among, asked_page, needs
from lever_simulator.resources.shapes import stage_json
from lever_simulator.world.hiring import ArchiveReason, Opportunity, Stage

api = Blueprint("lists", __name__)


@api.get("/stages")
@needs("stages:read:admin")
def list_stages() -> Json:
    return _in_order([stage_json(stage) for stage in the_account().stages])


@api.get("/stages/<stage_id>")
@needs("stages:read:admin")
def get_stage(stage_id: str) -> tuple[Json, int]:
    stage = the_account().stage(stage_id)
    if stage is None:
        raise not_found("stages", stage_id)
    return single(stage_json(stage))


@api.get("/disposition_stages")
@needs("stages:read:admin")
def list_disposition_stages() -> tuple[Json, int]:
    account = the_account()
    reasons = [_reason_json(reason) | {"type": _hired_or_nothing(reason)} for reason in account.archive_reasons]
    return single({"stages": [_ranked(stage) for stage in account.stages], "archiveReasons": reasons})


def _ranked(stage: Stage) -> Json:
    rank = the_account().stage_rank(stage.id)
    inner = {"pipeline": stage.pipeline, "rank": rank, "hasInterview": stage.pipeline in ("screen", "onsite")}
    return stage_json(stage) | inner


def _hired_or_nothing(reason: ArchiveReason) -> str | None:
    return reason.type if reason.type == "hired" else None


@api.get("/archive_reasons")
@needs("archive_reasons:read:admin")
def list_archive_reasons() -> Json:
    wanted = asked_among("type", ("hired", "non-hired"))
    reasons = [r for r in the_account().archive_reasons if not wanted or r.type in wanted]
    return _in_order([_reason_json(reason) for reason in reasons])


@api.get("/archive_reasons/<reason_id>")
@needs("archive_reasons:read:admin")
def get_archive_reason(reason_id: str) -> tuple[Json, int]:
    reason = the_account().archive_reason(reason_id)
    if reason is None:
        raise not_found("archive_reasons", reason_id)
    return single(_reason_json(reason))


@api.get("/tags")
@needs("tags:read:admin")
def list_tags() -> Json:
    account = the_account()
    return _counted(tag for o in _open_to_all() for tag in account.tags_of(o))


@api.get("/sources")
@needs("sources:read:admin")
def list_sources() -> Json:
    return _counted(source for o in _open_to_all() for source in o.sources)


def _open_to_all() -> Iterable[Opportunity]:
    """Return the opportunities that are not confidential: a secret title must not leak as a tag."""
    account = the_account()
    return (o for o in account.opportunities.values() if not account.is_confidential(o))


def _counted(texts: Iterable[str]) -> Json:
    return _in_order([{"text": text, "count": count} for text, count in sorted(Counter(texts).items())])


def _in_order(rows: list[Json]) -> Json:
    places = {id(row): (index, 0, str(index)) for index, row in enumerate(rows)}
    return page(rows, shape=lambda row: row, place=lambda row: places[id(row)], **asked_page())


def _reason_json(reason: ArchiveReason) -> Json:
    return {"id": reason.id, "text": reason.text, "status": reason.status, "type": reason.type}
