"""A pytest plugin under which Django cannot be imported: the core must not notice."""

import sys

sys.modules["django"] = None  # type: ignore[assignment]  # Python's own way to refuse a name
