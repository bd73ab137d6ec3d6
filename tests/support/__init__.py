"""Starters of the real things that tests talk to: databases, browser, the served application."""
