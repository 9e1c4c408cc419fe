"""The life of a lease: handed out by the scheduler, ended by an outcome, committed by the writer."""
