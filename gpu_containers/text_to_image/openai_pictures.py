"""The OpenAI images API: one request for one picture, made new or after a reference."""

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any

import openai
from PIL import Image

from gpu_containers.runtime.pictures import BadPicture, Size, decode
from gpu_containers.text_to_image.refusals import Service

# Every GPT image model draws these; a picture of another size is cut and scaled from the one of the nearest shape.
SIZES: tuple[Size, ...] = ((1024, 1024), (1536, 1024), (1024, 1536))


@dataclass(frozen=True)
class OpenAIPictures:
    client: openai.OpenAI
    service: Service
    quality: str

    def make(self, prompt: str, size: Size, reference: Image.Image | None) -> Image.Image:
        """Raises `JobFailed`."""
        asked: dict[str, Any] = {
            "model": self.service.model,
            "prompt": prompt,
            "n": 1,
            "size": f"{size[0]}x{size[1]}",
            "quality": self.quality,
            "output_format": "png",
        }
        try:
            if reference is None:
                answer = self.client.images.generate(**asked)
            else:
                answer = self.client.images.edit(image=("reference.png", _png(reference), "image/png"), **asked)
        except openai.OpenAIError as error:
            raise self.service.refusal(error) from error
        return self._picture(answer)

    def check(self) -> str:
        """Whether key and model are known; asks for no picture. Raises `JobFailed`."""
        try:
            self.client.models.retrieve(self.service.model)
        except openai.OpenAIError as error:
            raise self.service.refusal(error) from error
        return f"{self.service.who} knows the key and {self.service.model}."

    def _picture(self, answer: object) -> Image.Image:
        """An `answer` that is no JSON is a text, and one without pictures has no `data`."""
        data = getattr(answer, "data", None)
        content = getattr(data[0], "b64_json", None) if isinstance(data, list) and data else None
        if not isinstance(content, str):
            raise self.service.bad_picture("there is none in the answer")
        try:
            return decode(base64.b64decode(content, validate=True))
        except (BadPicture, binascii.Error) as error:
            raise self.service.bad_picture(error) from error


def _png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
