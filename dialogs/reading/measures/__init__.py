"""Measured numbers that are given in another way: in another unit, beside a limit of the laboratory, as a titre."""
