"""How often an outlet may be requested: circuit breaker, Retry-After, pauses."""
