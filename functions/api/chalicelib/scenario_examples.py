"""Examples of what products, scenarios and shorts take and give, by the name of the model."""

from typing import Any

TASK_ID = "5b0e3c52-8a5f-4f0e-9d5c-1f2f3a4b5c6d"
SHORT_ID = "6c1f4d63-9b60-4a1f-8e6d-2a3b4c5d6e7f"
AT = "2026-11-21T09:00:00Z"
LINK = "https://media.example/products/acme/bottle.png?X-Amz-Signature=…"
NEW_PRODUCT: dict[str, Any] = {
    "product_id": "product-123",
    "name": "Northfield steel bottle",
    "description": "Keeps water cold for 24 hours. Weighs 300 grams.",
    "category": "kitchen",
    "price": 29.0,
    "currency": "USD",
    "image_asset_ids": [],
}
PRODUCT = {
    **{name: value for name, value in NEW_PRODUCT.items() if name != "image_asset_ids"},
    "user_id": None,
    "images": [LINK],
    "revision": 1,
    "created_at": AT,
    "updated_at": AT,
}
PERSON = "a woman in her thirties with dark hair and a green jacket"
SCENE = {
    "scene_id": "scene-1",
    "description": "She finds warm water in an old bottle.",
    "duration": 5,
    "image_prompt": f"Medium shot of {PERSON} at a sunny bus stop, holding a steel bottle, vertical composition",
    "visual_prompt": f"The camera moves slowly towards {PERSON} as she looks at the bottle.",
    "image_url": LINK,
    "image_reasoning": "The bottle itself opens the story.",
    "generated_image_url": "https://media.example/jobs/acme/picture.png?X-Amz-Signature=…",
}
SCENARIO: dict[str, Any] = {
    "scenario_id": TASK_ID,
    "title": "Cold until tonight",
    "description": "A day in the sun, and water that stays cold.",
    "narrative_style": "cinematic-storytelling",
    "target_audience": "People who spend their days outside",
    "detected_demographics": {
        "target_gender": "all",
        "age_group": "25-44",
        "product_type": "kitchen",
        "demographic_context": "everyday life on the way",
    },
    "scenes": [SCENE],
    "audio_script": {
        "hook": "It is noon, and the water is still cold.",
        "main": "This bottle keeps it cold for 24 hours. It weighs 300 grams, and goes wherever you go.",
        "cta": "Take yours along today.",
        "hashtags": ["#Northfield", "#SteelBottle", "#ColdWater"],
    },
}
TASK: dict[str, Any] = {
    "task_id": TASK_ID,
    "status": "completed",
    "short_id": SHORT_ID,
    "user_id": "anna",
    "message": "Scenario generation completed",
    "created_at": AT,
    "progress": 100.0,
    "current_step": "Scenario generation completed",
    "error_message": None,
    "error": None,
    "warning": None,
    "scenario": SCENARIO,
    "cost": {"estimated": 0.025, "actual": 0.025, "currency": "USD"},
    "completed_at": "2026-11-21T09:00:09Z",
}
ASKED = {"style": "cinematic-storytelling", "mood": "calm", "video_length": 15, "resolution": "720:1280"}
SHORT = {
    "short_id": SHORT_ID,
    "user_id": "anna",
    "product_id": "product-123",
    "title": SCENARIO["title"],
    "task_id": TASK_ID,
    "scenario": SCENARIO,
    **ASKED,
    "target_language": "en-US",
    "created_at": AT,
    "updated_at": AT,
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "CancelledTaskView": {"message": f"Scenario generation task {TASK_ID} cancelled successfully"},
    "ChangeProduct": {"price": 24.0},
    "CreateProduct": NEW_PRODUCT,
    "GenerateScenario": {"product_id": "product-123", "user_id": "anna", **ASKED, "target_language": "en-US"},
    "OptionsView": {
        "styles": ["cinematic-storytelling", "product-demo"],
        "moods": ["energetic", "calm"],
        "video_lengths": [15, 20, 30, 45, 60],
        "resolutions": ["720:1280", "1280:720"],
        "target_languages": ["en-US", "en-GB"],
    },
    "ProduceShort": {"captions": "burned", "music": "uplifting"},
    "ProductList": {"items": [PRODUCT], "next_cursor": None},
    "ProductView": PRODUCT,
    "ShortList": {"items": [SHORT], "next_cursor": None},
    "ShortView": SHORT,
    "TaskView": TASK,
}
