"""Recruiters' and admins' addresses."""

from django.urls import path

from paletter.web.recruiter import (
    agreement,
    ats,
    audit,
    health,
    interviews,
    jobs,
    joining,
    matching,
    members,
    organisation,
    parked,
    postings,
    templates,
)
from paletter.web.recruiter import help as guidance

app_name = "recruiter"
urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/new", joining.join, name="join"),
    path("jobs/missing", postings.missing, name="missing"),
    path("j/<slug:code>/leave", joining.leave, name="leave"),
    path("interviews/<uuid:key>/try-again", interviews.try_again, name="try_again"),
    path("deliveries/<int:pk>/pick", matching.pick, name="pick"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<slug:key>", templates.template, name="template"),
    path("settings/ats", ats.ats, name="ats"),
    path("settings/ats/<slug:provider>/toggle", ats.toggle, name="ats_toggle"),
    path("settings/ats/<slug:provider>/disconnect", ats.disconnect, name="ats_disconnect"),
    path("settings/ats/<slug:provider>/sync", ats.sync, name="ats_sync"),
    path("settings/ats/<slug:provider>/key", ats.key, name="ats_key"),
    path("settings/ats/<slug:provider>/health", health.health, name="health"),
    path("parked", parked.parked, name="parked"),
    path("parked/try-again", parked.retry, name="retry_parked"),
    path("help", guidance.page, name="help"),
    path("ats/<slug:provider>/callback", ats.callback, name="ats_callback"),
    path("settings/members", members.members, name="members"),
    path("settings/members/invite", members.invite, name="invite_member"),
    path("settings/members/<int:pk>/role", members.change_role, name="change_role"),
    path("settings/members/<int:pk>/remove", members.remove, name="remove_member"),
    path("settings/members/invitations/<int:pk>/withdraw", members.withdraw, name="withdraw_invitation"),
    path("members/invitation/<slug:token>", members.accept, name="accept"),
    path("settings/agreement", agreement.agreement, name="agreement"),
    path("settings/organisation", organisation.switch, name="organisation"),
    path("settings/audit", audit.audit, name="audit"),
    path("settings/audit/import", audit.take_in, name="audit_import"),
    path("settings/audit/remove", audit.remove, name="audit_remove"),
    path("settings/audit/figures.csv", audit.figures, name="audit_figures"),
    path("settings/audit/public.html", audit.public_page, name="audit_public"),
]
