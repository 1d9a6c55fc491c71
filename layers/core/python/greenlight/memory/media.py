"""The twins, in memory, of what keeps files and looks at them."""

from dataclasses import dataclass, field

from greenlight.domain.reel import Portrait


@dataclass
class MemoryMedia:
    files: dict[str, bytes] = field(default_factory=dict)

    def uri(self, key: str) -> str:
        return f"s3://media/{key}"

    def put(self, uri: str, data: bytes, content_type: str) -> None:
        self.files[uri] = data

    def read(self, uri: str) -> bytes:
        return self.files[uri]

    def exists(self, uri: str) -> bool:
        return uri in self.files

    def link(
        self, uri: str, filename: str | None = None, *, as_attachment: bool = False, only_head: bool = False
    ) -> str:
        return f"https://media.example/{uri.removeprefix('s3://media/')}"

    def delete_under(self, uri: str) -> None:
        for found in [name for name in self.files if name.startswith(uri)]:
            del self.files[found]


@dataclass
class TrustingInspector:
    """Believes that every picture shows one face in its middle; the real one looks (layers/vision)."""

    media: MemoryMedia

    def inspect(self, source: str, target: str) -> Portrait:
        self.media.files[target] = self.media.files[source]
        return Portrait(target, "0" * 64, 512, 512, {"x": 128, "y": 96, "width": 256, "height": 300})
