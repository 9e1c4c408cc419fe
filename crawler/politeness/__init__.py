"""How fast an outlet may be asked: circuit breaker, Retry-After, pauses."""
