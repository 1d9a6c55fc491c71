"""What a new local stack has to begin with: a product to make scenarios for."""

from typing import Any

import requests

from local.environment import ROOT

PICTURE = ROOT / "local" / "samples" / "product-123.png"
PRODUCT = {
    "product_id": "product-123",
    "name": "Northfield steel bottle",
    "description": "Keeps water cold for 24 hours. It weighs 300 grams. The lid opens with one hand.",
    "category": "kitchen",
    "price": 29.0,
    "currency": "USD",
}


def seed(base_url: str, key: str) -> None:
    """Makes the demo product where there is none, for everybody in the account."""
    with requests.Session() as http:
        http.headers["Authorization"] = f"Bearer {key}"
        if http.get(f"{base_url}/api/v1/products/{PRODUCT['product_id']}", timeout=60).status_code == 200:
            return
        asset_id = _uploaded(http, base_url)
        product = {**PRODUCT, "image_asset_ids": [asset_id]}
        http.post(f"{base_url}/api/v1/products", json=product, timeout=60).raise_for_status()


def _uploaded(http: requests.Session, base_url: str) -> str:
    data = PICTURE.read_bytes()
    promise = {"filename": PICTURE.name, "content_type": "image/png", "size": len(data)}
    upload: dict[str, Any] = _good(http.post(f"{base_url}/api/v1/uploads", json=promise, timeout=60))
    # A presigned link carries its own permission, and S3 refuses a second one.
    requests.put(upload["url"], data=data, headers=upload["headers"], timeout=60).raise_for_status()
    path = f"{base_url}/api/v1/uploads/{upload['upload_id']}/complete"
    return str(_good(http.post(path, json={}, timeout=60))["asset_id"])


def _good(answer: requests.Response) -> dict[str, Any]:
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    return body
