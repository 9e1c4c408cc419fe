"""Tools for whoever changes the project: nothing here is a test."""
