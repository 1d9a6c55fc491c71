"""The talking-head engines by name, as import paths, so that a worker imports only the one it runs."""

ENGINES = {
    "landmark_warp": "gpu_containers.talking_head.landmark_warp:LandmarkWarp",
    "musetalk": "gpu_containers.talking_head.musetalk:MuseTalk",
}
