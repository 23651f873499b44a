"""One Lever account: everything that a restart must keep, with the questions one can ask about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lever_simulator.world.files import FileAction, StoredFile, Upload
from lever_simulator.world.forms import Form, Template
from lever_simulator.world.grants import AccessToken, ApiKey, App, Code, Grant, RefreshToken
from lever_simulator.world.hiring import (
    ArchiveReason,
    DeletedApplication,
    Deletion,
    Note,
    Opportunity,
    Posting,
    Stage,
    unique,
)
from lever_simulator.world.interviews import Interview, Panel
from lever_simulator.world.people import Contact, User
from lever_simulator.world.webhooks import Hooks


@dataclass
class Account:
    id: str
    name: str
    site: str
    secret: str
    seed: str = "demo"
    users: dict[str, User] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)
    archive_reasons: list[ArchiveReason] = field(default_factory=list)
    postings: dict[str, Posting] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    deleted_postings: list[Deletion] = field(default_factory=list)
    deleted_opportunities: list[Deletion] = field(default_factory=list)
    deleted_applications: list[DeletedApplication] = field(default_factory=list)
    files: dict[str, StoredFile] = field(default_factory=dict)
    file_actions: list[FileAction] = field(default_factory=list)
    uploads: dict[str, Upload] = field(default_factory=dict)
    feedback_templates: dict[str, Template] = field(default_factory=dict)
    feedback: dict[str, Form] = field(default_factory=dict)
    form_templates: dict[str, Template] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    api_keys: dict[str, ApiKey] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    hooks: Hooks = field(default_factory=Hooks)

    def posting_of(self, opportunity: Opportunity) -> Posting | None:
        return self.postings.get(opportunity.posting) if opportunity.posting else None

    def is_confidential(self, opportunity: Opportunity) -> bool:
        posting = self.posting_of(opportunity)
        return posting is not None and posting.is_confidential

    def contact_of(self, opportunity: Opportunity) -> Contact:
        return self.contacts[opportunity.contact]

    def contact_with(self, email: str) -> Contact | None:
        return next((c for c in self.contacts.values() if c.has_email(email)), None)

    def opportunities_of(self, contact_id: str) -> Iterator[Opportunity]:
        return (o for o in self.opportunities.values() if o.contact == contact_id)

    def opportunities_on(self, posting_id: str) -> Iterator[Opportunity]:
        return (o for o in self.opportunities.values() if o.posting == posting_id)

    def notes_on(self, opportunity_id: str) -> list[Note]:
        found = [note for note in self.notes.values() if note.opportunity == opportunity_id]
        return sorted(found, key=lambda note: note.created_at, reverse=True)

    def story_of(self, contact_id: str) -> list[Note]:
        """Return the notes on a person, newest first, whichever opportunity they were written on."""
        ids = {o.id for o in self.opportunities_of(contact_id)}
        found = [note for note in self.notes.values() if note.opportunity in ids]
        return sorted(found, key=lambda note: note.created_at, reverse=True)

    def files_on(self, opportunity_id: str) -> list[StoredFile]:
        return [file for file in self.files.values() if file.opportunity == opportunity_id]

    def panels_on(self, opportunity_id: str) -> list[Panel]:
        return [panel for panel in self.panels.values() if panel.opportunity == opportunity_id]

    def interviews_on(self, opportunity_id: str) -> list[tuple[Panel, Interview]]:
        return [(panel, interview) for panel in self.panels_on(opportunity_id) for interview in panel.interviews]

    def tags_of(self, opportunity: Opportunity) -> list[str]:
        """Return all tags, those that come from the posting first: a renamed posting renames its tag everywhere."""
        posting = self.posting_of(opportunity)
        return unique((posting.derived_tags if posting else []) + opportunity.added_tags)

    def visible_tags_of(self, opportunity: Opportunity) -> list[str]:
        """Return the tags that Lever's own screen shows: the posting's are hidden while the opportunity is active."""
        if opportunity.archived:
            return self.tags_of(opportunity)
        posting = self.posting_of(opportunity)
        derived = posting.derived_tags if posting else []
        return [tag for tag in opportunity.added_tags if tag not in derived]

    def known_tags(self) -> set[str]:
        return {tag for o in self.opportunities.values() for tag in self.tags_of(o)}

    def stage(self, stage_id: str) -> Stage | None:
        return next((s for s in self.stages if s.id == stage_id), None)

    def stage_rank(self, stage_id: str) -> int:
        ranks = {stage.id: 100 + index for index, stage in enumerate(self.stages, start=1)}
        return ranks.get(stage_id, 999)

    def archive_reason(self, reason_id: str) -> ArchiveReason | None:
        return next((r for r in self.archive_reasons if r.id == reason_id), None)
