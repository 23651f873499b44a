"""Candidates’ addresses."""

from django.urls import URLPattern

app_name = "candidate"
urlpatterns: list[URLPattern] = []
