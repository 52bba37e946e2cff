"""The peer's addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls")), path("admin/", admin.site.urls)]
