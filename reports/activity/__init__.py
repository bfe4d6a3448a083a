"""An activity as plain values: what it says, which units it can count for, what is wrong or missing in it."""
