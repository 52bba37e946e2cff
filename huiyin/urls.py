"""Which address leads to which door."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler500 = "huiyin.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = []

for _prefix, _door in (("api/", "huiyin.api.urls"), ("", "huiyin.web.urls")):
    if find_spec(_door):
        urlpatterns.append(path(_prefix, include(_door)))
