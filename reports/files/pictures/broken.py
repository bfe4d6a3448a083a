class BrokenPicture(Exception):
    """It does not stand as its kind says, so nobody could tell what is a picture in it and what is said about it."""
