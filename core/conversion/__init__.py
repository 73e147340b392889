"""Any model in, any useful format out: one registry of targets, one way to convert.

`target` says what a target is, `registry` lists them, `convert` does one conversion or a batch. Each target is a
module of `core.conversion.targets`; its jobs in the TensorFlow worker, if it has any, are in `core.session`.
"""
