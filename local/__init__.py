"""The embedded cloud: the same template.yaml on this machine, its workers, and the commands of `./dev`."""
