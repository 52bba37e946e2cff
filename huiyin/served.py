"""What the server loads where the background work runs in processes of its own: the pages."""

from huiyin.ending import Ending
from huiyin.wsgi import application as pages

application = Ending(pages)
application.watch()
