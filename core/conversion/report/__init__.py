"""A model on one page: gathered by `facts`, written as HTML by `page`, which looks as `style` says."""
