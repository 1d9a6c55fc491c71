"""The speech engines by name, as import paths, so that a worker imports only the one it runs."""

ENGINES = {
    "hibari": "gpu_containers.text_to_speech.hibari:HibariEngine",
    "kokoro": "gpu_containers.text_to_speech.kokoro:KokoroEngine",
    "openai": "gpu_containers.text_to_speech.openai:OpenAISpeechEngine",
}
