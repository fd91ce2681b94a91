"""A client's folder in, its report on a page of this machine that follows every change of the folder out.

``rehearsal`` makes the page and keeps what a change leaves as it was, ``watching`` sees changes, ``server`` shows the
page to browsers of this machine alone. Nothing is published and nothing is written.
"""
