"""A job: one posting joined with one AI Assessment Template."""

import secrets

from django.db import models
from django.utils import timezone

from paletter.accounts.models import Organisation, User
from paletter.assessments.models import Template, TemplateVersion
from paletter.connections.models import MirroredPosting

# No 0/o, 1/l/i: a link is sometimes read aloud or typed from paper.
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))


class Job(models.Model):
    """What candidates are interviewed for. `code` is its address for good: /j/<code>."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jobs")
    posting = models.OneToOneField(MirroredPosting, on_delete=models.PROTECT, related_name="job")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="jobs")
    code = models.CharField(max_length=20, unique=True, default=new_code)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    """Until when answers may be handed in; None: as long as the job is open."""
    deadline_zone = models.CharField(max_length=64, blank=True)
    """The time zone in which the deadline was set, an IANA name, so that people who share it read what was typed."""
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The member whom candidates are told by name as the one who watches their answers."""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.posting.title

    @property
    def template_version(self) -> TemplateVersion:
        """What an interview begun now is answered under."""
        return self.template.current

    @property
    def is_ready(self) -> bool:
        """Authorised and joined (R24), and the posting still takes candidates."""
        return self.posting.connection.is_on and self.posting.is_assessable
