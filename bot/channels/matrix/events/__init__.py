"""How what people write in their rooms comes in, in order, and is kept before it is read."""
