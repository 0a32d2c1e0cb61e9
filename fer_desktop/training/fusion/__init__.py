"""One decision from face, voice and words: constants of the pool, and a network to compare it with.

No free corpus has all three streams of one person. Everything here is made of pairs: a face, a voice and a sentence
that have the same label and come from three different people.
"""
