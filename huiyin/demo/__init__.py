"""The demo: invented companies that run the packs, with months of history played through the commands."""
