"""The image-to-video engines by name, as import paths, so that a worker imports only the one it runs."""

ENGINES = {
    "ken_burns": "gpu_containers.image_to_video.ken_burns:KenBurns",
    "diffusers_image_to_video": "gpu_containers.image_to_video.diffusers_image_to_video:DiffusersImageToVideo",
}
