// Has nothing of its own: the target of the precompiled header needs a source.
