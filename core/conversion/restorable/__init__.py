"""A graph, its variables, and their values beside it: what a checkpoint and a SavedModel have in common.

`stored` lists the values under their new keys, `constants` makes variables of a frozen graph's constants, `savers`
takes the old saver out and puts a new one in, `declared` describes each variable for the collections, `writing` puts
all of it into files. No TensorFlow: values are streamed from where they are.
"""
