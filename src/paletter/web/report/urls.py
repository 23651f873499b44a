"""Addresses of reports and of what plays in them."""

from django.urls import URLPattern

app_name = "report"
urlpatterns: list[URLPattern] = []
