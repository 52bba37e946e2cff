"""The portal: pages for customers, who have no account. Everything on them comes from the pack."""
