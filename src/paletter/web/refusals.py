"""Pages that say no, at whatever address, in the reader's language."""

from django.views import csrf, defaults

from paletter.web.languages import speaks

not_found = speaks(defaults.page_not_found)
not_allowed = speaks(defaults.permission_denied)
not_sure_who = speaks(csrf.csrf_failure)
