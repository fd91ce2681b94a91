"""The command line: each command parses, calls one function of the rooms, and prints.

Results go to stdout, the story to stderr. This is the only place with a clock.
"""
