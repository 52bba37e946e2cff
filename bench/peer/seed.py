"""Makes the peer's tables, a queue, a member of staff; prints the key of a session."""

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from helpdesk.models import Queue  # noqa: E402

call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
user = get_user_model().objects.create_superuser("clerk", "clerk@example.com", None)
queue = Queue.objects.create(title="Complaints", slug="complaints")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key, queue.pk)
