"""The media engines by name, as import paths, so that a worker imports only the one it runs."""

ENGINES = {"ffmpeg": "gpu_containers.media.ffmpeg_engine:FfmpegEngine"}
