"""Which address leads to which door."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

handler500 = "huiyin.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = []

_DOORS = (("", "huiyin.people.urls"), ("api/", "huiyin.api.urls"), ("", "huiyin.web.urls"))

for _prefix, _door in _DOORS:
    if (Path(__file__).parent / _door.split(".")[1] / "urls.py").exists():
        urlpatterns.append(path(_prefix, include(_door)))
