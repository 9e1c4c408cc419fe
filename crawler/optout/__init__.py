"""Opt-outs: what headers, meta elements and tdmrep.json forbid us, read and decided in one place."""
