"""Videos from a picture: engines that answer with one silent mp4 of exactly the size and length asked for."""
