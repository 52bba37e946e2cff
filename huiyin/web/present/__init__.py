"""From cases, packs and people to the parts of a page. Decides nothing; says it in the reader's language."""
