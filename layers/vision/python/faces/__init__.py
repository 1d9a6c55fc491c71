"""Who is in a picture, and where: face detection, a mesh of 468 points, and what makes a portrait usable."""
