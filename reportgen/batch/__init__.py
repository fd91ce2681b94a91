"""Many clients in one run, each in a worker process; a client that fails stops no other.

``order`` holds the nouns, ``run`` the verb, ``pool`` the workers from outside, ``worker`` one from inside, ``limits``
what it may not do. Nothing is imported here: a worker leaves the network before it loads anything heavy.
"""
