"""Speech from text: engines that answer with one WAV and the times of what is said in it."""
