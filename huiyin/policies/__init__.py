"""Which regulation a company runs: installed pack versions, adoption, parameters, pinning."""
