"""Which address leads to which door."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "huiyin.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.people.urls")),
    path("", include("huiyin.web.urls")),
]
