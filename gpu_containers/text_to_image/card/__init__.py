"""A storyboard card: a scene read from words, lit, layered, staged and graded, all with numpy and Pillow."""
