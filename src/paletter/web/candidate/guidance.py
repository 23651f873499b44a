"""The guide for candidates and those who help them; anybody may read it, before any account."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from paletter.web import guide
from paletter.web.languages import speaks


@speaks
def page(request: HttpRequest) -> HttpResponseBase:
    found = guide.for_candidates(translation.get_language())
    return render(request, "candidate/help.html", {"guide": found})
