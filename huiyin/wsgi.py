"""What a WSGI server loads.

No garbage is collected while modules are read: they make no garbage and a great many objects, which
each collection would walk through. Afterwards they count as permanent.
"""

import gc
import os

gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")

application = get_wsgi_application()

gc.freeze()
gc.enable()
