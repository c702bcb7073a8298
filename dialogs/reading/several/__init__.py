"""From what people type to the options that are so, of a fact of which several may be."""
