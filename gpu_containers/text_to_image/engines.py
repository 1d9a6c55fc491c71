"""The picture engines by name, as import paths, so that a worker imports only the one it runs."""

ENGINES = {
    "storyboard_card": "gpu_containers.text_to_image.storyboard_card:StoryboardCardEngine",
    "openai": "gpu_containers.text_to_image.openai:OpenAIImageEngine",
    "runwayml": "gpu_containers.text_to_image.runwayml:RunwayMLEngine",
    "diffusers_text_to_image": "gpu_containers.text_to_image.diffusers_text_to_image:DiffusersTextToImage",
}
